"""The web process; it refuses to start with a database role that could cross tenants."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ftrportal.settings.base")

application = get_wsgi_application()

from django.db import connection  # noqa: E402

from ftrportal.common.database.runtime_role import refuse_unsafe_role  # noqa: E402

refuse_unsafe_role()
connection.close()
