"""The shape of a snapshot: plain JSON, complete, so that a pack is made from it and from nothing else.

Times are ISO 8601 in UTC, durations and counts are numbers, texts are what people and AWS accounts said: hostile.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

SCHEMA = 2  # 1 had no look, diagram, changes and exceptions


class AccountData(TypedDict):
    account_id: str
    label: str
    is_production: bool
    connection: str  # status in words


class WorkloadData(TypedDict):
    id: str
    name: str
    description: str
    handles_phi: bool | None
    accesses_customer_accounts: bool | None
    stores_customer_credentials: bool | None
    compliance_standards: list[str] | None  # None: not said yet
    accounts: list[AccountData]


class CountsData(TypedDict):
    """How many applicable requirements have which status; `total` is their sum, `excluded` those that do not apply."""

    total: int
    excluded: int
    by_status: dict[str, int]


class FieldData(TypedDict):
    label: str
    text: str
    columns: list[str]
    rows: list[list[str]]


class RuleData(TypedDict):
    outcome: str  # met, not_met, incomplete
    message: str
    fields: NotRequired[list[str]]  # labels of the values it speaks of
    is_note: NotRequired[bool]  # good to know; it changes no outcome
    code: NotRequired[str]  # why, in one word; "missing": the values it speaks of were not given


class EvidenceData(TypedDict):
    id: str
    name: str
    content_type: str
    size: int
    sha256: str
    uploaded_at: str
    uploaded_by: str
    stored_as: str  # name in storage: for the ZIP pack, never shown


class FindingData(TypedDict):
    id: str
    outcome: str
    severity: str
    weight: str
    account_id: str
    region: str
    resource: str
    message: str
    reason: str
    action: str
    observed_at: str
    accepted_until: NotRequired[str]  # a day, while somebody has accepted the finding


class AcceptedData(TypedDict):
    """A finding that somebody accepted for a time: it still shows, with who should know why."""

    check_id: str
    title: str
    account_id: str
    region: str
    resource: str
    until: str
    because: str
    by: NotRequired[str]  # who decided it
    keys: list[str]  # of the requirements it is about


class CheckData(TypedDict):
    """One check of a requirement; `findings` are all of them, worst first."""

    id: str
    title: str
    weight: str
    severity: str
    outcome: str
    fix: str
    cli: NotRequired[str]  # how to fix it on the command line and in the console
    console: NotRequired[str]
    findings: list[FindingData]


class ScanOpinion(TypedDict):
    """What the scan suggests: a status, the sentence that explains it and, if so, how it contradicts the answer."""

    status: str
    reason: str
    disagreement: str


class ApprovalData(TypedDict):
    """A reviewer's approval of one requirement. Reserved: nothing sets or prints it yet."""

    by: str
    at: str
    note: str


class RequirementData(TypedDict):
    key: str
    number: int
    title: str
    aws_id: NotRequired[str]  # snapshots of before December 2026 have neither
    aws_name: NotRequired[str]
    statement: str
    applies: bool
    status: str
    status_label: str
    response: str
    not_applicable_reason: str
    updated_at: str
    updated_by: str
    version: int
    accepted_at: str
    accepted_by: str
    fields: list[FieldData]
    rules: list[RuleData]
    evidence: list[EvidenceData]
    scan: ScanOpinion
    checks: list[CheckData]
    approval: NotRequired[ApprovalData | None]


class SectionData(TypedDict):
    key: str
    number: int
    title: str
    summary: str
    applies: bool
    applies_reason: str
    counts: CountsData
    requirements: list[RequirementData]


class UnreadableData(TypedDict):
    action: str
    region: str
    reason: str
    detail: str


class DeclaredData(TypedDict):
    """One thing that people declared about an account, and that its findings may rest on."""

    label: str
    value: str
    by: str
    at: str
    place: str
    source: str
    until: str


class ScanData(TypedDict):
    """How one account was scanned. What is not required is absent from packs made before it was kept."""

    account_id: str
    role_arn: str
    session_name: str
    regions: list[str]
    started_at: str
    finished_at: str
    calls: int
    facts_sha256: str
    facts_stored_as: str
    unreadable: list[UnreadableData]
    declared: NotRequired[list[DeclaredData]]
    requested_by: NotRequired[str]  # empty: nobody, it was due


class PictureData(TypedDict):
    """A picture as the portal encoded it: `sha256` is of its bytes."""

    name: str
    sha256: str
    content_type: str
    width: int
    height: int
    stored_as: str


class LookData(TypedDict):
    accent: str  # #rrggbb or empty
    logo: PictureData | None


class DiagramData(TypedDict):
    picture: PictureData
    caption: str
    updated_at: str
    updated_by: str


class ChangeData(TypedDict):
    """`what` is answer, attached or removed; for an answer `before` and `status`, else `file`."""

    at: str
    by: str
    key: str
    what: str
    before: str
    status: str
    file: str
    times: int


class ChangesData(TypedDict):
    """`since` is when the pack before this one was frozen; empty: this is the first, and everything is new."""

    since: str
    since_sha256: str
    entries: list[ChangeData]
    more: int


class SnapshotData(TypedDict):
    schema: int
    taken_at: str
    taken_by: str
    organization: str
    edition: dict[str, Any]  # id, title, released
    route: str
    workload: WorkloadData
    counts: CountsData
    sections: list[SectionData]
    scans: list[ScanData]
    look: NotRequired[LookData]
    diagram: NotRequired[DiagramData | None]
    changes: NotRequired[ChangesData]
    accepted: NotRequired[list[AcceptedData]]
