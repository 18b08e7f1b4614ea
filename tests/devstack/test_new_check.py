"""A new check begins as a draft that the product's own rules accept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from tests.architecture.source import ROOT

CATALOG = "assessments/catalog/editions/ftr-2021"
TRUTH = "tests/scanners/golden/truth/bare.txt"


@pytest.fixture
def checkout(tmp_path):
    """The folders that the command writes into."""
    shutil.copytree(ROOT / CATALOG, tmp_path / CATALOG)
    (tmp_path / TRUTH).parent.mkdir(parents=True)
    shutil.copy(ROOT / TRUTH, tmp_path / TRUTH)
    for start in ("scanners/engine/checks/storage", "tests/scanners/engine/checks/storage"):
        (tmp_path / start).mkdir(parents=True)
    return tmp_path


def new_check(checkout, *, check_id="efs_access_points_rooted", facts="EfsFacts", requirement="SDAT-002"):
    said = StringIO()
    options = {"domain": "storage", "facts": facts, "requirement": requirement, "root": checkout}
    call_command("new_check", check_id, **options, stdout=said)
    return said.getvalue()


def test_it_writes_check_test_catalogue_line_and_golden_row(checkout):
    said = new_check(checkout)

    check = checkout / "scanners/engine/checks/storage/efs_access_points_rooted.py"
    test = checkout / "tests/scanners/engine/checks/storage/test_efs_access_points_rooted.py"
    for path in (check, test):
        compile(path.read_text(), str(path), "exec")
    listed = [
        requirement["checks"]
        for path in (checkout / CATALOG).glob("*.yaml")
        for requirement in yaml.safe_load(path.read_text()).get("requirements", [])
        if requirement["key"] == "SDAT-002"
    ]
    assert [checks[-1] for checks in listed] == ["efs_access_points_rooted"]
    assert "\n\nefs_access_points_rooted\n  unknown  -  account" in (checkout / TRUTH).read_text()
    assert said.count("wrote ") == 4


def test_the_draft_passes_the_linter_and_the_formatter(checkout):
    new_check(checkout)

    for verb in (
        ["check", "--isolated", "--line-length", "120"],
        ["format", "--isolated", "--check", "--line-length", "120"],
    ):
        folder = checkout / "scanners/engine/checks/storage"
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *verb, folder], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"check_id": "EFS"}, "is not a check ID"),
        ({"check_id": "root_mfa_enabled"}, "already"),
        ({"facts": "NoFacts"}, "No collector produces NoFacts"),
        ({"requirement": "SDAT-999"}, "No requirement SDAT-999"),
    ],
)
def test_what_does_not_fit_is_refused_and_writes_nothing(checkout, wrong, message):
    before = (checkout / TRUTH).read_text()

    with pytest.raises(CommandError, match=message):
        new_check(checkout, **wrong)

    assert (checkout / TRUTH).read_text() == before
    assert list((checkout / "scanners/engine/checks/storage").iterdir()) == []
