"""Who may do what at which address. An address that is missing here fails the suite."""

from __future__ import annotations

from dataclasses import dataclass

from ftrportal.organizations.models import Role

READ, EDIT, ADMIN = Role.REVIEWER, Role.CONTRIBUTOR, Role.ADMIN


@dataclass(frozen=True)
class Address:
    """The smallest role that may GET and POST; None: the method is not allowed there.

    `data` is what a valid-enough POST sends: the answer must be anything but 403, 404 and 5xx.
    """

    get: Role | None = None
    post: Role | None = None
    data: tuple[tuple[str, str], ...] = ()


ORGANIZATION_ADDRESSES = {
    "organizations:settings": Address(get=ADMIN, post=ADMIN),
    "organizations:company": Address(post=ADMIN, data=(("company_domains", "acme.example"),)),
    "organizations:audit_trail": Address(get=ADMIN),
    "organizations:member_list": Address(get=READ),
    "organizations:member_role": Address(post=ADMIN),
    "organizations:member_remove": Address(get=ADMIN, post=ADMIN),
    "organizations:invitation_create": Address(post=ADMIN),
    "organizations:invitation_resend": Address(post=ADMIN),
    "organizations:invitation_revoke": Address(post=ADMIN),
    "assessments:workload_list": Address(get=READ),
    "assessments:workload_create": Address(get=EDIT, post=EDIT),
    "assessments:workload_detail": Address(get=READ),
    "assessments:workload_edit": Address(get=EDIT, post=EDIT),
    "assessments:declaration_place": Address(get=READ),
    "assessments:coverage": Address(get=READ),
    "assessments:questionnaire": Address(get=READ),
    "assessments:section_detail": Address(get=READ),
    "assessments:section_overrule": Address(post=EDIT),
    "assessments:section_restore": Address(post=EDIT),
    "assessments:requirement_detail": Address(get=READ),
    "assessments:answer_save": Address(post=EDIT),
    "assessments:answer_history": Address(get=READ),
    "assessments:suggestion_accept": Address(post=EDIT),
    "assessments:evidence_upload": Address(post=EDIT),
    "assessments:evidence_attach": Address(post=EDIT),
    "assessments:evidence_remove": Address(post=EDIT),
    "assessments:evidence_download": Address(get=READ),
    "assessments:look_edit": Address(get=ADMIN, post=ADMIN),
    "assessments:look_logo": Address(get=READ),
    "assessments:look_logo_remove": Address(post=ADMIN),
    "assessments:diagram_edit": Address(get=EDIT, post=EDIT),
    "assessments:diagram_picture": Address(get=READ),
    "assessments:diagram_remove": Address(post=EDIT),
    "assessments:report_list": Address(get=READ),
    "assessments:report_create": Address(post=EDIT),
    "assessments:report_status": Address(get=READ),
    "assessments:report_cancel": Address(post=EDIT),
    "assessments:report_download": Address(get=READ),
    "assessments:badge_edit": Address(get=Role.OWNER),
    "assessments:badge_issue": Address(post=Role.OWNER, data=(("label", "FTR"),)),
    "assessments:badge_switch_off": Address(post=Role.OWNER),
    "scanners:connection_list": Address(get=READ),
    "scanners:connection_create": Address(get=ADMIN, post=ADMIN),
    "scanners:connection_detail": Address(get=READ),
    "scanners:connection_status": Address(get=READ),
    "scanners:store_list": Address(get=READ),
    "scanners:store_classify": Address(post=EDIT, data=(("which", "filter"), ("role", "log"))),
    "scanners:store_export": Address(get=READ),
    "scanners:store_import": Address(post=EDIT),
    "scanners:judging_status": Address(get=READ),
    "scanners:connection_verify": Address(post=EDIT),
    "scanners:connection_change": Address(get=ADMIN, post=ADMIN),
    "scanners:connection_revoke": Address(get=ADMIN, post=ADMIN),
    "scanners:connection_template": Address(get=READ),
    "scanners:rollout_start": Address(post=ADMIN),
    "scanners:rollout_detail": Address(get=READ),
    "scanners:rollout_accounts": Address(get=READ),
    "scanners:rollout_choose": Address(post=ADMIN, data=(("act", "include"), ("accounts", "111122223333"))),
    "scanners:rollout_change": Address(post=ADMIN),
    "scanners:rollout_again": Address(post=EDIT),
    "scanners:rollout_describe": Address(post=ADMIN, data=(("which", "all"), ("schedule", "weekly"))),
    "scanners:rollout_scan": Address(post=EDIT),
    "scanners:rollout_end": Address(get=ADMIN, post=ADMIN),
    "scanners:rollout_template": Address(get=READ),
    "scanners:run_start": Address(post=EDIT),
    "scanners:run_list": Address(get=READ),
    "scanners:run_detail": Address(get=READ),
    "scanners:run_progress": Address(get=READ),
    "scanners:run_cancel": Address(post=EDIT),
    "scanners:run_facts": Address(get=EDIT),
    "scanners:run_rejudge": Address(post=EDIT),
    "scanners:finding_facts": Address(get=EDIT),
    "scanners:finding_list": Address(get=READ),
    "scanners:exception_list": Address(get=READ),
    "scanners:exception_create": Address(post=ADMIN),
    "scanners:exception_withdraw": Address(post=ADMIN),
    "scanners:finding_detail": Address(get=READ),
}

# Addresses of no organization: open to everybody, or to every signed-in person. Everything of allauth is its own.
PUBLIC = {"health", "badge", "pack_verify", "pack_public_key", "role_template", "organizations:invitation_accept"}
SIGNED_IN = {"organizations:home", "organizations:chooser", "organizations:create"}
LIBRARY_PREFIXES = ("account_", "mfa_", "usersessions_")
