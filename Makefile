# Thin targets: the work is in devstack. They need Python 3.11 or newer and nothing else.
PYTHON ?= python3
DO = $(PYTHON) devstack/bootstrap.py

.PHONY: help run stop reset test check manage
.DEFAULT_GOAL := help

help:
	@echo "make run      start the portal on this machine and print its address (Ctrl-C stops it)"
	@echo "make stop     stop a portal that was started elsewhere"
	@echo "make reset    stop it and delete its data (database, files, mails)"
	@echo "make test     run every test; pytest's options in ARGS, as in: make test ARGS='-k leases'"
	@echo "make check    lint, types, migrations, deployment checks"
	@echo "make manage   a Django command on the running portal, as in: make manage ARGS=showmigrations"

run:
	@$(DO) run

stop reset:
	@$(DO) $@

test check manage:
	@$(DO) $@ $(ARGS)
