"""Enabled Data Lifecycle Manager policies that include a volume."""

from __future__ import annotations

from scanners.engine.facts.ebs import EbsFacts, LifecyclePolicy, Volume
from scanners.engine.facts.unknown import Unknown

_SNAPSHOTS = "EBS_SNAPSHOT_MANAGEMENT"
_IMAGES = "IMAGE_MANAGEMENT"


class Policies:
    """Lifecycle policies of one Region. Instance tags are not read, so instance policies remain uncertain."""

    def __init__(self, facts: EbsFacts) -> None:
        listed = () if isinstance(facts.policies, Unknown) else facts.policies
        self._known = tuple(one for one in listed if isinstance(one, LifecyclePolicy))
        unread = next((one for one in listed if isinstance(one, Unknown)), None)
        self.gap = facts.policies if isinstance(facts.policies, Unknown) else unread

    def covering(self, volume: Volume) -> LifecyclePolicy | None:
        """A policy that certainly includes the volume; None otherwise."""
        return next((one for one in self._known if _takes(one, volume)), None)

    def may_cover(self) -> bool:
        """True if a policy of instances, or with exclusions, may include the volume."""
        return any(
            one.type == _IMAGES or (one.type == _SNAPSHOTS and (one.resource_type == "INSTANCE" or one.has_exclusions))
            for one in self._known
        )


def _takes(policy: LifecyclePolicy, volume: Volume) -> bool:
    if policy.type != _SNAPSHOTS or policy.resource_type != "VOLUME" or policy.has_exclusions:
        return False
    return policy.is_default or not set(policy.target_tags).isdisjoint(volume.tags)
