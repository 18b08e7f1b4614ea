"""One scan of one account: collectors read facts side by side, then the checks judge them."""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from scanners.engine.aws.client import AwsReader
from scanners.engine.aws.errors import CallFailed, ScanStopped, shortened
from scanners.engine.aws.regions import LIST_REGIONS, Regions, enabled_regions, is_region
from scanners.engine.checks.registry import FactsByType, all_checks
from scanners.engine.checks.verdicts import Verdict, unknown
from scanners.engine.collectors.catalog import all_collectors
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.identity import collect as collect_identity
from scanners.engine.collectors.shape import MalformedAnswerError
from scanners.engine.facts.identity import CallerFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.gaps import Unreadable, unreadable_facts, unreadable_regions
from scanners.engine.scope import NOTHING_DECLARED, Declarations, Scope

logger = logging.getLogger(__name__)

WORKERS = 16
_LOOK_AGAIN = 0.5  # seconds between two looks at whether the scan was stopped


class State(StrEnum):
    """Where one collector in one region stands."""

    RUNNING = "running"
    DONE = "done"
    UNREADABLE = "unreadable"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of the scan; `done` of `total` steps are over. `region` is empty for what is global."""

    collector: str
    service: str
    region: str
    state: State
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan found. `facts` can be stored and judged again; `was_stopped` says that they are partial."""

    scope: Scope
    facts: Mapping[type, object]
    verdicts: Mapping[str, tuple[Verdict, ...]]
    calls: Mapping[str, int]
    unreadable: tuple[Unreadable, ...]
    was_stopped: bool = False

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions the scan covered."""
        return self.scope.regions


class WrongAccountError(Exception):
    """The session is not in the account the scan was started for; nothing was read."""


OnProgress = Callable[[Progress], None]


def _silent(_: Progress) -> None:
    """Nobody watches."""


def _never() -> bool:
    """Nobody stops the scan."""
    return False


def run_scan(
    reader: AwsReader,
    *,
    regions: Sequence[str] | None = None,
    declared: Declarations = NOTHING_DECLARED,
    collectors: Iterable[Collector] | None = None,
    opt_ins: Collection[str] = (),
    on_progress: OnProgress | None = None,
    should_stop: Callable[[], bool] = _never,
    now: datetime | None = None,
) -> ScanResult:
    """Read the account and judge it. `regions` narrows the scan; by default it covers every enabled region.

    `declared` is what the customer said about the account; without it checks that depend on it say REVIEW.
    `opt_ins` are the ids of the readings the customer switched on; what needs another one is NOT_CHOSEN.

    `on_progress` and `should_stop` are called from this thread only. After a stop the result holds what was read
    until then, everything else is NOT_COLLECTED. The reader is closed at the end.
    """
    moment = now or datetime.now(UTC)
    some = tuple(collectors) if collectors is not None else all_collectors()
    off = _left_out(some, opt_ins)
    some = tuple(one for one in some if one.produces not in off)
    try:
        watch = on_progress or _silent
        return _scan(
            reader, some, regions, off=off, declared=declared, on_progress=watch, should_stop=should_stop, now=moment
        )
    finally:
        reader.close()


def _left_out(collectors: tuple[Collector, ...], opt_ins: Collection[str]) -> dict[type, Unknown]:
    """The facts nobody wants read, each as its gap."""
    return {
        one.produces: one.opt_in.not_chosen(one.main_action)
        for one in collectors
        if one.opt_in is not None and one.opt_in.id not in opt_ins
    }


def judge(facts: FactsByType, scope: Scope) -> dict[str, tuple[Verdict, ...]]:
    """The verdicts of all checks, by check id; a check that breaks is UNKNOWN, never silent."""
    return {check_id: _judged(check_id, scope, facts) for check_id in all_checks()}


def _judged(check_id: str, scope: Scope, facts: FactsByType) -> tuple[Verdict, ...]:
    try:
        return all_checks()[check_id].run(scope, facts)
    except Exception:
        logger.exception("check_failed", extra={"check": check_id, "account": scope.account_id})
        gap = Unknown(Reason.ERROR, "", "The check itself failed; the operator has been told.")
        return (unknown(scope.account_arn, gap),)


def _scan(
    reader: AwsReader,
    collectors: tuple[Collector, ...],
    wanted: Sequence[str] | None,
    *,
    off: Mapping[type, Unknown],
    declared: Declarations,
    on_progress: OnProgress,
    should_stop: Callable[[], bool],
    now: datetime,
) -> ScanResult:
    nothing = Unknown(Reason.NOT_COLLECTED, LIST_REGIONS.action)
    sensitive = frozenset(one.arn for one in declared.stores if one.is_sensitive)
    context = Context(reader, now, nothing, nothing, secrets.token_bytes(32), sensitive=sensitive)
    caller = _caller(context)
    enabled = _enabled(reader)
    covered = _covered(reader, enabled, wanted)
    context = replace(context, enabled=enabled, regions=covered)
    names = covered if isinstance(covered, tuple) else ()
    run = _Run(context, collectors, names, on_progress=on_progress)
    run.settle(CallerFacts, caller)
    was_stopped = run.execute(should_stop)
    scope = declared.added_to(Scope(reader.account_id, reader.partition, now, names))
    facts = {**run.collected(), **off}
    return ScanResult(
        scope=scope,
        facts=facts,
        verdicts=judge(facts, scope),
        calls=reader.calls,
        unreadable=(*unreadable_regions(enabled, wanted), *unreadable_facts(facts)),
        was_stopped=was_stopped,
    )


def _caller(context: Context) -> CallerFacts | Unknown:
    """Who we are, before anything else is read: facts of another account must never get into this scan."""
    caller = collect_identity(context)
    if isinstance(caller, CallerFacts) and caller.account_id != context.reader.account_id:
        raise WrongAccountError(shortened(caller.role_arn))
    return caller


def _enabled(reader: AwsReader) -> Regions | Unknown:
    try:
        return enabled_regions(reader)
    except CallFailed as failed:
        return failed.gap


def _covered(reader: AwsReader, enabled: Regions | Unknown, wanted: Sequence[str] | None) -> tuple[str, ...] | Unknown:
    """The enabled regions somebody wants. If AWS does not tell the enabled ones, those that were asked for by name."""
    if isinstance(enabled, Unknown):
        if not wanted:
            return enabled
        return tuple(sorted(name for name in set(wanted) if is_region(name, reader.partition))) or enabled
    none = Unknown(Reason.NOT_COLLECTED, LIST_REGIONS.action, "None of the chosen regions is enabled in the account.")
    return tuple(name for name in enabled.names if wanted is None or name in wanted) or none


class _Run:
    """The collectors of one scan under way. Only its threads' functions run outside the caller's thread."""

    def __init__(
        self, context: Context, collectors: tuple[Collector, ...], regions: tuple[str, ...], *, on_progress: OnProgress
    ) -> None:
        self._context = context
        self._collectors = collectors
        self._on_progress = on_progress
        self._waiting = [
            _Step(collector, region)
            for collector in _in_order(collectors)
            for region in (regions if collector.is_regional else ("",))
        ]
        self._open = Counter(step.collector.produces for step in self._waiting)
        self._total = len(self._waiting)
        self._done = 0
        self._facts: dict[type, object] = {}
        self._by_region: dict[type, dict[str, object]] = {
            collector.produces: {} for collector in collectors if collector.is_regional
        }

    def settle(self, kind: type, fact: object) -> None:
        """Take a fact that was read before the run began."""
        self._facts[kind] = fact
        for step in [step for step in self._waiting if step.collector.produces is kind]:
            self._waiting.remove(step)
            self._finish(step, fact)

    def execute(self, should_stop: Callable[[], bool]) -> bool:
        """Run all steps; True if the scan was stopped before they were over."""
        pool = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="collect")
        running: dict[Future[object], _Step] = {}
        try:
            while self._waiting or running:
                if should_stop():
                    self._stop([*self._waiting, *running.values()])
                    return True
                self._start(pool, running)
                over, _ = wait(running, timeout=_LOOK_AGAIN, return_when=FIRST_COMPLETED)
                for future in over:
                    self._finish(running.pop(future), future.result())
            return False
        finally:
            self._context.reader.close()
            pool.shutdown(wait=False, cancel_futures=True)

    def collected(self) -> dict[type, object]:
        """The facts; what was not read is NOT_COLLECTED, of a regional fact in each region it is missing from."""
        facts = dict(self._facts)
        for collector in self._collectors:
            gap = Unknown(Reason.NOT_COLLECTED, collector.main_action)
            if collector.is_regional:
                facts[collector.produces] = self._regional(collector, gap)
            else:
                facts.setdefault(collector.produces, gap)
        return facts

    def _regional(self, collector: Collector, gap: Unknown) -> object:
        regions = self._context.regions
        if isinstance(regions, Unknown):
            return regions
        read = self._by_region[collector.produces]
        return Regional({region: read.get(region, gap) for region in regions})

    def _start(self, pool: ThreadPoolExecutor, running: dict[Future[object], _Step]) -> None:
        place = 0
        while place < len(self._waiting) and len(running) < WORKERS:
            step = self._waiting[place]
            if any(self._open[kind] for kind in step.collector.after):
                place += 1
                continue
            del self._waiting[place]
            context = replace(self._context, facts=self._known_to(step), region=step.region)
            running[pool.submit(_read, step.collector, context)] = step
            self._tell(step, State.RUNNING)

    def _known_to(self, step: _Step) -> dict[type, object]:
        """What the step waited for, of regional facts the part of its region."""
        known = {kind: self._facts[kind] for kind in step.collector.after if kind in self._facts}
        for kind in step.collector.after:
            if step.region in self._by_region.get(kind, ()):
                known[kind] = self._by_region[kind][step.region]
        return known

    def _finish(self, step: _Step, fact: object) -> None:
        if step.collector.is_regional:
            self._by_region[step.collector.produces][step.region] = fact
        else:
            self._facts[step.collector.produces] = fact
        self._done += 1
        self._open[step.collector.produces] -= 1
        self._tell(step, State.UNREADABLE if isinstance(fact, Unknown) else State.DONE)

    def _stop(self, steps: list[_Step]) -> None:
        for step in steps:
            self._tell(step, State.STOPPED)

    def _tell(self, step: _Step, state: State) -> None:
        collector = step.collector
        self._on_progress(Progress(collector.name, collector.service, step.region, state, self._done, self._total))


def _in_order(collectors: tuple[Collector, ...]) -> list[Collector]:
    """What others wait for first, then what is read once, of which some takes long; then the many short ones."""
    awaited = {kind for collector in collectors for kind in collector.after}
    return sorted(collectors, key=lambda one: (one.produces not in awaited, one.is_regional))


@dataclass(frozen=True, slots=True)
class _Step:
    collector: Collector
    region: str


def _read(collector: Collector, context: Context) -> object:
    """One collector's edge: whatever goes wrong in it costs its own fact and nothing else."""
    try:
        return collector.collect(context)
    except CallFailed as failed:
        return failed.gap
    except ScanStopped:
        return Unknown(Reason.NOT_COLLECTED, collector.main_action)
    except MalformedAnswerError as odd:
        return Unknown(Reason.MALFORMED, collector.main_action, str(odd))
    except Exception:
        logger.exception(
            "collector_failed",
            extra={"collector": collector.name, "region": context.region, "account": context.reader.account_id},
        )
        return Unknown(Reason.ERROR, collector.main_action, "The collector failed; the operator has been told.")
