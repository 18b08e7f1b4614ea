"""The small parts every page is made of: icons, badges, form controls, bars. No query happens here."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ftrportal.common.text import account_ids
from ftrportal.common.text.articles import with_article
from ftrportal.common.text.sizes import readable_size
from ftrportal.common.web.badges import Badge, badge_for
from ftrportal.version import VERSION

register = template.Library()

# What the trail keeps as codes; all else, names above all, is shown as it is.
_CODED = {"status", "changed", "kind", "stage", "schedule", "opt_ins", "role", "facts", "reason"}
_CODE = re.compile(r"(?:[a-z]+\.)?([a-z]+(?:_[a-z]+)*)")
_NAMES = {"opt_ins": "optional reads", "is_contact_phone_attested": "company phone confirmed", "sha256": "SHA-256"}

MAIN_NAV = (
    ("Workloads", "assessments:workload_list"),
    ("AWS accounts", "scanners:connection_list"),
    ("Members", "organizations:member_list"),
)
WHOLE_ROOMS = ("assessments", "scanners")
ACCOUNT_NAV = (
    ("Email addresses", "account_email", "mail"),
    ("Password", "account_change_password", "lock"),
    ("Two-factor sign-in", "mfa_index", "shield"),
    ("Sessions", "usersessions_list", "device"),
)


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """One drawing of static/img/icons.svg; a decoration, so text beside it must say the same."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("img/icons.svg"),
        name,
    )


@register.inclusion_tag("components/badge.html")
def badge(value: str, label: str = "", large: bool = False) -> dict[str, object]:
    """A status, outcome or severity as icon and word: `{% badge run.status %}`; `label` replaces the word."""
    shown: Badge = badge_for(str(value))
    return {"badge": shown, "label": label or shown.label, "large": large}


@register.inclusion_tag("components/progress.html")
def progress(value: int, total: int, label: str) -> dict[str, object]:
    """A bar for `value` of `total`; `label` is its accessible name."""
    percent = round(100 * value / total) if total else 0
    return {"value": value, "total": total, "percent": percent, "label": label}


@register.inclusion_tag("components/stacked_bar.html")
def stacked_bar(counts: Mapping[str, int], label: str = "") -> dict[str, object]:
    """How a whole divides into statuses, in the mapping's order: `{"met": 12, "not_met": 3}`."""
    total = sum(counts.values())
    segments: list[dict[str, object]] = []
    start = 0.0
    for name, count in counts.items():
        width = 100 * count / total if total else 0.0
        shown = badge_for(name)
        segments.append({"badge": shown, "count": count, "x": f"{start:.2f}", "width": f"{width:.2f}"})
        start += width
    return {"segments": segments, "total": total, "label": label}


@register.simple_tag
def portal_version() -> str:
    """The version of this installation."""
    return VERSION


@register.simple_tag(takes_context=True)
def main_nav(context: template.Context) -> list[dict[str, object]]:
    """The navigation entries of the organization in the context.

    Current is the one whose address the page begins with, or whose app the page belongs to: pages of a workload or a
    scan do not lie under the address of their list. An entry whose app has not registered its page is left out.
    """
    slug = context["organization"].slug
    path = context["request"].path
    match = context["request"].resolver_match
    entries: list[dict[str, object]] = []
    for label, name in MAIN_NAV:
        with contextlib.suppress(NoReverseMatch):
            url = reverse(name, args=[slug])
            is_room = bool(match) and match.namespace == name.partition(":")[0] in WHOLE_ROOMS
            entries.append({"label": label, "url": url, "current": is_room or path.startswith(url)})
    return entries


@register.simple_tag(takes_context=True)
def account_nav(context: template.Context) -> list[dict[str, object]]:
    """The pages of a person's own account."""
    path = context["request"].path
    entries: list[dict[str, object]] = []
    for label, name, drawing in ACCOUNT_NAV:
        url = reverse(name)
        entries.append({"label": label, "url": url, "icon": drawing, "current": path.startswith(url)})
    return entries


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's own widget with the look of the portal; Django adds aria-describedby and aria-invalid."""
    widget = field.field.widget
    css = [widget.attrs.get("class", ""), _control_class(widget)]
    if str(widget.attrs.get("placeholder", "")).startswith(str(field.label)):
        # allauth repeats the label there; once is enough.
        widget.attrs.pop("placeholder", None)
    if field.errors:
        css.append("is-invalid")
    return field.as_widget(attrs={"class": " ".join(filter(None, css))})


register.filter("account", account_ids.grouped)
register.filter("readable_size", readable_size)
register.filter("with_article", with_article)


@register.filter
def readable_action(code: str) -> str:
    """A code of the audit trail as words: "member.role_changed" becomes "Member role changed"."""
    return str(code).replace(".", " ").replace("_", " ").capitalize()


@register.filter
def readable_details(data: dict[str, object]) -> list[tuple[str, str]]:
    """What an entry of the audit trail keeps, as names with words; what is empty is left out."""
    said = (
        (_NAMES.get(name, readable_action(name).lower()), _in_words(value, is_code=name in _CODED))
        for name, value in data.items()
    )
    return [(name, words) for name, words in said if words]


@register.filter
def control_kind(field: BoundField) -> str:
    """How components/field.html lays the field out: hidden, checkbox, group or input."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "group" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "input"


def _in_words(value: object, *, is_code: bool) -> str:
    """A stored value for people: no brackets, quotes or codes with underscores."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_in_words(one, is_code=is_code) for one in value)))
    if isinstance(value, dict) and set(value) == {"now", "before"}:
        now, before = (_in_words(value[name], is_code=is_code) or "nothing" for name in ("now", "before"))
        return f"{now} (before: {before})"
    if isinstance(value, dict):
        return ", ".join(f"{name} {words}" for name, words in readable_details(value))
    text = "" if value is None else str(value)
    code = _CODE.fullmatch(text) if is_code else None
    return code[1].replace("_", " ") if code else text


def _control_class(widget: Any) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
