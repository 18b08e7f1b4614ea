from ftrportal.organizations.models.invitation import Invitation
from ftrportal.organizations.models.membership import Membership, Role
from ftrportal.organizations.models.organization import Organization
from ftrportal.organizations.models.tenant import TenantModel, TenantQuerySet
from ftrportal.organizations.models.user import User

__all__ = ["Invitation", "Membership", "Organization", "Role", "TenantModel", "TenantQuerySet", "User"]
