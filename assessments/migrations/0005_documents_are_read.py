from django.db import migrations, models

from ftrportal.common.database.rls import ORGANIZATION

# The policies' SQL as it was when this migration was written; row_policies.py has today's.
DOCUMENTS_TO_READ = "current_setting('app.sweeper', true) = 'on' AND reading_version <> 0"

_READ = f"organization_id = {ORGANIZATION}"
_ALTER = "ALTER POLICY tenant_select ON assessments_evidencelink USING"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_report_kinds")]

    operations = [
        migrations.AddField("evidencelink", "reading_version", models.SmallIntegerField(default=0)),
        migrations.AddField("evidencelink", "reading", models.JSONField(blank=True, default=list)),
        migrations.AddField("evidencelink", "read_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(
            f"{_ALTER} (({_READ}) OR ({DOCUMENTS_TO_READ}))",
            f"{_ALTER} ({_READ})",
        ),
    ]
