"""No String parameter has a name that suggests a secret."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.secret_names import looks_secret
from scanners.engine.facts.secrets import ParameterFacts
from scanners.engine.scope import Scope

check = Check(
    id="string_parameters_look_secret",
    title="No secrets in String parameters",
    question="Do names of String parameters suggest secrets?",
    needs=(ParameterFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Create a SecureString parameter, rotate the secret, then delete the String parameter.",
    cli="aws ssm put-parameter --type SecureString --name ... --value file://...",
    console="Systems Manager > Parameter Store > Create parameter > SecureString.",
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html",
)


@check.judge
def judge(scope: Scope, parameters: Regional[ParameterFacts]) -> Iterator[Verdict]:
    """Looks at names only; values are never read."""
    yield from unread_regions(scope, parameters)
    for region, fact in parameters.known():
        suspects = [one for one in fact.parameters if not one.is_encrypted and looks_secret(one.name)]
        for one in suspects:
            arn = f"arn:{scope.partition}:ssm:{region}:{scope.account_id}:parameter/{one.name.lstrip('/')}"
            yield review(
                arn, f"The name of String parameter {one.name} suggests a secret.", region=region, type=one.kind
            )
        if not fact.parameters:
            message = f"No parameters in {region}."
            yield not_applicable(scope.account_arn, "no_parameters", message, region=region)
        elif not suspects:
            message = f"No name of a String parameter in {region} suggests a secret."
            yield passed(scope.account_arn, message, region=region, parameters=len(fact.parameters))
