import django.db.models.deletion
import ftrportal.common.database.rls
import uuid
from django.conf import settings
from django.db import migrations, models

from ftrportal.common.database.rls import TenantTable

# The policies' SQL as it was when this migration was written; row_policies.py has today's.
BADGE_BY_TOKEN = "token = nullif(current_setting('app.badge', true), '')"


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0006_look_and_diagram'),
        ('organizations', '0004_time_zone'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='percent',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='report',
            name='stage',
            field=models.CharField(blank=True, choices=[('', 'Waiting for a worker'), ('freezing', 'Freezing answers'), ('pictures', 'Preparing pictures'), ('writing', 'Writing pages'), ('typesetting', 'Typesetting'), ('packing', 'Packing files'), ('storing', 'Storing')], default='', max_length=20),
        ),
        migrations.AlterField(
            model_name='report',
            name='kind',
            field=models.CharField(choices=[('pack_pdf', 'Evidence pack (PDF)'), ('gap_pdf', 'Gap report (PDF)'), ('pack_zip', 'Evidence pack with files (ZIP)'), ('pack_pdfa', 'Evidence pack to archive (PDF/A-3)'), ('plan_xlsx', 'Remediation plan (XLSX)'), ('plan_csv', 'Remediation plan (CSV)'), ('plan_tasks', 'Task list (Markdown)'), ('plan_jira', 'Tasks for Jira (CSV)')], default='pack_pdf', max_length=20),
        ),
        migrations.CreateModel(
            name='Badge',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token', models.CharField(editable=False, max_length=64)),
                ('label', models.CharField(max_length=40)),
                ('issued_at', models.DateTimeField(auto_now=True)),
                ('assessment', ftrportal.common.database.rls.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='badges', to='assessments.assessment')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
            ],
            options={
                'indexes': [models.Index(fields=['token'], name='badge_token')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'assessment'), name='one_badge_per_assessment')],
            },
        ),
        TenantTable("Badge", read_also=BADGE_BY_TOKEN),
    ]
