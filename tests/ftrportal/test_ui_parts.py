"""The template tags that pages are made of, and the files behind them."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.conf import settings
from django.template import engines

from assessments.models.answer import AnswerStatus
from ftrportal.common.web.badges import BADGES, badge_for
from ftrportal.organizations.models import Role
from scanners.engine.checks.verdicts import Outcome, Severity
from scanners.models.connection import ConnectionStatus

ICONS = set(re.findall(r'<symbol id="([^"]+)"', (settings.BASE_DIR / "static/img/icons.svg").read_text()))


class EveryField(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the contract")
    agree = forms.BooleanField(label="Agree")
    size = forms.ChoiceField(label="Size", choices=[("s", "Small"), ("l", "Large")], widget=forms.RadioSelect)
    colour = forms.ChoiceField(label="Colour", choices=[("r", "Red")], required=False)
    key = forms.CharField(widget=forms.HiddenInput)


def rendered(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


@pytest.mark.parametrize("words", [Outcome, Severity, AnswerStatus, ConnectionStatus, Role])
def test_every_status_has_a_badge_of_its_own(words):
    assert {word.value for word in words} <= BADGES.keys()


def test_every_badge_has_a_drawing_and_no_two_outcomes_look_alike_without_colour():
    assert {badge.icon for badge in BADGES.values()} <= ICONS
    assert len({badge_for(outcome).icon for outcome in Outcome}) == len(Outcome)
    assert len({badge_for(status).icon for status in AnswerStatus}) == len(AnswerStatus)


def test_every_icon_that_a_template_names_exists():
    used = set()
    for file in (settings.BASE_DIR / "templates").rglob("*.html"):
        used |= set(re.findall(r'{% icon "([^"]+)"', file.read_text()))

    assert used <= ICONS


def test_an_unknown_word_is_shown_without_a_judgement():
    assert badge_for("half_done").tone == "none"
    assert "Half done" in rendered("{% badge 'half_done' %}")


def test_a_label_from_outside_is_escaped():
    assert "<b>" not in rendered("{% badge 'pass' label=label %}", label="<b>bold</b>")


def test_fields_carry_label_help_and_errors_for_every_kind_of_widget():
    page = rendered('{% include "components/fields.html" %}', form=EveryField({"name": ""}))

    assert '<label class="form-label" for="id_name">Name' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext">As on the contract' in page
    assert page.count('type="radio"') == 2
    assert '<legend class="form-label">Size' in page
    assert 'class="form-select"' in page
    assert "required" in page.split("Name")[1].split("</label>")[0]
    assert ">optional<" not in page


def test_a_bar_of_nothing_is_no_error():
    assert 'value="0"' in rendered("{% progress 0 0 'Answered' %}")
    assert "<rect" in rendered("{% stacked_bar counts %}", counts={"met": 0})


def test_a_stacked_bar_fills_the_whole():
    page = rendered("{% stacked_bar counts %}", counts={"met": 1, "not_met": 2, "not_started": 1})

    assert [float(width) for width in re.findall(r'width="([\d.]+)%" height', page)][-3:] == [25, 50, 25]


def test_details_of_the_audit_trail_are_words():
    data = {
        "status": "not_met",
        "changed": ["response", "free_text"],
        "opt_ins": [],
        "is_default": False,
        "time_zone": {"before": "", "now": "Europe/Berlin"},
        "domains": {"before": ["a.example"], "now": []},
        "version": 3,
        "nobody": None,
        "name": "data_lake",
        "reason": "connection.role_gone",
    }

    page = rendered("{% for name, words in data|readable_details %}{{ name }}={{ words }};{% endfor %}", data=data)

    assert page == (
        "status=not met;changed=response, free text;is default=no;time zone=Europe/Berlin (before: nothing);"
        "domains=nothing (before: a.example);version=3;name=data_lake;reason=role gone;"
    )


def test_details_of_the_audit_trail_are_escaped():
    each = "{% for name, words in data|readable_details %}{{ name }} {{ words }}{% endfor %}"

    page = rendered(each, data={"<b>": "<i>"})

    assert "<b>" not in page
    assert "&lt;i&gt;" in page
