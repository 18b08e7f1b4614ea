from django.db import migrations, models

from ftrportal.common.database.rls import ORGANIZATION
from ftrportal.organizations import narrow_policies

_READ = f"organization_id = {ORGANIZATION}"
_ALTER = "ALTER POLICY tenant_select ON assessments_evidencelink USING"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_report_kinds")]

    operations = [
        migrations.AddField("evidencelink", "reading_version", models.SmallIntegerField(default=0)),
        migrations.AddField("evidencelink", "reading", models.JSONField(blank=True, default=list)),
        migrations.AddField("evidencelink", "read_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(
            f"{_ALTER} (({_READ}) OR ({narrow_policies.DOCUMENTS_TO_READ}))",
            f"{_ALTER} ({_READ})",
        ),
    ]
