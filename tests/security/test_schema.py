"""Assertions over the live schema, for every table there is: a new table that forgets something fails here."""

from __future__ import annotations

import pytest
from django.apps import apps

from assessments import row_policies as assessments
from ftrportal.common.database.rls import ORGANIZATION
from ftrportal.common.database.runtime_role import APPEND_ONLY
from ftrportal.organizations import row_policies as organizations
from ftrportal.organizations.models import TenantModel
from scanners import row_policies as scanners

ROW_POLICIES = {**organizations.ROW_POLICIES, **scanners.ROW_POLICIES, **assessments.ROW_POLICIES}
# Tables that belong to no organization, each with its reason.
GLOBAL_TABLES = {
    "account_emailaddress": "addresses of people",
    "account_emailconfirmation": "addresses of people",
    "auth_group": "Django's own, unused",
    "auth_group_permissions": "Django's own, unused",
    "auth_permission": "Django's own, unused",
    "django_content_type": "names of models",
    "django_migrations": "schema history",
    "django_session": "log-ins",
    "mfa_authenticator": "second factors of people",
    "organizations_user": "people may belong to several organizations",
    "organizations_user_groups": "Django's own, unused",
    "organizations_user_user_permissions": "Django's own, unused",
    "usersessions_usersession": "log-ins",
}
# Unique keys that do not begin with the organization, each with its reason.
GLOBAL_UNIQUES = {
    ("scanners_connection", ("external_id",)): "external ids are unique over all customers: that is the requirement",
    ("scanners_rollout", ("external_id_base",)): "and so are the bases from which ids are made",
    ("organizations_organization", ("slug",)): "the address of an organization; its random tail makes it no oracle",
}

pytestmark = pytest.mark.django_db


def rows(connection, query):
    return connection.execute(query).fetchall()


def tenant_tables():
    return {model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)} | {
        "organizations_organization"
    }


def test_every_table_is_a_tenant_table_or_listed(owner_connection):
    tables = {row[0] for row in rows(owner_connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}

    assert tables - tenant_tables() == set(GLOBAL_TABLES)


def test_every_tenant_table_forces_row_level_security(owner_connection):
    forced = rows(owner_connection, "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")

    assert tenant_tables() <= {row[0] for row in forced}


def test_every_command_has_one_policy_that_compares_with_nullif(owner_connection):
    found: dict[str, set[str]] = {}
    for table, command, using, check in rows(
        owner_connection, "SELECT tablename, cmd, qual, with_check FROM pg_policies"
    ):
        found.setdefault(table, set()).add(command)
        for condition in filter(None, (using, check)):
            assert "NULLIF(current_setting('app.organization'::text, true), ''::text))::uuid" in condition
    for table in tenant_tables():
        wanted = {"SELECT", "INSERT"} if table in APPEND_ONLY else {"SELECT", "INSERT", "UPDATE", "DELETE"}
        assert found[table] == wanted, table


def read_policies(connection):
    """The SELECT policy's condition of each tenant table, as PostgreSQL writes it."""
    query = "SELECT tablename, qual FROM pg_policies WHERE cmd = 'SELECT'"
    return {table: condition for table, condition in rows(connection, query) if table in tenant_tables()}


def test_only_listed_rows_can_be_read_before_an_organization_is_entered(owner_connection):
    """Each listed condition is put into a policy of its own, so that PostgreSQL writes both in the same way."""
    live = read_policies(owner_connection)

    with owner_connection.transaction(force_rollback=True):
        for table in live:
            column = "id" if table == "organizations_organization" else "organization_id"
            own = f"{column} = {ORGANIZATION}"
            listed = f"({own}) OR ({ROW_POLICIES[table]})" if table in ROW_POLICIES else own
            owner_connection.execute(f'ALTER POLICY tenant_select ON "{table}" USING ({listed})')
        assert read_policies(owner_connection) == live
    assert set(ROW_POLICIES) <= set(live)
