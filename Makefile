# Call Journal: `make` lists the commands. Every command sets up what it needs first.

PYTHON ?= python3
PY := .venv/bin/python
SETUP := PYTHON='$(PYTHON)' scripts/setup
QUICK := not real and not desktop and not windows and not load and not soak and not bench

# More arguments for pytest:  make test-quick ARGS='-k journal -x'
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run setup venv test test-quick test-setup check format lock bench compare soak clean words pictures

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup ## start Call Journal on a simulated line with sample people
	@.venv/bin/calljournal demo

setup: venv ## set up this checkout: .venv and Qt's system libraries
	@$(SETUP) desktop

venv: # Python's part of setup
	@$(SETUP) python

test: test-setup ## run all tests, with a real Asterisk and a real window
	@$(PY) -m pytest $(ARGS)

test-quick: venv ## run the tests that need Python alone
	@$(PY) -m pytest -m '$(QUICK)' $(ARGS)

test-setup: setup ## set up what the tests need: Debian packages, Asterisk, SIPp
	@$(SETUP) tests
	@$(PY) -m tests.pbx.install || { [ "$$CI" != true ] && \
		echo "  Until then the tests marked 'real' are skipped; pytest's summary lists them." >&2; }
	@$(PY) -m tests.wine.install || { [ "$$CI" != true ] && \
		echo "  Until then the tests marked 'windows' are skipped; pytest's summary lists them." >&2; }

check: venv ## check format, lint, types and who imports whom
	@$(PY) -m ruff format --check
	@$(PY) -m ruff check
	@$(PY) -m mypy --strict src
	@$(PY) -m mypy tests
	@.venv/bin/lint-imports --no-logo

format: venv ## format the code, and repair what the linter can
	@$(PY) -m ruff check --fix-only --quiet
	@$(PY) -m ruff format

words: venv ## take our sentences out of the source, and compile the catalogues (CONTRIBUTING.md, Sentences)
	@$(PY) scripts/words.py

lock: ## pin every package with its hashes (newest ones: ARGS=--upgrade)
	@PYTHON='$(PYTHON)' scripts/lock $(ARGS)

bench: venv ## measure, and print
	@$(SETUP) bench
	@$(PY) -m benchmarks $(ARGS)

compare: test-setup ## compare the journal with Asterisk's own call records: docs/comparison.md
	@$(PY) -m tests.catalogue

pictures: test-setup ## take the pictures of README and docs; ARGS=FOLDER takes every window in every way
	@$(PY) scripts/screenshot.py $(ARGS)

soak: test-setup ## run the long tests
	@$(PY) -m pytest -m soak --timeout=0 -o faulthandler_timeout=0 $(ARGS)

clean: ## remove what make has made
	rm -rf .venv .cache build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
