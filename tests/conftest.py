"""Real PostgreSQL for every test. The owner role makes the tables; tests run as the role production serves with."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

from devstack.postgres import Postgres
from ftrportal.common.database.roles import create_roles
from ftrportal.common.database.tenancy import organization_context
from tests.world import World, make_world

OWNER, OWNER_PASSWORD = "ftr_owner", "owner-of-tests"
APP, APP_PASSWORD = "ftr_app", "app-of-tests"
ADDRESS = "FTR_TEST_POSTGRES"  # how xdist workers find the server the controller started


def pytest_configure(config: pytest.Config) -> None:
    """The controller (or a run without workers) starts one server; workers inherit its address."""
    if hasattr(config, "workerinput") or ADDRESS in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="ftrportal-tests-"))
    folder.chmod(0o711)
    server = Postgres(folder / "postgres", durable=False)
    server.start()
    os.environ[ADDRESS] = server.superuser_url()
    create_roles(
        server.superuser_url(),
        server.url(OWNER, OWNER_PASSWORD, "ftr_template"),
        server.url(APP, APP_PASSWORD, "ftr_template"),
    )
    config.stash[SERVER] = (server, folder)


SERVER = pytest.StashKey[tuple[Postgres, Path]]()


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVER in config.stash:
        server, folder = config.stash[SERVER]
        server.remove()
        shutil.rmtree(folder, ignore_errors=True)
        os.environ.pop(ADDRESS, None)


def _connect_as(role: str, password: str, database: str) -> None:
    parts = psycopg.conninfo.conninfo_to_dict(os.environ[ADDRESS])
    connection.close()
    values = {
        "NAME": database,
        "USER": role,
        "PASSWORD": password,
        "HOST": parts["host"],
        "PORT": str(parts["port"]),
        "CONN_MAX_AGE": 0,
    }
    connections["default"].settings_dict.update(values)
    settings.DATABASES["default"].update(values)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """One migrated database per worker, entered as the runtime role."""
    name = f"ftr_test_{worker_id}"
    with psycopg.connect(os.environ[ADDRESS], autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0")
    with django_db_blocker.unblock():
        _connect_as(OWNER, OWNER_PASSWORD, name)
        call_command("migrate", verbosity=0, interactive=False)
        _connect_as(APP, APP_PASSWORD, name)
    yield
    with django_db_blocker.unblock():
        connection.close()
    with psycopg.connect(os.environ[ADDRESS], autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """xdist's worker name, or "main"."""
    workerinput = getattr(request.config, "workerinput", None)
    return workerinput["workerid"] if workerinput else "main"


def _truncate_as_owner(case: TransactionTestCase) -> None:
    """The runtime role may not TRUNCATE: empty the tables over a connection of the server's administrator."""
    connection.close()
    database = connections["default"].settings_dict["NAME"]
    with psycopg.connect(os.environ[ADDRESS], dbname=database, autocommit=True) as admin:
        rows = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        keep = {"django_migrations", "django_content_type", "auth_permission"}
        tables = ", ".join(f'"{row[0]}"' for row in rows if row[0] not in keep)
        admin.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


@pytest.fixture(autouse=True, scope="session")
def _truncate_instead_of_flush() -> None:
    TransactionTestCase._fixture_teardown = _truncate_as_owner  # type: ignore[method-assign]


@pytest.fixture
def owner_connection(db: None) -> Iterator[psycopg.Connection]:
    """A connection as the server's administrator, for looking at what the runtime role cannot see."""
    database = connections["default"].settings_dict["NAME"]
    with psycopg.connect(os.environ[ADDRESS], dbname=database, autocommit=True) as admin:
        yield admin


@pytest.fixture
def world(db: None) -> World:
    """Two organizations and their people."""
    return make_world()


@pytest.fixture
def in_acme(world: World) -> Iterator[World]:
    """The cast, with Acme entered as a request or task of Acme would."""
    with organization_context(world.acme.pk):
        yield world
