from scanners.models.connection import Connection, ConnectionStatus, Schedule, Stage
from scanners.models.declaration import AccountDeclaration, StoreDeclaration, StoreRole
from scanners.models.exception import FindingException
from scanners.models.finding import Finding
from scanners.models.rollout import Rollout, RolloutAccount
from scanners.models.run import ScanRun

__all__ = [
    "AccountDeclaration",
    "Connection",
    "ConnectionStatus",
    "Finding",
    "FindingException",
    "Rollout",
    "RolloutAccount",
    "ScanRun",
    "Schedule",
    "Stage",
    "StoreDeclaration",
    "StoreRole",
]
