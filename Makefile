# Stadtfaden's commands. `make` or `make help` lists them.

PYTHON ?= python3
BIN := .venv/bin
PACKAGES := participation surveys forum analysis
# `make lock UPGRADE=1` moves every package to its newest release; without it, the pins stay.
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help run setup test sure proof bench bench-analysis fix messages lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Set up what is missing, load the demo town once and serve it on this machine
	@$(PYTHON) tools/setup.py run
	@$(BIN)/flask --app wsgi serve --demo

setup: ## Set up everything for running and testing, without starting anything
	@$(PYTHON) tools/setup.py test

test: setup ## Check everything: sure, then all tests on SQLite and PostgreSQL and in a browser
	@$(BIN)/python tools/test.py test

sure: setup ## Check in two minutes: style, types, floors, quick tests
	@$(BIN)/python tools/test.py sure

proof: setup ## Try the promises under load and sudden death, and write docs/proof.md
	@$(BIN)/python -m tests.proof

bench: setup ## Measure the speed of pages, search and analysis
	@$(BIN)/python -m tests.bench

bench-analysis: setup ## Measure topics and fields on the texts in DATA=folder; MORE="--rival --sizes 1000000"
	@$(BIN)/python -m tests.bench.analysis "$(DATA)" $(MORE)

fix: setup ## Repair style and format
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format --quiet

messages: setup ## Collect the texts of code and templates into the catalogues, and compile these
	@mkdir -p translations
	@$(BIN)/pybabel --quiet extract --mapping pyproject.toml --keywords 'lazy_gettext _l lazy_ngettext:1,2' --no-location --sort-output \
		--omit-header --width 110 --output translations/messages.pot $(PACKAGES) wsgi.py
	@for language in de en; do \
		$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --init-missing \
			--width 110 --input-file translations/messages.pot --output-dir translations --locale $$language || exit 1; \
	done
	@$(PYTHON) tools/setup.py test

lock: setup ## Write the lock files in requirements/ anew
	@cd requirements && for name in uv node run dev; do ../$(LOCK) --output-file $$name.txt $$name.in || exit 1; done

clean: ## Remove what setup and the tools made; the town's data in instance/ stays
	rm -rf .venv .cache node_modules participation/web/static/dist build dist
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -path ./.git -prune -o -name __pycache__ -prune -exec rm -rf {} + -o -name '*.mo' -exec rm {} +
