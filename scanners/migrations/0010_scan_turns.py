from django.db import migrations, models

from ftrportal.common.database.rls import ORGANIZATION
from ftrportal.organizations import narrow_policies


def readable(also: str) -> str:
    """The statement that sets who may read scans."""
    return f"ALTER POLICY tenant_select ON scanners_scanrun USING ((organization_id = {ORGANIZATION}) OR ({also}))"


class Migration(migrations.Migration):
    dependencies = [("scanners", "0009_connection_opt_ins")]

    operations = [
        migrations.RunSQL(
            readable(narrow_policies.SCANS_TO_LOOK_AFTER), readable(narrow_policies.UNFINISHED_NEW_OR_OLD_SCANS)
        ),
        migrations.AddIndex(
            "scanrun",
            models.Index(
                condition=models.Q(("status__in", ["queued", "running"])), fields=["created_at"], name="open_scans"
            ),
        ),
        migrations.AddIndex("scanrun", models.Index(fields=["started_at"], name="scans_by_start")),
    ]
