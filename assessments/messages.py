"""Why a report failed: error IDs of this app and the texts people read. The ID is stored and logged."""

from __future__ import annotations

from ftrportal.common.text.messages import Message

_REPORT = "Try again. If it fails again, send the operator the time of the failure."
MESSAGES = {
    "report.too_large": Message(
        "The pack needs more time or memory than allowed.",
        "Shorten very long responses (attach long text as a file instead), then create the pack again.",
    ),
    "report.too_slow": Message(
        "Packaging the files took longer than allowed.",
        "Create a PDF pack, or remove very large evidence files from answers, then try again.",
    ),
    "report.typesetter_died": Message("PDF rendering stopped twice while creating this pack.", _REPORT),
    "report.not_typeset": Message("The pack could not be converted to PDF.", _REPORT),
    "report.no_fonts": Message(
        "No fonts are installed for PDF packs.",
        "Ask the operator to build the static files again, or to install fonts-dejavu-core and restart the workers.",
    ),
    "report.no_signing_key": Message(
        "No signing key is configured for ZIP packs.", "Create a PDF pack, or ask the operator to set SIGNING_KEY."
    ),
    "report.file_missing": Message(
        "A file in the pack is missing from storage.", "Contact the operator. The log names the file."
    ),
    "report.file_changed": Message(
        "A file in storage is not the one that was uploaded: its SHA-256 differs from the one in the snapshot.",
        "Upload the named file again, or scan the named account again, and create a new pack. Tell the operator, too.",
    ),
    "report.internal": Message(
        "An internal error occurred twice.", "The error was logged. Try again later. Your answers are not affected."
    ),
    "job.worker_died": Message("The worker that created this pack stopped twice.", _REPORT),
}
UNKNOWN = Message("The pack was not created.", _REPORT)


def message_of(reason: str) -> Message:
    """The text for an error ID."""
    return MESSAGES.get(reason, UNKNOWN)
