"""Which enabled lifecycle policies take a volume."""

from __future__ import annotations

from scanners.engine.facts.ebs import EbsFacts, LifecyclePolicy, Volume
from scanners.engine.facts.unknown import Unknown

_SNAPSHOTS = "EBS_SNAPSHOT_MANAGEMENT"
_IMAGES = "IMAGE_MANAGEMENT"


class Policies:
    """The lifecycle policies of one region; machines' tags are not read, so policies of machines stay uncertain."""

    def __init__(self, facts: EbsFacts) -> None:
        listed = () if isinstance(facts.policies, Unknown) else facts.policies
        self._known = tuple(one for one in listed if isinstance(one, LifecyclePolicy))
        unread = next((one for one in listed if isinstance(one, Unknown)), None)
        self.gap = facts.policies if isinstance(facts.policies, Unknown) else unread

    def covering(self, volume: Volume) -> LifecyclePolicy | None:
        """A policy that takes this volume for certain."""
        return next((one for one in self._known if _takes(one, volume)), None)

    def may_cover(self) -> bool:
        """Some policy takes machines, or volumes with exceptions."""
        return any(
            one.type == _IMAGES or (one.type == _SNAPSHOTS and (one.resource_type == "INSTANCE" or one.has_exclusions))
            for one in self._known
        )


def _takes(policy: LifecyclePolicy, volume: Volume) -> bool:
    if policy.type != _SNAPSHOTS or policy.resource_type != "VOLUME" or policy.has_exclusions:
        return False
    return policy.is_default or not set(policy.target_tags).isdisjoint(volume.tags)
