"""Words for the pages about packs."""

from __future__ import annotations

from django import template

from assessments.messages import message_of
from ftrportal.common.text.messages import Message

register = template.Library()


@register.filter
def why_failed(reason: str) -> Message:
    """Title and advice for an error id."""
    return message_of(reason)
