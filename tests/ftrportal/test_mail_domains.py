"""One list of free mail providers, read by the organization's form, the catalogue's rules and the checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftrportal.common.text import mail_domains
from ftrportal.common.text.mail_domains import is_free_mail, is_under, is_under_any, plain_domain
from ftrportal.organizations.company_domains import DomainRefused, company_domain
from tests.architecture.source import ROOT

LIST = Path(mail_domains.__file__).with_name("free_mail.txt")


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "GMAIL.com",
        "gmail.com.",
        ".gmail.com",
        "@gmail.com",
        "mx.gmail.com",
        "yahoo.co.jp",
        "hotmail.fr",
        "gmx.net",
        "mail.yahoo.com.br",
        "ｇｍａｉｌ.com",
        "gmail。com",
        "t-online.de",
        "yopmail.com",
    ],
)
def test_a_provider_open_to_anyone_is_known_however_it_is_written(domain):
    assert is_free_mail(domain)


@pytest.mark.parametrize(
    "domain",
    ["acme.example", "mygmail.com", "gmail.acme.com", "com", "", ".", "yahoo", "xn--acm-epa.example", "é" * 80],
)
def test_a_company_domain_is_not_taken_for_one(domain):
    assert not is_free_mail(domain)


def test_every_listed_provider_is_refused_as_a_companys_domain_and_seen_by_rules_and_checks():
    for domain in LIST.read_text(encoding="ascii").split():
        with pytest.raises(DomainRefused):
            company_domain(domain)


def test_the_list_is_sorted_plain_and_without_repetition():
    listed = LIST.read_text(encoding="ascii").split()

    assert listed == sorted(set(listed))
    assert [one for one in listed if plain_domain(one) != one] == []


@pytest.mark.parametrize("room", ["ftrportal", "assessments", "scanners"])
def test_nobody_keeps_a_second_list(room):
    named = [path for path in (ROOT / room).rglob("*.py") if '"hotmail.com"' in path.read_text()]
    files = [
        path for path in (ROOT / room).rglob("*.txt") if "hotmail" in path.read_text() or "fastmail" in path.read_text()
    ]

    assert named == []
    assert files == ([LIST] if room == "ftrportal" else [])


@pytest.mark.parametrize(
    ("domain", "parent"),
    [
        ("acme.example", "ACME.example."),
        ("mail.acme.example", ".acme.example"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_domain_lies_under_itself_and_its_parents(domain, parent):
    assert is_under(domain, parent)


@pytest.mark.parametrize(
    ("domain", "parent"),
    [
        ("notacme.example", "acme.example"),
        ("acme.example", ""),
        ("", ""),
        # IDNA 2003 made one domain of each of these pairs.
        ("straße.de", "strasse.de"),
        ("faß.example", "fass.example"),
        ("βόλος.com", "βόλοσ.com"),
    ],
)
def test_a_domain_lies_under_no_other(domain, parent):
    assert not is_under(domain, parent)
    assert not is_under_any(domain, [parent])


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("Straße.de", "xn--strae-oqa.de"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("acme\u3002example", "acme.example"),
        ("ａｃｍｅ.example", "acme.example"),
        ("xn--strae-oqa.de", "xn--strae-oqa.de"),
    ],
)
def test_a_domain_has_one_form(text, domain):
    assert plain_domain(text) == domain


def test_a_domain_in_other_letters_is_refused_with_the_form_to_enter():
    with pytest.raises(DomainRefused, match=r"xn--strae-oqa\.de"):
        company_domain("straße.de")


@pytest.mark.parametrize("text", ["co.uk", "com.br", "github.io", "k12.ca.us", "gov.au", "xn--55qx5d.cn"])
def test_a_suffix_that_many_share_is_no_companys_domain(text):
    with pytest.raises(DomainRefused, match="share"):
        company_domain(text)


@pytest.mark.parametrize("text", ["127.0.0.1", "acme", "-acme.com", "a b.com", "acme_.com", "é" * 80 + ".com", ""])
def test_what_is_no_domain_is_refused_with_an_example(text):
    with pytest.raises(DomainRefused, match=r"example\.com"):
        company_domain(text)
