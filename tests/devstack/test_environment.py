import os
import stat

import pytest

from devstack.supervisor.environment import (
    Addresses,
    RealAwsIncomplete,
    base_environment,
    kept_secrets,
    owner_environment,
    portal_environment,
)
from devstack.supervisor.layout import Layout

KEPT = {"secret_key": "k" * 60, "signing_key": "s" * 60, "owner_password": "owner-word", "app_password": "app-word"}
SIMULATED = Addresses(web=8000, database=5000, broker_url="redis://:x@127.0.0.1:6000/0", aws=7000)
REAL = Addresses(web=8000, database=5000, broker_url="redis://:x@127.0.0.1:6000/0", aws=None)
PERSON = {
    "PATH": "/bin",
    "AWS_PROFILE": "work",
    "AWS_SESSION_TOKEN": "real",
    "PORTAL_AWS_PARTITION": "aws-cn",
    "SECRET_KEY_FILE": "/elsewhere",
    "no_proxy": "intranet",
}


def environment(tmp_path, addresses, inherited):
    layout = Layout(tmp_path)
    return portal_environment(layout, addresses, KEPT, base=base_environment(layout, inherited))


def test_simulation_gets_nothing_of_the_persons_aws_credentials(tmp_path):
    told = environment(tmp_path, SIMULATED, PERSON)

    assert "AWS_PROFILE" not in told
    assert "AWS_SESSION_TOKEN" not in told
    assert "PORTAL_AWS_PARTITION" not in told
    assert told["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull
    assert told["AWS_EC2_METADATA_DISABLED"] == "true"
    assert told["PORTAL_AWS_ENDPOINT_URL"] == "http://127.0.0.1:7000"
    assert told["PORTAL_AWS_CONSOLE_URL"] == "http://127.0.0.1:7000"


def test_a_proxy_is_not_asked_for_the_simulation(tmp_path):
    told = environment(tmp_path, SIMULATED, PERSON)

    assert told["no_proxy"] == told["NO_PROXY"] == "intranet,localhost,127.0.0.1"


def test_a_secret_file_of_the_person_does_not_win_over_the_generated_one(tmp_path):
    told = environment(tmp_path, SIMULATED, PERSON)

    assert "SECRET_KEY_FILE" not in told
    assert told["SECRET_KEY"] == KEPT["secret_key"]


def test_real_aws_keeps_the_ordinary_credentials_and_no_simulator(tmp_path):
    told = environment(tmp_path, REAL, {**PERSON, "PORTAL_AWS_PRINCIPAL_ARN": "arn:aws:iam::999900001111:role/Mine"})

    assert told["AWS_PROFILE"] == "work"
    assert "PORTAL_AWS_ENDPOINT_URL" not in told


def test_real_aws_without_a_principal_says_what_is_missing(tmp_path):
    with pytest.raises(RealAwsIncomplete, match="PORTAL_AWS_PRINCIPAL_ARN"):
        environment(tmp_path, REAL, PERSON)


def test_only_migrations_connect_as_the_owner(tmp_path):
    portal = environment(tmp_path, SIMULATED, PERSON)
    owner = owner_environment(portal, KEPT, database=5000)

    assert portal["DATABASE_URL"] == "postgresql://ftr_app:app-word@127.0.0.1:5000/ftrportal"
    assert owner["DATABASE_URL"] == "postgresql://ftr_owner:owner-word@127.0.0.1:5000/ftrportal"
    assert {name for name in owner if owner[name] != portal[name]} == {"DATABASE_URL"}


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path):
    path = tmp_path / "secrets.json"

    first = kept_secrets(path)

    assert kept_secrets(path) == first
    assert len(set(first.values())) == 4
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
