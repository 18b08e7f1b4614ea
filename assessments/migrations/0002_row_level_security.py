from django.db import migrations

from ftrportal.common.database.rls import TenantTable
from ftrportal.organizations import narrow_policies


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
        TenantTable("Report", read_also=narrow_policies.UNFINISHED_JOBS),
    ]
