# What a newcomer needs: `make run` and `make test`. What a commit needs: `make check`. CI calls the same targets.

PYTHON ?= python3
PORT ?= 8000
DATABASE ?= sqlite
ARGS ?=

BIN := .venv/bin
# The checks must say the same whatever database this machine has, and must not touch it.
NO_DATABASE := DATABASE_URL=sqlite:// SECRET_KEY=only-for-checks

.PHONY: help setup run test bench check lint imports migrations translations deployment messages

help:
	@echo "make run            the application with its demonstration on http://127.0.0.1:$(PORT)/ (PORT=8080 for another port)"
	@echo "make test           all tests on SQLite; ARGS='-k name' picks some"
	@echo "make test DATABASE=postgres   the same on a PostgreSQL of their own"
	@echo "make bench          every measurement of bench/ at its full size, on SQLite and on PostgreSQL"
	@echo "make check          form, imports, migrations, translations, settings of a server"
	@echo "make messages       collect the texts to translate, and compile their translations"

## Installation: again only where the requirements changed

setup: .venv/installed

.venv/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; '$(PYTHON)' is: $$($(PYTHON) --version 2>&1). Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's own venv is missing (Debian and Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: requirements.txt | .venv/created
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt requirements.txt | .venv/created
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/installed

## The application

run: setup
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo --if-empty --address http://127.0.0.1:$(PORT)/
	@DJANGO_RUNSERVER_HIDE_WARNING=true $(BIN)/python manage.py runserver 127.0.0.1:$(PORT) --noreload

## Tests

ifeq ($(DATABASE),postgres)
PLUGIN := -p tests.plugins.throwaway_postgres
else ifneq ($(DATABASE),sqlite)
$(error DATABASE is 'sqlite' or 'postgres', not '$(DATABASE)')
endif

test: .venv/installed-dev
	$(BIN)/python -m pytest $(PLUGIN) --numprocesses auto --dist loadfile $(ARGS)

## Measurements

bench: .venv/installed-dev
	@failed=0; for script in bench/*.py; do for database in "" --postgres; do \
		echo "== $$script $$database"; $(BIN)/python $$script $$database || failed=1; done; done; exit $$failed

## Checks

check: lint imports migrations translations deployment
	@echo "All checks passed."

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

imports: .venv/installed-dev
	$(BIN)/lint-imports --no-logo

migrations: .venv/installed-dev
	$(NO_DATABASE) $(BIN)/python manage.py makemigrations --check --dry-run

translations: .venv/installed-dev
	REQUIRE_TOOLS=1 $(BIN)/python -m pytest --quiet tests/test_translations.py

deployment: .venv/installed-dev
	DATABASE_URL=sqlite:// HTTPS=1 SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

## Translations: the source is English, so Chinese is the only catalogue

messages: .venv/installed-dev
	$(BIN)/python -m django makemessages -l zh_Hans --no-location --no-obsolete --no-wrap --ignore var --ignore tests --ignore .venv
	$(BIN)/python -m django compilemessages -l zh_Hans --ignore var --ignore .venv
