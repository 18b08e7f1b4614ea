"""One requirement as a pack shows it: its values beside their rules, its checks, and about how much room it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from assessments.reports.render.chapters.status_texts import OUTCOME_LABELS, OUTCOME_ORDER, SILENT
from assessments.reports.snapshot.schema import CheckData, FieldData, FindingData, RequirementData, RuleData
from scanners.public import Outcome

SHOWN_FINDINGS = 5
# Millimetres, as the style sheet has them.
LINE, SMALL_LINE, LETTERS_OF_A_LINE = 4.7, 4.3, 85
HEAD, BLOCK, TABLE_HEAD, TABLE_ROW, THUMBNAIL, CHECK = 24, 4, 6, 2.8, 21, 13
# What is kept on one page leaves as much empty on the page before. The last of a chapter may leave more: were it
# divided, the rest of it would stand on a page by itself.
KEPT, KEPT_AT_THE_END = 85, 150


@dataclass(frozen=True, slots=True)
class Said:
    """The same words of one or more resources that follow each other."""

    outcome: str
    message: str
    findings: list[FindingData]


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check as its requirement shows it: counts, and the first few findings that are not plain passes.

    `observed_at` is empty when they were not all seen at one moment. The annex shows, by outcome, `telling` findings in
    full and of the `silent` ones the resources only.
    """

    data: CheckData
    outcome_label: str
    tally: str
    observed_at: str
    fix: str
    shown: list[Said]
    more: int
    telling: list[tuple[str, list[FindingData]]]
    silent: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ValueView:
    """A typed value and the rules that speak of it alone."""

    data: FieldData
    rules: list[RuleData]


@dataclass(frozen=True, slots=True)
class RequirementView:
    """`values` are typed values of one line each, `tables` those that are tables of their own.

    `rules` are those that speak of no value, of several, or of one that was not given; `missing` and `advised` name
    values that were not given, demanded or not. `height` is about how many millimetres it takes. One that `is_whole` is
    kept on one page.
    """

    data: RequirementData
    checks: list[CheckView]
    values: list[ValueView]
    tables: list[ValueView]
    rules: list[RuleData]
    missing: list[str]
    advised: list[str]
    has_thumbnails: bool
    height: float
    is_whole: bool

    @property
    def has_values(self) -> bool:
        """Whether there is anything to say about typed values."""
        return bool(self.data["fields"] or self.rules or self.missing or self.advised)


def requirement_view(one: RequirementData, pictures: Mapping[str, str], *, is_last: bool) -> RequirementView:
    """A requirement, ready to be printed. `pictures` hold the thumbnails there are, by hash."""
    checks = [_check(check) for check in one["checks"]]
    height = _height(one, checks, pictures)
    speaking = [rule for rule in one["rules"] if rule.get("code") != "missing"] if _binds(one) else _broken(one)
    missing = [rule for rule in one["rules"] if rule.get("code") == "missing"] if _binds(one) else []
    of_one = {
        field["label"]: [rule for rule in speaking if rule.get("fields") == [field["label"]]] for field in one["fields"]
    }
    told = [id(rule) for rules in of_one.values() for rule in rules]
    values = [ValueView(field, of_one[field["label"]]) for field in one["fields"]]
    return RequirementView(
        data=one,
        checks=checks,
        values=[value for value in values if not value.data["rows"]],
        tables=[value for value in values if value.data["rows"]],
        rules=[rule for rule in speaking if id(rule) not in told],
        missing=_labels(rule for rule in missing if not rule.get("is_note")),
        advised=_labels(rule for rule in missing if rule.get("is_note")),
        has_thumbnails=any(item["sha256"] in pictures for item in one["evidence"]),
        height=height,
        is_whole=height <= (KEPT_AT_THE_END if is_last else KEPT),
    )


def _binds(one: RequirementData) -> bool:
    """Whether what was not filled in is open at all."""
    return one["applies"] and one["status"] != "not_applicable"


def _broken(one: RequirementData) -> list[RuleData]:
    return [rule for rule in one["rules"] if one["applies"] and rule["outcome"] != "incomplete"]


def _labels(rules: Iterable[RuleData]) -> list[str]:
    return list(dict.fromkeys(label for rule in rules for label in rule.get("fields", [])))


def _height(one: RequirementData, checks: list[CheckView], pictures: Mapping[str, str]) -> float:
    said = [
        one["response"],
        one["not_applicable_reason"],
        " ".join((one["scan"]["reason"], one["scan"]["disagreement"])),
    ]
    blocks = [LINE * _lines(text) for text in said if text]
    blocks.append(sum(LINE * _lines(field["text"]) + TABLE_ROW for field in one["fields"]))
    blocks.append(sum(SMALL_LINE * len(field["rows"]) for field in one["fields"]))
    blocks.append(sum(LINE * _lines(rule["message"]) for rule in one["rules"]))
    files = [THUMBNAIL if item["sha256"] in pictures else 2 * LINE + TABLE_ROW for item in one["evidence"]]
    blocks.append(sum(files) + (TABLE_HEAD if files else LINE))
    found = [
        1 + SMALL_LINE * (_lines(words.message) + len(words.findings)) for check in checks for words in check.shown
    ]
    blocks.append(sum(found) + CHECK * len(checks))
    return HEAD + LINE * _lines(one["statement"]) + sum(block + BLOCK for block in blocks if block)


def _lines(text: str) -> int:
    return len(text) // LETTERS_OF_A_LINE + text.count("\n") + 1


def _check(check: CheckData) -> CheckView:
    counts = {outcome: sum(one["outcome"] == outcome for one in check["findings"]) for outcome in OUTCOME_ORDER}
    tally = ", ".join(f"{count} {OUTCOME_LABELS[outcome].lower()}" for outcome, count in counts.items() if count)
    telling = [one for one in check["findings"] if one["outcome"] not in SILENT]
    shown = (telling or check["findings"])[:SHOWN_FINDINGS]
    return CheckView(
        data=check,
        outcome_label=OUTCOME_LABELS.get(check["outcome"], check["outcome"]),
        tally=tally,
        observed_at=moments.pop() if len(moments := {one["observed_at"] for one in check["findings"]}) == 1 else "",
        fix=check["fix"] if check["outcome"] == Outcome.FAIL else "",
        shown=_together(shown),
        more=len(check["findings"]) - len(shown),
        telling=[
            (OUTCOME_LABELS[outcome], [one for one in telling if one["outcome"] == outcome])
            for outcome in OUTCOME_ORDER
            if outcome not in SILENT and counts[outcome]
        ],
        silent=[
            (OUTCOME_LABELS[outcome], resources) for outcome in SILENT if (resources := _resources(check, outcome))
        ],
    )


def _together(findings: Iterable[FindingData]) -> list[Said]:
    groups = groupby(findings, key=lambda one: (one["outcome"], one["message"]))
    return [Said(outcome, message, list(found)) for (outcome, message), found in groups]


def _resources(check: CheckData, outcome: str) -> str:
    found = (one for one in check["findings"] if one["outcome"] == outcome)
    return ", ".join(" ".join(filter(None, (one["resource"] or one["account_id"], one["region"]))) for one in found)
