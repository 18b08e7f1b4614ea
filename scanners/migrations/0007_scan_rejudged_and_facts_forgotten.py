from django.db import migrations, models

from ftrportal.common.database.rls import ORGANIZATION
from ftrportal.organizations import narrow_policies


def readable(also: str) -> str:
    """The statement that sets who may read scans."""
    return f"ALTER POLICY tenant_select ON scanners_scanrun USING ((organization_id = {ORGANIZATION}) OR ({also}))"


class Migration(migrations.Migration):
    dependencies = [("scanners", "0006_scan_schedules")]

    operations = [
        migrations.AddField("scanrun", "judged_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(
            readable(narrow_policies.UNFINISHED_NEW_OR_OLD_SCANS), readable(narrow_policies.UNFINISHED_OR_NEW_SCANS)
        ),
    ]
