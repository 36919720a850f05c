# Each command sets up what it needs, once, in the git-ignored folder .build.
#   make run                      Odoo on http://localhost:8069 with the addon and demo data
#   make test                     the whole test suite
#   make test ARGS="tests/x.py"   only what pytest's arguments select
# Variables: ODOO_HOME, ODOO_REPO, DATABASE_URL or PG*, PORT, DB, LANG_CODES; see CONTRIBUTING.md.

COMMANDS := setup run test test-core test-neighbours lint format lock i18n pictures bench clean

.PHONY: help python $(COMMANDS)

help: python
	@python3 -m scripts

$(COMMANDS): python
	@python3 -m scripts $@ $(ARGS)

python:
	@command -v python3 >/dev/null 2>&1 || sh scripts/install_python.sh
