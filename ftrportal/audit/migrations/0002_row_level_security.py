from django.db import migrations

from ftrportal.common.database.rls import TenantTable


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [TenantTable("AuditEntry", actions=("SELECT", "INSERT"))]
