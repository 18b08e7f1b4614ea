"""Why a report failed: error ids of this app and the words a person reads. The id is what is stored and logged."""

from __future__ import annotations

from ftrportal.common.text.messages import Message

MESSAGES = {
    "report.too_large": Message(
        "The pack takes more time or memory than one may.",
        "Shorten very long responses (attach long text as a file instead) and try again.",
    ),
    "report.too_slow": Message(
        "Packing the files took longer than it may.",
        "Make a PDF pack, or remove very large evidence files from answers and try again.",
    ),
    "report.typesetter_died": Message(
        "The typesetter stopped twice while it made this pack.",
        "Try again later; if it fails again, give the operator the time of it.",
    ),
    "report.not_typeset": Message(
        "The pack could not be turned into a PDF.", "Try again; if it fails again, give the operator the time of it."
    ),
    "report.no_fonts": Message(
        "This portal has no fonts to set a pack in.",
        "Ask the operator to build the static files again, or to install fonts-dejavu-core and restart the workers.",
    ),
    "report.no_signing_key": Message(
        "This portal has no key to sign packs with.", "Make a PDF pack, or ask the operator to set SIGNING_KEY."
    ),
    "report.file_missing": Message(
        "A file that belongs into the pack is missing in storage.", "Tell the operator; the log names the file."
    ),
    "report.file_changed": Message(
        "A file in storage is not the one that was uploaded: its SHA-256 differs from the one in the snapshot.",
        "Upload the named file again, or scan the named account again, and create a new pack. Tell the operator, too.",
    ),
    "report.internal": Message(
        "Something went wrong on our side, twice.",
        "The error was logged. Try again later; your answers are not affected.",
    ),
    "job.worker_died": Message(
        "The worker that made this pack stopped twice.",
        "Try again later; if it fails again, give the operator the time of it.",
    ),
}
UNKNOWN = Message("The pack was not made.", "Try again; if it fails again, give the operator the time of it.")


def message_of(reason: str) -> Message:
    """The words for an error id."""
    return MESSAGES.get(reason, UNKNOWN)
