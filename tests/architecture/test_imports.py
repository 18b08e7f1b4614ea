"""Who may import whom (docs/architecture.md). A broken rule names file, line and the import."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.architecture.source import ROOT, imported_modules, is_inside, python_files

OURS = ("ftrportal", "assessments", "scanners", "devstack")
AWS = ("boto3", "botocore")
ALSO = ("devstack", "ftrportal/storage.py")  # plays AWS, and the portal's own bucket


@dataclass(frozen=True)
class Rule:
    """Files of `room` import none of `never`, and of our own code only `only` (None: anything not forbidden)."""

    room: str
    never: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None


RULES = [
    Rule("ftrportal/env.py", only=()),
    Rule(
        "ftrportal/common",
        never=AWS,
        only=("ftrportal.common", "ftrportal.celery", "ftrportal.checks", "ftrportal.env", "ftrportal.version"),
    ),
    Rule("ftrportal/common/text/account_ids.py", never=("django", "celery"), only=()),
    Rule("ftrportal/common/text/mail_domains.py", never=("django", "celery"), only=()),
    Rule("ftrportal/organizations", never=("assessments", "scanners", *AWS)),
    Rule("ftrportal/audit", never=("assessments", "scanners", *AWS)),
    Rule("scanners/engine", never=("django", "celery"), only=("scanners.engine", "ftrportal.common.text")),
    Rule("scanners/engine/facts", never=AWS, only=("scanners.engine.facts",)),
    Rule("scanners/engine/checks/verdicts.py", never=AWS, only=("scanners.engine.facts",)),
    Rule(
        "scanners/engine/checks",
        never=AWS,
        only=(
            "scanners.engine.facts",
            "scanners.engine.scope",
            "scanners.engine.checks",
            "scanners.engine.counts",
            "ftrportal.common.text.mail_domains",
        ),
    ),
    Rule(
        "scanners/engine/collectors",
        never=AWS,
        only=("scanners.engine.aws", "scanners.engine.facts", "scanners.engine.collectors"),
    ),
    Rule(
        "scanners/engine/aws", only=("scanners.engine.aws", "scanners.engine.facts", "ftrportal.common.text.messages")
    ),
    Rule(
        "scanners/engine/documents",
        never=AWS,
        only=(
            "scanners.engine.documents",
            "scanners.engine.facts",
            "scanners.engine.role_template.guard",
            "scanners.engine.checks.verdicts",
            "scanners.engine.counts",
        ),
    ),
    Rule("scanners/engine/run.py", never=AWS),
    Rule("scanners/engine/role_template", never=AWS),
    Rule("scanners", never=("assessments", "devstack")),
    Rule(
        "assessments/catalog",
        never=("django",),
        only=("assessments.catalog", "ftrportal.common.text.account_ids", "ftrportal.common.text.mail_domains"),
    ),
    Rule("assessments", never=("devstack", *AWS)),
    Rule("assessments/suggestions", never=("assessments.services", "assessments.forms", "assessments.views")),
    Rule("assessments/selectors", never=("assessments.services", "assessments.forms", "assessments.views")),
    Rule("scanners/selectors", never=("scanners.services", "scanners.forms", "scanners.views")),
    Rule("assessments/services", never=("assessments.views", "assessments.forms", "assessments.tasks", "django.http")),
    Rule("scanners/services", never=("scanners.views", "scanners.forms", "scanners.tasks", "django.http")),
    Rule("ftrportal/organizations/services", never=("ftrportal.organizations.views", "ftrportal.organizations.forms")),
    Rule("assessments/views", never=("assessments.tasks", "weasyprint")),
    Rule("scanners/views", never=("scanners.tasks", "scanners.engine.run", "weasyprint")),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.room)
def test_room_imports_only_what_it_may(rule):
    broken = []
    for path in python_files(rule.room):
        for name, line in imported_modules(path):
            ours_outside = rule.only is not None and is_inside(name, *OURS) and not is_inside(name, *rule.only)
            if is_inside(name, *rule.never) or ours_outside:
                broken.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    assert broken == []


def test_assessments_see_scanners_only_through_its_public_module():
    broken = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in python_files("assessments")
        for name, line in imported_modules(path)
        if is_inside(name, "scanners") and not is_inside(name, "scanners.public")
    ]
    assert broken == []


@pytest.mark.parametrize(
    ("package", "door"),
    [("boto3", "scanners/engine/aws"), ("botocore", "scanners/engine/aws"), ("weasyprint", "assessments/reports")],
)
def test_a_package_has_one_door(package, door):
    elsewhere = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in python_files()
        for name, line in imported_modules(path)
        if is_inside(name, package) and not str(path.relative_to(ROOT)).startswith((door, *ALSO))
    ]
    assert elsewhere == []


def test_only_one_module_renders_pdf():
    renderers = {
        str(path.relative_to(ROOT))
        for path in python_files()
        for name, _ in imported_modules(path)
        if is_inside(name, "weasyprint") and "devstack" not in path.parts
    }
    assert renderers <= {"assessments/reports/pdf/typesetter.py", "assessments/reports/pdf/font_maps.py"}


def test_production_code_never_imports_the_development_stack():
    allowed = ("devstack", "ftrportal/settings/dev.py")
    broken = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in python_files()
        for name, line in imported_modules(path)
        if is_inside(name, "devstack") and not str(path.relative_to(ROOT)).startswith(allowed)
    ]
    assert broken == []


def test_views_get_objects_through_doors_only():
    broken = [
        f"{path.relative_to(ROOT)}:{number}"
        for room in ("assessments/views", "scanners/views", "ftrportal/organizations/views")
        for path in python_files(room)
        for number, text in enumerate(path.read_text().splitlines(), 1)
        if ".objects" in text
    ]
    assert broken == []


def test_assume_role_is_called_in_one_place():
    callers = {
        str(path.relative_to(ROOT))
        for path in python_files()
        if "devstack" not in path.parts and any(word in path.read_text() for word in ("assume_role(", '"AssumeRole"'))
    }
    assert len(callers) <= 1
    assert all(caller.startswith("scanners/engine/aws/") for caller in callers)


def test_migrations_import_no_application_code():
    broken = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for room in OURS
        for path in sorted((ROOT / room).rglob("migrations/0*.py"))
        for name, line in imported_modules(path)
        if is_inside(name, *OURS)
        # The operation that forces row-level security, and Django's own reference to a field.
        and not is_inside(name, "ftrportal.common.database.rls")
    ]
    assert broken == []


def test_top_level_is_the_one_we_settled_on():
    expected = {
        "manage.py",
        "ftrportal",
        "assessments",
        "scanners",
        "templates",
        "static",
        "tests",
        "docs",
        "README.md",
        "docker-compose.yml",
        "Dockerfile",
        "Makefile",
        "LICENSE",
        "pyproject.toml",
        "requirements.txt",
        "requirements-dev.txt",
        "requirements.in",
        "requirements-dev.in",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "NOTICE",
        "requirements-emulator.txt",
        "devstack",
    }
    ignored = {"var", "node_modules"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - ignored
    assert found <= expected
