"""Every golden account."""

from __future__ import annotations

from devstack.simulated_aws.running import SimulatedAws
from tests.scanners.golden.seeds.company import ARCHIVE, PAYER_ACCOUNT
from tests.scanners.golden.seeds.demo import DEMO, HARDENED
from tests.scanners.golden.seeds.edge import EDGE
from tests.scanners.golden.seeds.neglect import LEAKY_ARCHIVE, NEGLECTED
from tests.scanners.golden.seeds.people import PEOPLE
from tests.scanners.golden.seeds.recovery import RECOVERY
from tests.scanners.golden.seeds.reviews import HEALTH, REVIEWS
from tests.scanners.golden.seeds.secrets import SECRETS
from tests.scanners.golden.seeds.sharing import SHARING
from tests.scanners.golden.seeds.stores import STORES
from tests.scanners.golden.seeds.story import Golden
from tests.scanners.golden.seeds.trouble import TROUBLE
from tests.scanners.golden.seeds.troubled import TROUBLED


def _nothing(aws: SimulatedAws) -> None:
    aws.set_account("101010101010", name="Bare")


BARE = Golden("bare", "101010101010", _nothing)
ACCOUNTS = (
    BARE,
    ARCHIVE,
    DEMO,
    EDGE,
    HARDENED,
    HEALTH,
    LEAKY_ARCHIVE,
    NEGLECTED,
    PAYER_ACCOUNT,
    PEOPLE,
    RECOVERY,
    REVIEWS,
    SECRETS,
    SHARING,
    STORES,
    TROUBLE,
    TROUBLED,
)
