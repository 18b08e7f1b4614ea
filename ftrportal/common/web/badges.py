"""What every status word looks like: one tone, one icon and one label each, so that colour is never the only sign."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Badge:
    """`tone` stands in static/css/portal.css (good bad warn info quiet none), `icon` one of static/img/icons.svg."""

    tone: str
    icon: str
    label: str


BADGES = {
    # outcomes of checks
    "pass": Badge("good", "check-circle", "Pass"),
    "fail": Badge("bad", "cross-circle", "Fail"),
    "review": Badge("info", "eye", "Needs review"),
    "not_applicable": Badge("quiet", "minus-circle", "Not applicable"),
    "unknown": Badge("warn", "question", "Could not check"),
    # answers
    "not_started": Badge("none", "circle", "Not started"),
    "met": Badge("good", "check-circle", "Met"),
    "not_met": Badge("bad", "cross-circle", "Not met"),
    "not_sure": Badge("warn", "question", "Not sure"),
    "disagreement": Badge("warn", "alert", "Contradicts the scan"),
    # severities
    "critical": Badge("bad", "alert", "Critical"),
    "high": Badge("bad", "arrow-up", "High"),
    "medium": Badge("warn", "minus-circle", "Medium"),
    "low": Badge("quiet", "arrow-down", "Low"),
    "info": Badge("quiet", "info", "Informational"),
    # jobs
    "queued": Badge("quiet", "clock", "Queued"),
    "running": Badge("info", "running", "Running"),
    "finished": Badge("good", "check-circle", "Finished"),
    "failed": Badge("bad", "cross-circle", "Failed"),
    "cancelled": Badge("quiet", "minus-circle", "Cancelled"),
    # connections
    "draft": Badge("quiet", "clock", "Waiting for the role"),
    "probing": Badge("info", "running", "Checking the role"),
    "active": Badge("good", "check-circle", "Connected"),
    "refused": Badge("bad", "cross-circle", "Role refused"),
    "degraded": Badge("warn", "alert", "Needs attention"),
    "revoked": Badge("quiet", "minus-circle", "Disconnected"),
    # accounts of a rollout
    "ready": Badge("good", "check-circle", "Ready"),
    "waiting": Badge("quiet", "clock", "Waiting for the role"),
    "left_out": Badge("none", "minus-circle", "Left out"),
    # roles and invitations
    "owner": Badge("info", "key", "Owner"),
    "admin": Badge("quiet", "shield", "Admin"),
    "contributor": Badge("quiet", "edit", "Contributor"),
    "reviewer": Badge("quiet", "eye", "Reviewer"),
    "invited": Badge("info", "mail", "Invited"),
    "expired": Badge("warn", "clock", "Expired"),
}


def badge_for(word: str) -> Badge:
    """The badge of a status word in any case; a word nobody listed is shown as itself, without a judgement."""
    known = BADGES.get(word.lower())
    return known or Badge("none", "circle", word.replace("_", " ").capitalize())
