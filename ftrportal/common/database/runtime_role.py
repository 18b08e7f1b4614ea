"""The database role the portal runs as: what it is granted, and the refusal to start with more."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

# Tables whose rows are written once: the application may not change or remove them.
APPEND_ONLY = ("audit_auditentry", "assessments_answerrevision")


def grant_after_migrate(sender: Any, **kwargs: Any) -> None:
    """After the last app of a `migrate`, give the runtime role its rights on every table. Safe to repeat."""
    # Django sends this signal only for apps that have models.
    if sender is not [app for app in apps.get_app_configs() if app.models_module][-1]:
        return
    role = connection.ops.quote_name(settings.DATABASE_APP_ROLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, 1 FROM pg_roles WHERE rolname = %s", [settings.DATABASE_APP_ROLE])
        row = cursor.fetchone()
        if row is None:
            raise ImproperlyConfigured(
                f"The database role {settings.DATABASE_APP_ROLE} does not exist. Run manage.py create_database_roles."
            )
        if row[0] == settings.DATABASE_APP_ROLE:
            raise ImproperlyConfigured("Migrations must run as the role that owns the tables, not as the runtime role.")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}")
        existing = set(connection.introspection.table_names(cursor))
        for table in APPEND_ONLY:
            if table in existing:
                cursor.execute(f"REVOKE UPDATE, DELETE ON {connection.ops.quote_name(table)} FROM {role}")


def role_problems() -> list[str]:
    """Why the connected role must not serve tenants; empty when it may."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        name, is_super, bypasses, creates_roles = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')"
            " AND pg_has_role(current_user, c.relowner, 'MEMBER')"
        )
        owned = cursor.fetchone()[0]
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped"
            " WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
        )
        unforced = sorted(row[0] for row in cursor.fetchall())
    problems = []
    if is_super:
        problems.append(f"{name} is a superuser")
    if bypasses:
        problems.append(f"{name} bypasses row-level security")
    if creates_roles:
        problems.append(f"{name} may create roles")
    if owned:
        problems.append(f"{name} owns, or belongs to the owner of, {owned} tables")
    problems += [f"row-level security is not forced on {table}" for table in unforced]
    return problems


def refuse_unsafe_role() -> None:
    """Called when a web process or worker starts.

    Raises ImproperlyConfigured when the database role could read across organizations.
    """
    problems = role_problems()
    if problems:
        raise ImproperlyConfigured(
            "The portal will not start with this database role: " + "; ".join(problems) + ". See docs/operating.md."
        )
