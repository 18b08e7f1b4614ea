"""Writes the first draft of a check: the check, its test, its line in the catalogue and its row of the bare account.

The draft says UNKNOWN until its rule is written, so it can never suggest an answer.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from devstack.supervisor.layout import ROOT
from scanners.engine.checks.registry import all_checks
from scanners.engine.collectors.catalog import all_collectors

CHECKS, TESTS = Path("scanners/engine/checks"), Path("tests/scanners/engine/checks")
CATALOG, TRUTH = Path("assessments/catalog/editions"), Path("tests/scanners/golden/truth/bare.txt")
_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
_CHECK = '''"""{sentence}."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, unknown
from {facts_module} import {facts}
{regional_import}from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="{id}",
    title="{sentence}",
    question="Is it so: {sentence}?",
    needs=({facts},),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Describe what to do, in the words of the AWS console.",
    source="https://docs.aws.amazon.com/",
)


@check.judge
def judge(scope: Scope, facts: {annotation}) -> Iterator[Verdict]:
    """One verdict for each resource: pass, fail, review, not applicable with a reason, or unknown."""
    yield unknown(scope.account_arn, Unknown(Reason.NOT_COLLECTED, "", "The rule of this check is not written."))
'''
_TEST = '''"""{sentence}."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case

CHECK = "{id}"

CASES = {{"refused": case("unknown", {facts}=DENIED)}}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
'''


class Command(BaseCommand):
    help = "Write the first draft of a check, its test, its catalogue line and its row of the bare golden account."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        domains = sorted(str(one.relative_to(ROOT / CHECKS)) for one in _folders(ROOT / CHECKS))
        parser.add_argument("id", help="for example efs_encrypted")
        parser.add_argument("--domain", required=True, choices=domains)
        parser.add_argument("--facts", required=True, help="the fact class it reads, for example EfsFacts")
        parser.add_argument("--requirement", required=True, help="the requirement it belongs to, for example SDAT-002")
        parser.add_argument("--edition", default="ftr-2021")
        parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to write into")

    def handle(self, *args: Any, **options: Any) -> None:
        check_id, root = str(options["id"]), Path(options["root"])
        if not _ID.fullmatch(check_id):
            raise CommandError(f"“{check_id}” is not a check ID. Use lower case words joined by _, like efs_encrypted.")
        if check_id in all_checks():
            raise CommandError(f"There is a check called {check_id} already.")
        texts = _texts(check_id, str(options["facts"]))
        catalogue, line = _in_catalogue(root / CATALOG / options["edition"], options["requirement"], check_id)
        written = {
            root / CHECKS / options["domain"] / f"{check_id}.py": _CHECK.format(**texts),
            root / TESTS / options["domain"] / f"test_{check_id}.py": _TEST.format(**texts),
            catalogue: line,
            root / TRUTH: _in_truth((root / TRUTH).read_text(encoding="utf-8"), check_id),
        }
        for path, text in written.items():
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"wrote {path.relative_to(root)}")
        self.stdout.write(
            "Next: write the rule and its cases, put both sides into a golden seed and its truth file,\n"
            "then run: make manage ARGS='coverage --write' and make test ARGS='-k " + check_id + "'"
        )


def _folders(start: Path) -> list[Path]:
    """The folders of checks that hold no further folders."""
    return [one for one in start.rglob("*") if one.is_dir() and one.name != "__pycache__" and not _has_folders(one)]


def _has_folders(folder: Path) -> bool:
    return any(one.is_dir() and one.name != "__pycache__" for one in folder.iterdir())


def _texts(check_id: str, facts: str) -> dict[str, str]:
    """What the templates are filled with. Raises CommandError for a fact class that no collector produces."""
    produced = {one.produces.__name__: one for one in all_collectors()}
    if facts not in produced:
        raise CommandError(f"No collector produces {facts}. Choose one of: {', '.join(sorted(produced))}.")
    collector = produced[facts]
    return {
        "id": check_id,
        "sentence": check_id.replace("_", " ").capitalize(),
        "facts": facts,
        "facts_module": collector.produces.__module__,
        "annotation": f"Regional[{facts}]" if collector.is_regional else facts,
        "regional_import": "from scanners.engine.facts.regional import Regional\n" if collector.is_regional else "",
    }


def _in_catalogue(edition: Path, requirement: str, check_id: str) -> tuple[Path, str]:
    """The section file of a requirement and its text with the check added. Raises CommandError."""
    for path in sorted(edition.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        begin = re.search(rf"^- key: {re.escape(requirement)}$", text, re.MULTILINE)
        if begin is None:
            continue
        end = re.compile(r"^- key: ", re.MULTILINE).search(text, begin.end())
        part = text[begin.start() : end.start() if end else len(text)]
        flow = re.sub(r"^(  checks: \[)([^\]]*)\]$", rf"\g<1>\g<2>, {check_id}]", part, flags=re.MULTILINE)
        block = re.sub(r"^(  checks:\n(?:  - \w+\n)+)", rf"\g<1>  - {check_id}\n", part, flags=re.MULTILINE)
        changed = flow if flow != part else block
        if changed == part:
            raise CommandError(f"{path.name}: {requirement} has no list of checks to add to.")
        return path, text.replace(part, changed)
    raise CommandError(f"No requirement {requirement} in {edition.name}.")


def _in_truth(text: str, check_id: str) -> str:
    """The truth of the bare account with the draft's verdict, in the order of check IDs."""
    head, *parts = text.rstrip("\n").split("\n\n")
    row = f"{check_id}\n  unknown  -  account  # the rule is not written"
    return "\n\n".join([head, *sorted([*parts, row], key=lambda part: part.split("\n", 1)[0])]) + "\n"
