from django.db import migrations

from ftrportal.common.database.rls import TenantTable

# The policies' SQL as it was when this migration was written; row_policies.py has today's.
OWN_MEMBERSHIPS = "user_id = nullif(current_setting('app.user', true), '')::bigint"
ORGANIZATIONS_OF_USER = (
    "id IN (SELECT organization_id FROM organizations_membership WHERE user_id = "
    "nullif(current_setting('app.user', true), '')::bigint)"
)
INVITATION_BY_TOKEN = "token_hash = nullif(current_setting('app.invitation', true), '')"


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]

    operations = [
        TenantTable("Membership", read_also=OWN_MEMBERSHIPS),
        TenantTable("Organization", column="id", read_also=ORGANIZATIONS_OF_USER),
        TenantTable("Invitation", read_also=INVITATION_BY_TOKEN),
    ]
