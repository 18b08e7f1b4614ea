"""Files that prove an answer. A file belongs to a workload and may back many answers; nothing is ever overwritten."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from assessments.models.answer import Answer
from assessments.models.workload import Workload
from ftrportal.common.database.rls import TenantForeignKey
from ftrportal.organizations.models import TenantModel

NOTHING_TO_READ, WAITING_TO_BE_READ, BEING_READ = 0, -1, -2


class Evidence(TenantModel):
    """`file` has a random name that the service makes. `content_type` comes from the bytes, never from the browser.

    `sha256` is of the stored bytes, in hex.
    """

    workload = TenantForeignKey(Workload, on_delete=models.CASCADE, related_name="evidence")
    name = models.CharField(max_length=200)
    file = models.FileField(max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at", "id"]

    def __str__(self) -> str:
        return self.name


class EvidenceLink(TenantModel):
    """That a file backs an answer, from when to when. Removing evidence ends the link; the history stays.

    Where a check reads documents of this answer, `reading_version` is WAITING_TO_BE_READ until a worker takes the file,
    BEING_READ since `read_at`, and then the version of the checks that read it; `reading` is what they said, a list of
    verdicts as plain JSON. `read_accounts` are the declared AWS account IDs that principals were compared with.
    `name` is the name under which this answer got the file, empty where that is the name of the first upload.
    """

    answer = TenantForeignKey(Answer, on_delete=models.CASCADE, related_name="evidence_links")
    evidence = TenantForeignKey(Evidence, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(max_length=200, blank=True, default="")
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    attached_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    reading_version = models.SmallIntegerField(default=NOTHING_TO_READ)
    reading = models.JSONField(default=list, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_accounts = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["attached_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "answer", "evidence"],
                condition=models.Q(removed_at__isnull=True),
                name="one_live_link_per_file",
            )
        ]

    @property
    def shown_name(self) -> str:
        """What the file is called on this answer: the same bytes may be attached elsewhere under another name."""
        return self.name or self.evidence.name

    def __str__(self) -> str:
        return f"{self.evidence_id} on {self.answer_id}"
