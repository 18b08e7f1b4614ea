"""Making the two database roles: one owns the tables and migrates, the other serves and owns nothing."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql


def create_roles(admin_url: str, owner_url: str, app_url: str, *, createdb: bool = False) -> None:
    """Create or update both roles and the database, connected as a role that may (`admin_url`). Safe to repeat.

    `createdb` lets the owner make databases of its own, as a test run needs.
    """
    owner, app = urlsplit(owner_url), urlsplit(app_url)
    database = unquote(owner.path.lstrip("/"))
    with psycopg.connect(admin_url, autocommit=True) as connection:
        _role(connection, unquote(owner.username or ""), unquote(owner.password or ""), createdb=createdb)
        _role(connection, unquote(app.username or ""), unquote(app.password or ""), createdb=False)
        owner_name = sql.Identifier(unquote(owner.username or ""))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            # On managed PostgreSQL the administrator is no superuser and may only give away what it is a member of.
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner_name))
            create = sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0")
            connection.execute(create.format(sql.Identifier(database), owner_name))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(database), sql.Identifier(unquote(app.username or ""))
            )
        )


def _role(connection: psycopg.Connection, name: str, password: str, *, createdb: bool) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    statement = "ALTER ROLE {} {} PASSWORD {}" if exists else "CREATE ROLE {} {} PASSWORD {}"
    # NOSUPERUSER, NOBYPASSRLS and NOREPLICATION are what a new role gets; only a superuser may spell them out.
    attributes = sql.SQL("LOGIN NOCREATEROLE " + ("CREATEDB" if createdb else "NOCREATEDB"))
    connection.execute(sql.SQL(statement).format(sql.Identifier(name), attributes, sql.Literal(password)))
