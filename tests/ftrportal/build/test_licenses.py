from importlib.metadata import distribution

from ftrportal.build.licenses import declared, report


def test_the_report_names_every_package_with_its_license_and_text():
    text = report()

    assert "Django " in text
    assert "License: BSD-3-Clause" in text
    assert "Redistribution and use in source and binary forms" in text


def test_every_package_of_production_declares_a_license():
    names = ("boto3", "celery", "django", "pikepdf", "psycopg", "weasyprint", "tldextract", "idna")

    assert [name for name in names if declared(distribution(name)) == "not declared"] == []
