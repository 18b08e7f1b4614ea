from django.db import migrations

from ftrportal.common.database.rls import TenantTable

# The policies' SQL as it was when this migration was written; row_policies.py has today's.
UNFINISHED_JOBS = "current_setting('app.sweeper', true) = 'on' AND status IN ('queued', 'running')"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("organizations", "0002_row_level_security")]

    operations = [
        TenantTable("Workload"),
        TenantTable("WorkloadAccount"),
        TenantTable("Assessment"),
        TenantTable("SectionOverride"),
        TenantTable("Answer"),
        TenantTable("AnswerRevision", actions=("SELECT", "INSERT")),
        TenantTable("Evidence"),
        TenantTable("EvidenceLink"),
        TenantTable("Snapshot"),
        TenantTable("Report", read_also=UNFINISHED_JOBS),
    ]
