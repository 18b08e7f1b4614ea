"""Lambda, ECS and CodeBuild: which configurations carry a secret in a plain variable.

These answers hold the values. They are looked at here and dropped here: a fact knows names and detectors only, and
neither an error nor a log line is made of a value.
https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html
https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetProjects.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.aws.opt_in import CONFIG_SECRETS
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.regional import is_absent, local_arn, read_region
from scanners.engine.collectors.secret_shapes import plain_secrets
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    structure,
    structure_or_empty,
    structures,
    text,
    text_or,
    texts,
)
from scanners.engine.facts.config_secrets import Configuration, Configurations, ExposedSecretFacts
from scanners.engine.facts.unknown import Reason, Unknown

LIST_FUNCTIONS = Operation("lambda", "ListFunctions", "lambda:ListFunctions", opt_in=CONFIG_SECRETS)
LIST_FAMILIES = Operation("ecs", "ListTaskDefinitionFamilies", "ecs:ListTaskDefinitionFamilies", opt_in=CONFIG_SECRETS)
DESCRIBE_TASK = Operation("ecs", "DescribeTaskDefinition", "ecs:DescribeTaskDefinition", opt_in=CONFIG_SECRETS)
LIST_PROJECTS = Operation("codebuild", "ListProjects", "codebuild:ListProjects", opt_in=CONFIG_SECRETS)
GET_PROJECTS = Operation("codebuild", "BatchGetProjects", "codebuild:BatchGetProjects", opt_in=CONFIG_SECRETS)
_BATCH = 100
_ENCRYPTED = "Its variables are encrypted with a key that this role may not use, and never should; look at them there."


def collect(context: Context) -> ExposedSecretFacts:
    """Each service by itself: one that cannot be read leaves the others readable."""
    return ExposedSecretFacts(_functions(context), _task_definitions(context), _build_projects(context))


def _functions(context: Context) -> Configurations | Unknown:
    found = read_region(context, LIST_FUNCTIONS, "Functions", _function)
    return found if isinstance(found, Unknown) else replace(_gathered(found), arns=tuple(one.arn for one in found))


def _function(entry: Fields) -> Configuration:
    arn, environment = text(entry, "FunctionArn"), structure_or_empty(entry, "Environment")
    if environment.get("Error") is not None:
        # Lambda's own words could quote the environment; ours say all that is to be known.
        return Configuration(arn, Unknown(Reason.DENIED_RESOURCE, LIST_FUNCTIONS.action, _ENCRYPTED))
    variables = structure_or_empty(environment, "Variables")
    return Configuration(arn, plain_secrets((name, text(variables, name)) for name in _names(variables)))


def _names(variables: Mapping[str, object]) -> Iterable[str]:
    for name in variables:
        if not isinstance(name, str):
            raise MalformedAnswerError("Variables is not what the API describes")
        yield name


def _task_definitions(context: Context) -> Configurations | Unknown:
    """The latest active revision of each family: what a service would start next."""
    families = _listed(context, LIST_FAMILIES, "families", status="ACTIVE")
    if isinstance(families, Unknown):
        return families
    return _gathered(context.reader.each(lambda family: _task_definition(context, family), families))


def _task_definition(context: Context, family: str) -> Configuration:
    try:
        answer = context.reader.call(DESCRIBE_TASK, region=context.region, taskDefinition=family)
        definition = structure(answer, "taskDefinition")
        variables = [
            (text(variable, "name"), text_or(variable, "value"))
            for container in structures(definition, "containerDefinitions")
            for variable in structures(container, "environment")
        ]
        return Configuration(text(definition, "taskDefinitionArn"), plain_secrets(variables))
    except CallFailed as failed:
        return Configuration(local_arn(context, "ecs", f"task-definition/{family}"), failed.gap)
    except MalformedAnswerError as odd:
        return Configuration(local_arn(context, "ecs", f"task-definition/{family}"), malformed(DESCRIBE_TASK, odd))


def _build_projects(context: Context) -> Configurations | Unknown:
    names = _listed(context, LIST_PROJECTS, "projects")
    if isinstance(names, Unknown):
        return names
    found: list[Configuration] = []
    for start in range(0, len(names), _BATCH):
        some = _batch(context, names[start : start + _BATCH])
        if isinstance(some, Unknown):
            return some
        found += some
    return _gathered(found)


def _batch(context: Context, names: tuple[str, ...]) -> list[Configuration] | Unknown:
    """A project that was deleted meanwhile is not in the answer."""
    try:
        answer = context.reader.call(GET_PROJECTS, region=context.region, names=list(names))
        return [_build_project(project) for project in structures(answer, "projects")]
    except CallFailed as failed:
        return failed.gap
    except MalformedAnswerError as odd:
        return malformed(GET_PROJECTS, odd)


def _build_project(project: Fields) -> Configuration:
    variables = [
        (text(variable, "name"), text_or(variable, "value"))
        for variable in structures(structure_or_empty(project, "environment"), "environmentVariables")
        if text_or(variable, "type", "PLAINTEXT") == "PLAINTEXT"
    ]
    return Configuration(text(project, "arn"), plain_secrets(variables))


def _listed(context: Context, operation: Operation, list_name: str, **parameters: object) -> tuple[str, ...] | Unknown:
    try:
        pages = context.reader.pages(operation, region=context.region, **parameters)
        return tuple(name for page in pages for name in texts(page, list_name))
    except CallFailed as failed:
        return () if is_absent(context, operation, failed) else failed.gap
    except MalformedAnswerError as odd:
        return malformed(operation, odd)


def _gathered(all_of_them: Iterable[Configuration]) -> Configurations:
    listed = tuple(all_of_them)
    return Configurations(len(listed), tuple(one for one in listed if one.found != ()))


COLLECTORS = (
    Collector(
        "config_secrets",
        ExposedSecretFacts,
        (LIST_FUNCTIONS, LIST_FAMILIES, DESCRIBE_TASK, LIST_PROJECTS, GET_PROJECTS),
        collect,
        is_regional=True,
    ),
)
