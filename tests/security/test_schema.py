"""Assertions over the live schema, for every table there is: a new table that forgets something fails here."""

from __future__ import annotations

import pytest
from django.apps import apps

from ftrportal.common.database.runtime_role import APPEND_ONLY
from ftrportal.organizations.models import TenantModel
from ftrportal.organizations.narrow_policies import NARROW_POLICIES

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


def test_only_listed_tables_can_be_read_before_an_organization_is_entered(owner_connection):
    wider = {
        table
        for table, condition in rows(owner_connection, "SELECT tablename, qual FROM pg_policies WHERE qual IS NOT NULL")
        if " OR " in condition
    }

    assert wider == set(NARROW_POLICIES)


def test_references_between_tenant_tables_carry_the_organization(owner_connection):
    plain = rows(
        owner_connection,
        "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, array_length(c.conkey, 1)"
        " FROM pg_constraint c WHERE c.contype = 'f'",
    )
    tenants = tenant_tables() - {"organizations_organization"}

    broken = [row for row in plain if row[0] in tenants and row[1] in tenants and row[2] != 2]
    assert broken == []


def test_every_reference_of_a_model_has_its_constraint(owner_connection):
    existing = {
        (table, column)
        for table, columns in rows(
            owner_connection,
            "SELECT c.conrelid::regclass::text, array_agg(a.attname::text) FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)"
            " WHERE c.contype = 'f' GROUP BY c.oid, c.conrelid",
        )
        for column in columns
    }
    missing = [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        for field in model._meta.local_fields
        if field.is_relation and (model._meta.db_table, field.column) not in existing
    ]
    assert missing == []


def test_unique_keys_begin_with_the_organization(owner_connection):
    keys = rows(
        owner_connection,
        "SELECT t.relname, array_agg(a.attname::text ORDER BY k.position) FROM pg_index i"
        " JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace"
        " CROSS JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY AS k(attnum, position)"
        " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum"
        " WHERE i.indisunique AND NOT i.indisprimary AND n.nspname = 'public' GROUP BY i.indexrelid, t.relname",
    )
    open_keys = {
        (table, tuple(columns))
        for table, columns in keys
        if table in tenant_tables() and columns[0] != "organization_id"
    }
    assert open_keys == set(GLOBAL_UNIQUES)


def test_there_are_no_views_and_no_functions_that_run_as_their_owner(owner_connection):
    views = rows(
        owner_connection,
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm')",
    )
    functions = rows(
        owner_connection,
        "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public' AND p.prosecdef",
    )
    assert (views, functions) == ([], [])


def test_the_runtime_role_owns_nothing_and_may_create_nothing(owner_connection):
    owned = rows(owner_connection, "SELECT relname FROM pg_class WHERE relowner = 'ftr_app'::regrole")
    may_create = rows(owner_connection, "SELECT has_schema_privilege('ftr_app', 'public', 'CREATE')")
    memberships = rows(owner_connection, "SELECT 1 FROM pg_auth_members WHERE member = 'ftr_app'::regrole")

    assert (owned, may_create, memberships) == ([], [(False,)], [])


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_append_only_tables_cannot_be_changed(owner_connection, table):
    grants = rows(
        owner_connection,
        "SELECT privilege_type FROM information_schema.role_table_grants"
        f" WHERE grantee = 'ftr_app' AND table_name = '{table}'",
    )
    assert {row[0] for row in grants} == {"SELECT", "INSERT"}
