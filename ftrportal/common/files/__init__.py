"""Files from outside: what they are called and what they really are. Nothing here trusts a name or a declared type."""

from ftrportal.common.files.kinds import KINDS, Kind, Refused, inspect
from ftrportal.common.files.names import display_name, extension

__all__ = ["KINDS", "Kind", "Refused", "display_name", "extension", "inspect"]
