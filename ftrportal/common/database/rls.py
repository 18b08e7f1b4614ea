"""PostgreSQL row-level security for tenant tables: the field and the migration operation they are built from.

A policy compares with `nullif(current_setting(..., true), '')`: after a transaction that set it, the setting is an
empty string, not NULL, and an empty string does not cast to uuid.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

ORGANIZATION = "nullif(current_setting('app.organization', true), '')::uuid"
USER = "nullif(current_setting('app.user', true), '')::bigint"
SWEEPER = "current_setting('app.sweeper', true) = 'on'"


class TenantForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """A reference to another tenant table.

    PostgreSQL accepts a plain foreign key to another tenant's row even under FORCE, so Django's own constraint is left
    out and `TenantTable` writes one over (organization_id, this column) instead.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, list(args), kwargs


class TenantTable(Operation):
    """Forces row-level security on a model's table and ties its references to its own organization.

    `column` holds the organization's id. `read_also` is an SQL condition under which a row may be read without its
    organization being set; every use is listed and explained in the app's row_policies.py.
    `actions` are the commands that get a policy: leave out UPDATE and DELETE for append-only tables.
    """

    reversible = True

    def __init__(
        self,
        model_name: str,
        *,
        column: str = "organization_id",
        read_also: str = "",
        actions: tuple[str, ...] = ("SELECT", "INSERT", "UPDATE", "DELETE"),
    ) -> None:
        self.model_name = model_name
        self.column = column
        self.read_also = read_also
        self.actions = tuple(actions)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models themselves do not change."""

    def describe(self) -> str:
        return f"Force row-level security on {self.model_name}"

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        for statement in self._forwards(model):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for action in self.actions:
            schema_editor.execute(f'DROP POLICY tenant_{action.lower()} ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY')

    def _forwards(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        statements = []
        if self.column != "id":
            # The target of other tables' composite references.
            statements.append(f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_tenant_key" UNIQUE ({self.column}, id)')
        statements.append(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')
        statements += [self._policy(table, action) for action in self.actions]
        statements += [
            reference_statement(table, field)
            for field in model._meta.local_fields
            if isinstance(field, TenantForeignKey)
        ]
        return statements

    def _policy(self, table: str, action: str) -> str:
        own = f"{self.column} = {ORGANIZATION}"
        readable = f"({own}) OR ({self.read_also})" if self.read_also else own
        clauses = {
            "SELECT": f"USING ({readable})",
            "INSERT": f"WITH CHECK ({own})",
            "UPDATE": f"USING ({own}) WITH CHECK ({own})",
            "DELETE": f"USING ({own})",
        }
        return f'CREATE POLICY tenant_{action.lower()} ON "{table}" FOR {action} {clauses[action]}'


def reference_statement(table: str, field: models.Field[Any, Any]) -> str:
    """SQL of the composite foreign key (organization_id, column) -> (organization_id, id)."""
    target = field.remote_field.model._meta.db_table  # type: ignore[union-attr]
    name = f"{table}_{field.column}_tenant_fk"[-63:]
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (organization_id, "{field.column}") '
        f'REFERENCES "{target}" (organization_id, id) DEFERRABLE INITIALLY DEFERRED'
    )


class TenantReference(Operation):
    """Ties a TenantForeignKey that is added to an existing tenant table; `TenantTable` does it for new ones."""

    reversible = True

    def __init__(self, model_name: str, field_name: str) -> None:
        self.model_name = model_name
        self.field_name = field_name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models themselves do not change."""

    def describe(self) -> str:
        return f"Tie {self.model_name}.{self.field_name} to its own organization"

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.execute(reference_statement(model._meta.db_table, model._meta.get_field(self.field_name)))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        column = model._meta.get_field(self.field_name).column
        table = model._meta.db_table
        schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{f"{table}_{column}_tenant_fk"[-63:]}"')
