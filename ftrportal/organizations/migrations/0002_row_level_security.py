from django.db import migrations

from ftrportal.common.database.rls import TenantTable
from ftrportal.organizations import narrow_policies


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]

    operations = [
        TenantTable("Membership", read_also=narrow_policies.OWN_MEMBERSHIPS),
        TenantTable("Organization", column="id", read_also=narrow_policies.ORGANIZATIONS_OF_USER),
        TenantTable("Invitation", read_also=narrow_policies.INVITATION_BY_TOKEN),
    ]
