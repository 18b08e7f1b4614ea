from scanners.models.connection import Connection, ConnectionStatus, Stage
from scanners.models.finding import Finding
from scanners.models.run import ScanRun

__all__ = ["Connection", "ConnectionStatus", "Finding", "ScanRun", "Stage"]
