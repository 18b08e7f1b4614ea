"""The files of a deployment agree with each other and with what the settings read."""

import ast
import re

import pytest
import yaml

from devstack.quality import example_environment
from tests.architecture.source import ROOT, python_files

ENVIRONMENT_READERS = {"text", "secret", "flag", "number", "words", "database"}
# Read by the development settings only; docs/configuration.md names them in its last paragraph.
DEVELOPMENT = {"EMAIL_FILE_PATH"}
ONE_OFF = {"create-database-roles", "migrate"}
OURS = {"web", "worker", "beat", *ONE_OFF}


def names_read():
    found = set()
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and ast.unparse(node.func.value) == "env"
                and node.func.attr in ENVIRONMENT_READERS
            ):
                found.add(ast.literal_eval(node.args[0]))
    return found - DEVELOPMENT


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_every_variable_is_in_the_example_and_no_other():
    assert set(example_environment()) == names_read()


def test_every_variable_is_documented_and_no_other():
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "configuration.md").read_text(), re.MULTILINE)

    assert sorted(table) == sorted(names_read())


def test_only_the_settings_read_the_environment():
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in python_files()
        if "devstack" not in path.parts and re.search(r"os\.(environ\b(?!\.setdefault)|getenv)", path.read_text())
    }

    # Processes that handle what strangers wrote are given a few variables of their parent, none of them ours.
    children = {"assessments/pictures/decoder.py", "assessments/reports/pdf/client.py", "ftrportal/common/sandbox.py"}
    assert readers <= {
        "ftrportal/env.py",
        "ftrportal/common/web/healthcheck.py",
        "ftrportal/build/static_files.py",
        *children,
    }


def test_compose_has_the_services_of_production(compose):
    assert set(compose["services"]) == {*OURS, "database", "broker"}


@pytest.mark.parametrize("name", [*sorted(OURS), "database", "broker"])
def test_every_container_is_hardened_and_watched(compose, name):
    service = compose["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert name in ONE_OFF or name == "web" or service["healthcheck"]["test"]  # web: the image's own


def test_only_the_web_process_is_published_and_only_on_loopback(compose):
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}

    assert published == {"web": ["127.0.0.1:8000:8000"]}
    assert compose["networks"]["inside"]["internal"] is True
    assert [compose["services"][name]["networks"] for name in ("database", "broker")] == [["inside"], ["inside"]]


def test_serving_containers_hold_no_secret_of_the_owner_or_administrator(compose):
    powerful = {"database_owner_url", "database_admin_url", "postgres_password"}

    for name in ("web", "worker", "beat"):
        assert not powerful & set(compose["services"][name]["secrets"])


def test_every_secret_file_a_container_names_is_given_to_it(compose):
    for name in OURS:
        service = compose["services"][name]
        named = {value.rsplit("/", 1)[1] for key, value in service["environment"].items() if key.endswith("_FILE")}
        assert named <= set(service["secrets"]), name
        assert set(service["secrets"]) <= set(compose["secrets"])


def test_every_secret_of_the_settings_comes_from_a_file(compose):
    settings = (ROOT / "ftrportal" / "settings" / "base.py").read_text()
    secret = re.findall(r"env\.(?:secret|database)\(\"([A-Z_]+)\"", settings)

    assert "SIGNING_KEY" in secret
    for name in OURS - ONE_OFF:
        assert {f"{one}_FILE" for one in secret} <= set(compose["services"][name]["environment"]), name


def test_every_secret_of_compose_is_made_in_the_docs(compose):
    guide = (ROOT / "docs" / "deploying.md").read_text()

    assert [name for name in compose["secrets"] if f"> {name}\n" not in guide] == []


def test_the_image_runs_without_rights_and_without_the_development_stack():
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert re.search(r"^USER 10001", dockerfile, re.MULTILINE)
    assert "!devstack" not in (ROOT / ".dockerignore").read_text()
    assert re.search(r"^HEALTHCHECK ", dockerfile, re.MULTILINE)
