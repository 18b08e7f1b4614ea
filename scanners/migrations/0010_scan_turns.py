from django.db import migrations, models

from ftrportal.common.database.rls import ORGANIZATION

# The policies' SQL as it was when this migration was written; row_policies.py has today's.
SCANS_TO_LOOK_AFTER = (
    "((current_setting('app.sweeper', true) = 'on' AND (status IN ('queued', 'running') OR (status = "
    "'finished' AND announced_at IS NULL))) OR (current_setting('app.sweeper', true) = 'on' AND status = "
    "'finished' AND facts_file <> '' AND finished_at < now() - interval '30 days')) OR "
    "(current_setting('app.sweeper', true) = 'on' AND started_at > now() - interval '1 hour')"
)
UNFINISHED_NEW_OR_OLD_SCANS = (
    "(current_setting('app.sweeper', true) = 'on' AND (status IN ('queued', 'running') OR (status = "
    "'finished' AND announced_at IS NULL))) OR (current_setting('app.sweeper', true) = 'on' AND status = "
    "'finished' AND facts_file <> '' AND finished_at < now() - interval '30 days')"
)


def readable(also: str) -> str:
    """The statement that sets who may read scans."""
    return f"ALTER POLICY tenant_select ON scanners_scanrun USING ((organization_id = {ORGANIZATION}) OR ({also}))"


class Migration(migrations.Migration):
    dependencies = [("scanners", "0009_connection_opt_ins")]

    operations = [
        migrations.RunSQL(
            readable(SCANS_TO_LOOK_AFTER), readable(UNFINISHED_NEW_OR_OLD_SCANS)
        ),
        migrations.AddIndex(
            "scanrun",
            models.Index(
                condition=models.Q(("status__in", ["queued", "running"])), fields=["created_at"], name="open_scans"
            ),
        ),
        migrations.AddIndex("scanrun", models.Index(fields=["started_at"], name="scans_by_start")),
    ]
