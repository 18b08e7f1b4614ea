"""Formats of the remediation plan by kind of report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from assessments.reports.exports.jira_csv import jira_csv
from assessments.reports.exports.markdown_tasks import task_list
from assessments.reports.exports.remediation_table import plan_csv, plan_xlsx
from assessments.reports.snapshot.schema import SnapshotData

# Functions of a snapshot and its SHA-256.
WRITERS: Mapping[str, Callable[[SnapshotData, str], bytes]] = MappingProxyType(
    {"plan_xlsx": plan_xlsx, "plan_csv": plan_csv, "plan_tasks": task_list, "plan_jira": jira_csv}
)
