from django.db import migrations, models

from ftrportal.common.database.rls import ORGANIZATION

# The policies' SQL as it was when this migration was written; row_policies.py has today's.
UNFINISHED_NEW_OR_OLD_SCANS = (
    "(current_setting('app.sweeper', true) = 'on' AND (status IN ('queued', 'running') OR (status = "
    "'finished' AND announced_at IS NULL))) OR (current_setting('app.sweeper', true) = 'on' AND status = "
    "'finished' AND facts_file <> '' AND finished_at < now() - interval '30 days')"
)
UNFINISHED_OR_NEW_SCANS = (
    "current_setting('app.sweeper', true) = 'on' AND (status IN ('queued', 'running') OR (status = "
    "'finished' AND announced_at IS NULL))"
)


def readable(also: str) -> str:
    """The statement that sets who may read scans."""
    return f"ALTER POLICY tenant_select ON scanners_scanrun USING ((organization_id = {ORGANIZATION}) OR ({also}))"


class Migration(migrations.Migration):
    dependencies = [("scanners", "0006_scan_schedules")]

    operations = [
        migrations.AddField("scanrun", "judged_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(
            readable(UNFINISHED_NEW_OR_OLD_SCANS), readable(UNFINISHED_OR_NEW_SCANS)
        ),
    ]
