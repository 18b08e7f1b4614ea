"""Makes the packs of an organization's first workload and puts them into a folder, for pictures and a first look."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from assessments.messages import message_of
from assessments.models import Assessment, Report, ReportKind
from assessments.services.rendering import make_report
from assessments.services.reports import request_report
from devstack.pack_pictures import side_by_side
from ftrportal.common.database.tenancy import enter_user, organization_context
from ftrportal.common.jobs.leases import JobStatus
from ftrportal.organizations.models import Membership, User

DEMO_EMAIL = "demo@example.com"
FILES = {ReportKind.PACK_PDF: "sample-pack.pdf", ReportKind.PACK_ZIP: "sample-pack.zip"}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--person", default=DEMO_EMAIL, help="e-mail of whoever asks for the packs")
        parser.add_argument("--into", type=Path, default=Path(settings.BASE_DIR) / "var" / "sample")
        parser.add_argument("--picture", type=Path, help="draw pages of the PDF side by side into this PNG, too")
        parser.add_argument(
            "--pages", type=int, nargs="+", default=[1, 3, 6], help="which ones; cover and summary are 1 and 3"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        membership = self._membership(options["person"])
        options["into"].mkdir(parents=True, exist_ok=True)
        for kind, name in FILES.items():
            report = self._made(membership, kind)
            target = options["into"] / name
            with report.file.open("rb") as stored, target.open("wb") as file:
                shutil.copyfileobj(stored, file)
            self.stdout.write(f"{target}: {report.pages} pages, {report.size:,} bytes, SHA-256 {report.sha256}")
        if options["picture"]:
            self._draw(options["into"] / FILES[ReportKind.PACK_PDF], options["pages"], options["picture"])

    def _draw(self, pack: Path, pages: list[int], target: Path) -> None:
        try:
            picture = side_by_side(pack.read_bytes(), pages)
        except IndexError as error:
            raise CommandError(f"Name other --pages: {error}.") from error
        target.write_bytes(picture)
        self.stdout.write(f"{target}: pages {', '.join(map(str, pages))}, {len(picture):,} bytes")

    def _membership(self, email: str) -> Membership:
        user = User.objects.filter(email=email).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}. Load the demo data, or name a person.")
        with transaction.atomic():
            enter_user(user.pk)
            rows = Membership.objects.select_related("organization", "user").filter(user=user)
            membership: Membership | None = rows.first()
        if membership is None:
            raise CommandError(f"{email} belongs to no organization.")
        return membership

    def _made(self, membership: Membership, kind: ReportKind) -> Report:
        """As a worker does it, here and now; a worker that is quicker does no harm."""
        organization = membership.organization
        with organization_context(organization.pk):
            rows = Assessment.objects.filter(workload__archived_at=None).order_by("created_at", "id")
            assessment = rows.select_related("workload", "organization").first()
            if assessment is None:
                raise CommandError(f"{organization} has no workload.")
            report = request_report(assessment=assessment, actor=membership.user, kind=kind)
        while True:
            make_report(organization.pk, report.pk)
            with organization_context(organization.pk):
                report.refresh_from_db()
            if report.is_over:
                break
            time.sleep(0.5)
        if report.status != JobStatus.FINISHED:
            raise CommandError(message_of(report.reason).title)
        return report
