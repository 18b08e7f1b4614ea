# Thin targets: the work is in devstack. They need Python 3.11 or newer and nothing else.
PYTHON ?= python3
DO = $(PYTHON) devstack/bootstrap.py

.PHONY: help run stop reset test check coverage audit manage
.DEFAULT_GOAL := help

help:
	@echo "make run      start the portal on this machine and print its address (Ctrl-C stops it)"
	@echo "make stop     stop a portal that was started elsewhere"
	@echo "make reset    stop it and delete its data (database, files, mails)"
	@echo "make test     run every test; pytest's options in ARGS, as in: make test ARGS='-k leases'"
	@echo "              FAST=1 leaves out what starts browsers, workers, emulators and whole scans"
	@echo "make check    lint, types, migrations, deployment checks"
	@echo "make coverage every test, and how much of the code they reach"
	@echo "make audit    known vulnerabilities of the pinned packages (asks PyPI)"
	@echo "make manage   a Django command on the running portal, as in: make manage ARGS=showmigrations"

run:
	@$(DO) run

stop reset:
	@$(DO) $@

test:
	@$(DO) test $(if $(FAST),-m "not browser and not stack and not slow") $(ARGS)

coverage:
	@$(DO) test --cov --cov-report=term:skip-covered $(ARGS)

audit:
	@$(DO) audit

check manage:
	@$(DO) $@ $(ARGS)
