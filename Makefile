# Feltsense. Two commands to begin with: `make demo` and `make test`; each sets up all it needs.

VENV ?= .venv
RUN = $(VENV)/bin/python
FINDABLE = python3 python3.14 python3.13 python3.12 python3.11
RECENT = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(or $(shell for p in $(FINDABLE); do $$p -c '$(RECENT)' 2>/dev/null && echo $$p && break; done),python3)
export VENV

.PHONY: help setup demo test check bench format lock upgrade translations

help:
	@echo "make demo     the whole of it on this machine, with invented people, at http://127.0.0.1:8000/"
	@echo "make test     the whole suite, on SQLite and on PostgreSQL; ARGS='tests/intake -k save' for a part"
	@echo "make check    format, lint, types, import contracts, migrations, templates, docs"
	@echo "make bench    the benchmarks"
	@echo "make setup    the environment in $(VENV), nothing more"
	@echo "make format   put the code into the house format"
	@echo "make translations  read the strings to translate anew, and compile their translations"
	@echo "make lock     write requirements/*.txt after a change to pyproject.toml; make upgrade: newest versions"

setup:
	@$(PYTHON) tools/bootstrap.py test

demo:
	@$(PYTHON) tools/bootstrap.py runtime
	@exec $(RUN) manage.py demo

test: setup
	@exec $(RUN) -m tests $(ARGS)

check: setup
	@exec $(RUN) tools/check.py

bench:
	@$(PYTHON) tools/bootstrap.py bench
	@exec $(RUN) -m benchmarks $(ARGS)

format: setup
	@$(VENV)/bin/ruff check --fix-only --quiet .
	@$(VENV)/bin/ruff format --quiet .
	@$(VENV)/bin/djade --target-version 5.2 $$(find intake screening reports clinic -path '*/templates/*.html') || true

lock: setup
	@$(RUN) tools/lock.py

upgrade: setup
	@$(RUN) tools/lock.py --upgrade

translations: setup
	@$(RUN) tools/translations.py
