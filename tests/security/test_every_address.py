"""The first wall, walked from the resolver: every address, every kind of person, own and foreign ids."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from assessments.models import (
    Answer,
    Assessment,
    Badge,
    Diagram,
    Evidence,
    EvidenceLink,
    Look,
    Report,
    Snapshot,
    Workload,
)
from assessments.services.workloads import WorkloadDraft, create_workload
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs.leases import JobStatus
from ftrportal.organizations.models import Invitation, Membership, Role
from scanners.models import (
    AccountDeclaration,
    Connection,
    ConnectionStatus,
    Finding,
    FindingException,
    Rollout,
    RolloutAccount,
    ScanRun,
    StoreDeclaration,
)
from tests.security.addresses import LIBRARY_PREFIXES, ORGANIZATION_ADDRESSES, PUBLIC, SIGNED_IN, Address
from tests.world import World, add_member, make_user

ROLES = [Role.REVIEWER, Role.CONTRIBUTOR, Role.ADMIN, Role.OWNER]
CASES = [
    (name, method)
    for name, address in ORGANIZATION_ADDRESSES.items()
    for method in ("get", "post")
    if getattr(address, method)
]
REFUSED = {403, 404}


def patterns(resolver=None, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every address there is."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, route, inner)
        else:
            yield f"{namespace}{pattern.name}", route


ROUTES = dict(patterns())


def test_every_address_has_a_row_in_the_table():
    known = set(ORGANIZATION_ADDRESSES) | PUBLIC | SIGNED_IN
    unlisted = [name for name in ROUTES if name not in known and not name.startswith(LIBRARY_PREFIXES)]

    assert unlisted == [], "add these to tests/security/addresses.py"
    assert known <= set(ROUTES)


def things_of(owner: Membership, person: Membership) -> dict[str, object]:
    """One of everything, made inside the owner's organization, by the name the routes use."""
    organization = owner.organization
    workload = create_workload(organization=organization, actor=owner.user, draft=workload_draft())
    assessment = Assessment.objects.get(workload=workload)
    answer = Answer.objects.create(organization=organization, assessment=assessment, requirement_key="ARC-004")
    body = b"%PDF-1.7"
    evidence = Evidence(
        organization=organization,
        workload=workload,
        name="a.pdf",
        size=len(body),
        content_type="application/pdf",
        sha256=hashlib.sha256(body).hexdigest(),
    )
    evidence.file.save(f"t/{organization.pk}/evidence/{uuid.uuid4()}", ContentFile(body))
    link = EvidenceLink.objects.create(organization=organization, answer=answer, evidence=evidence)
    now = timezone.now()
    connection = Connection.objects.create(
        organization=organization,
        account_id="111122223333",
        role_name="FtrPortal-0a0b0c0d",
        status=ConnectionStatus.ACTIVE,
        verified_at=now,
    )
    rollout = Rollout.objects.create(organization=organization, source=connection, role_name="FtrPortal-0a0b0c0e")
    RolloutAccount.objects.create(organization=organization, rollout=rollout, account_id="222233334444")
    run = ScanRun.objects.create(
        organization=organization,
        connection=connection,
        status=JobStatus.FINISHED,
        started_at=now,
        finished_at=now,
        facts_file=default_storage.save(f"t/{organization.pk}/facts/{uuid.uuid4()}", ContentFile(body)),
    )
    finding = Finding.objects.create(
        organization=organization,
        run=run,
        check_id="root_no_access_keys",
        outcome="fail",
        severity="critical",
        weight="decisive",
        account_id="111122223333",
        resource="arn:aws:iam::111122223333:root",
        message="A key.",
    )
    exception = FindingException.objects.create(
        organization=organization,
        account_id=finding.account_id,
        check_id=finding.check_id,
        resource=finding.resource,
        reason="Known.",
        approver="Ada",
        ends_on=now.date() + timedelta(days=9),
    )
    snapshot = Snapshot.objects.create(
        organization=organization, assessment=assessment, edition=assessment.edition, data={}, sha256="0" * 64
    )
    report = Report(organization=organization, assessment=assessment, snapshot=snapshot, status=JobStatus.FINISHED)
    report.file.save(f"t/{organization.pk}/packs/{uuid.uuid4()}", ContentFile(body))
    for picture in (Look(organization=organization), Diagram(organization=organization, workload=workload)):
        picture.content_type = "image/png"
        picture.file.save(f"t/{organization.pk}/pictures/{uuid.uuid4()}", ContentFile(body))
    Badge.objects.create(organization=organization, assessment=assessment, token=uuid.uuid4().hex, label="FTR")
    invitation = Invitation.objects.create(
        organization=organization,
        email="new@example.com",
        role=Role.REVIEWER,
        token_hash=uuid.uuid4().hex,
        expires_at=now + timedelta(days=1),
    )
    return {
        "workload_id": workload.pk,
        "section_key": "root-account",
        "requirement_key": "ARC-004",
        "link_id": link.pk,
        "evidence_id": evidence.pk,
        "connection_id": connection.pk,
        "run_id": run.pk,
        "finding_id": finding.pk,
        "exception_id": exception.pk,
        "rollout_id": rollout.pk,
        "form": "terraform",
        "report_id": report.pk,
        "invitation_id": invitation.pk,
        "member_id": person.pk,
    }


def workload_draft() -> WorkloadDraft:
    return WorkloadDraft(
        name="Ledger",
        description="",
        handles_phi=None,
        accesses_customer_accounts=None,
        stores_customer_credentials=None,
        compliance_standards=None,
        accounts=(),
    )


@pytest.fixture
def own(world: World) -> dict[str, object]:
    eve = add_member(world.acme, make_user("Eve"), Role.REVIEWER)
    with organization_context(world.acme.pk):
        return things_of(world.ada, eve)


@pytest.fixture
def foreign(world: World) -> dict[str, object]:
    with organization_context(world.other.pk):
        return things_of(world.cleo, world.cleo)


def address(name: str, slug: str, things: dict[str, object]) -> str:
    wanted = re.findall(r"<\w+:(\w+)>", ROUTES[name])
    return reverse(name, kwargs={key: slug if key == "organization_slug" else things[key] for key in wanted})


def people(world: World) -> dict[Role, Membership]:
    return {Role.REVIEWER: world.ben, Role.CONTRIBUTOR: world.cai, Role.ADMIN: world.amy, Role.OWNER: world.ada}


def ask(client: Client, method: str, url: str, row: Address):
    client.raise_request_exception = False
    return getattr(client, method)(url, dict(row.data) if method == "post" else {})


@pytest.mark.parametrize(("name", "method"), CASES)
def test_roles_below_the_needed_one_are_refused_and_the_others_are_not(world, own, name, method):
    row = ORGANIZATION_ADDRESSES[name]
    needed = getattr(row, method)
    for role in ROLES:
        response = ask(world.client(people(world)[role]), method, address(name, world.acme.slug, own), row)
        if role.covers(needed):
            assert response.status_code not in REFUSED, f"{role} is refused"
            assert response.status_code < 500, f"{role} gets an error"
        else:
            assert response.status_code == 403, f"{role} is let in"
        if method == "post" and role.covers(needed):
            break  # the smallest role that may has changed the object: the bigger ones would act on what is gone


@pytest.mark.parametrize(("name", "method"), CASES)
def test_strangers_are_sent_to_sign_in_and_members_of_others_find_nothing(world, own, name, method):
    row, url = ORGANIZATION_ADDRESSES[name], address(name, world.acme.slug, own)

    anonymous = ask(Client(), method, url, row)
    assert (anonymous.status_code, anonymous.headers.get("Location", "")[:16]) == (302, "/accounts/login/")
    assert ask(world.client(world.cleo), method, url, row).status_code == 404
    assert ask(world.client(world.dot), method, url, row).status_code == 404


def without_what_differs(content: bytes, *values: object) -> bytes:
    """A page with ids, tokens and request-dependent values masked."""
    for value in values:
        content = content.replace(str(value).encode(), b"ID")
    return re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', rb"\1", content)


WITH_ID = [(name, method) for name, method in CASES if re.search(r"<uuid:", ROUTES[name])]


@pytest.mark.parametrize(("name", "method"), WITH_ID)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_a_foreign_id_and_an_absent_one_are_the_same_404(world, own, foreign, name, method, headers):
    row, ada = ORGANIZATION_ADDRESSES[name], world.client(world.ada)
    ada.defaults.update({f"HTTP_{key.upper().replace('-', '_')}": value for key, value in headers.items()})
    key = re.findall(r"<uuid:(\w+)>", ROUTES[name])[-1]
    absent = uuid.uuid4()
    theirs_url = address(name, world.acme.slug, own | {key: foreign[key]})
    absent_url = address(name, world.acme.slug, own | {key: absent})

    theirs, none = ask(ada, method, theirs_url, row), ask(ada, method, absent_url, row)

    assert (theirs.status_code, none.status_code) == (404, 404)
    assert without_what_differs(theirs.content, foreign[key]) == without_what_differs(none.content, absent)


@pytest.mark.parametrize("name", ORGANIZATION_ADDRESSES)
def test_other_methods_are_refused(world, own, name):
    row, url = ORGANIZATION_ADDRESSES[name], address(name, world.acme.slug, own)
    ada = world.client(world.ada)

    for method in ("put", "patch", "delete", *(one for one in ("get", "post") if getattr(row, one) is None)):
        assert ask(ada, method, url, row).status_code == 405, method


@pytest.mark.parametrize("name", [name for name, row in ORGANIZATION_ADDRESSES.items() if row.get])
def test_pages_carry_the_full_set_of_security_headers(world, own, name):
    response = world.client(world.ada).get(address(name, world.acme.slug, own))

    policy = response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", [name for name, row in ORGANIZATION_ADDRESSES.items() if row.get])
def test_getting_a_page_changes_nothing(world, own, name):
    before = counts(world)

    world.client(world.ada).get(address(name, world.acme.slug, own))

    assert counts(world) == before


def counts(world: World) -> dict[str, object]:
    models = (
        Workload,
        Answer,
        Evidence,
        EvidenceLink,
        Connection,
        ScanRun,
        Finding,
        Report,
        Invitation,
        Membership,
        FindingException,
        Rollout,
        RolloutAccount,
        AccountDeclaration,
        StoreDeclaration,
        Look,
        Badge,
        Diagram,
    )
    with organization_context(world.acme.pk):
        return {model.__name__: sorted(map(str, model.objects.values_list())) for model in models}


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
def test_addresses_of_no_organization_ask_to_sign_in(world, name):
    response = Client().get(reverse(name))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/")


@pytest.mark.parametrize("bad", ["0", "-1", "{7c9e6679-7425-40de-944b-e07fc1f90ae7}", "１２", "%00", "a" * 4000])
def test_malformed_ids_find_nothing(world, bad):
    response = world.client(world.ada).get(f"/o/{world.acme.slug}/w/{bad}/")

    assert response.status_code == 404
