"""Golden accounts scanned whole: role from the template, AssumeRole, session policy, engine."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from devstack.simulated_aws.credentials import PORTAL_ROLE_ARN, portal_credentials
from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.aws.client import AwsReader
from scanners.engine.aws.opt_in import OPT_INS
from scanners.engine.aws.roles import RoleRef
from scanners.engine.aws.session import assume
from scanners.engine.aws.settings import AwsSettings, PortalCredentials
from scanners.engine.role_template.session_policy import session_parts
from scanners.engine.role_template.template import YES, role_template
from scanners.engine.run import ScanResult, run_scan
from tests.scanners.golden.naming import short_name
from tests.scanners.golden.seeds.story import Golden
from tests.scanners.golden.truth import BARE, Line, expected, read_truth

ROLE_NAME = "FtrPortal-golden"
_AT_A_TIME = 3


@dataclass(frozen=True)
class Scanned:
    """What the scan of a golden account said, and where that and the truth differ, one line each."""

    result: ScanResult
    differences: list[str]


def scan_all(aws: SimulatedAws, accounts: Iterable[Golden]) -> dict[str, Scanned]:
    """Scans of seeded accounts, by name; no differences where a scan says exactly what is written."""
    chosen = tuple(accounts)
    for one in chosen:
        one.seed(aws)
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        return dict(zip((one.name for one in chosen), pool.map(lambda one: compared(aws, one), chosen), strict=True))


def compared(aws: SimulatedAws, golden: Golden) -> Scanned:
    """The scan of a seeded account, with what it says beyond the truth and what it does not say."""
    result = scanned(aws, golden)
    said = lines(result, golden, golden.named(aws))
    wanted = expected(read_truth(golden.name), read_truth(BARE), result.regions)
    differences = [
        *(f"not said     {_shown(line)}  # {wanted[line]}" for line in sorted(set(wanted) - {*said})),
        *(f"not written  {_shown(line)}  # {said[line][0]}" for line in sorted(set(said) - {*wanted})),
        *(f"said twice   {_shown(line)}" for line, messages in said.items() if len(messages) > 1),
    ]
    return Scanned(result, differences)


def scanned(aws: SimulatedAws, golden: Golden) -> ScanResult:
    """Deploy the role and scan the account as a worker does."""
    role = RoleRef(account_id=golden.account_id, role_name=ROLE_NAME, external_id=str(uuid.uuid4()))
    aws.root("cloudformation", golden.account_id).create_stack(
        StackName=ROLE_NAME,
        TemplateBody=role_template(PORTAL_ROLE_ARN).text,
        Parameters=[
            {"ParameterKey": "ExternalId", "ParameterValue": role.external_id},
            {"ParameterKey": "RoleName", "ParameterValue": ROLE_NAME},
            *({"ParameterKey": one.parameter, "ParameterValue": YES} for one in OPT_INS if one.id in golden.opt_ins),
        ],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    settings = AwsSettings(
        portal_principal_arn=PORTAL_ROLE_ARN,
        endpoint_url=aws.endpoint_url,
        portal_credentials=PortalCredentials(*portal_credentials()),
    )
    session = assume(role, settings=settings, purpose="golden", parts=session_parts(golden.opt_ins))
    return run_scan(
        AwsReader(session), declared=golden.declared, opt_ins=golden.opt_ins, regions=golden.regions, now=golden.now
    )


def lines(result: ScanResult, golden: Golden, names: Mapping[str, str]) -> dict[Line, list[str]]:
    """What the scan said, each line with its messages: more than one where it was said more than once."""
    found: dict[Line, list[str]] = {}
    for check_id, verdicts in result.verdicts.items():
        for one in verdicts:
            resource = short_name(one, golden.account_id, names)
            line = (check_id, one.outcome.value, one.region or "-", resource, one.action)
            found.setdefault(line, []).append(one.message)
    return found


def _shown(line: Line) -> str:
    check_id, outcome, region, resource, action = line
    return f"{check_id:32}  {outcome:14}  {region:12}  {resource}  {action}".rstrip()
