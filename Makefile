# The shop's commands. Needs Python 3.11 or newer, and make.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory
# What one process has compiled the next one reads: a shop is six of them, a run of its tests a hundred.
unexport PYTHONDONTWRITEBYTECODE

venv := .venv
python := $(venv)/bin/python
# A stamp is named after what it stands for: when the requirements change, it is another file.
run_stamp := $(venv)/installed-$(shell cksum < requirements.txt | tr ' ' '-')
dev_stamp := $(venv)/installed-dev-$(shell cat requirements.txt requirements-dev.txt | cksum | tr ' ' '-')
find_python = for name in "$(PYTHON)" python3.11 python3 python3.12 python3.13 python3.14; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done

.PHONY: help setup dev run demo shell import-shopify reset
.PHONY: check lint types imports migrations production test test-split test-search faults bench fill format

help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

setup: $(run_stamp) ## Make the virtual environment with what the shop runs on

dev: $(dev_stamp) ## The same with the tools that test and check it

run: $(run_stamp) ## Start the whole shop here (PORT=8000); Ctrl-C stops it
	@exec $(python) manage.py up

demo: $(run_stamp) ## Load the demo shop again, beside a running shop
	@$(python) manage.py demo

shell: $(run_stamp) ## Open Django's shell, beside a running shop
	@$(python) manage.py shell

import-shopify: $(run_stamp) ## Import a Shopify product export: FILE="products.csv"
	@test -n "$(FILE)" || { echo 'Name the export: make import-shopify FILE="products.csv"' >&2; exit 2; }
	@$(python) manage.py import_shopify "$(FILE)"

reset: $(run_stamp) ## Remove the data of the shop on this machine, after asking
	@$(python) manage.py reset

check: lint types imports migrations production test ## Everything that must hold before a change goes in

lint: $(dev_stamp) ## Check style and format
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .

types: $(dev_stamp) ## Check types
	@$(python) -m mypy

imports: $(dev_stamp) ## Check the architecture
	@$(venv)/bin/lint-imports --config importlinter.ini

migrations: $(dev_stamp) ## Check that every model has its migration
	@$(python) manage.py makemigrations --check --dry-run

production: $(dev_stamp) ## Check the production settings
	@$(python) .ci/production.py

test: $(dev_stamp) ## Run the tests; only some: ARGS="tests/cart -k coupon"
	@$(python) -m pytest -n 4 --dist worksteal -m "not search_server" $(ARGS)

test-split: $(dev_stamp) ## Run the tests with one database per domain
	@SEPTET_SPLIT_DATABASES=1 $(python) -m pytest -n 3 --dist worksteal -m "not search_server" $(ARGS)

test-search: $(dev_stamp) ## Run the tests of search on Elasticsearch and OpenSearch
	@$(python) -m tests.engines || echo 'No server could be made (JDK 21 or newer, Maven): its tests are skipped.'
	@$(python) -m pytest -n 2 -m search_server tests/catalog $(ARGS)

faults: $(dev_stamp) ## Break the shop on purpose, ten thousand times; its processes: ARGS="kill"
	@$(python) -m tests.faults $(ARGS)

bench: $(dev_stamp) ## Measure the shop beside its floors
	@$(python) -m tests.benchmarks $(ARGS)

fill: $(dev_stamp) ## Make a running shop large: ARGS="--products 100000 --orders 100000"
	@$(python) -m tests.benchmarks.filling $(ARGS)

format: $(dev_stamp) ## Put style and format right
	@$(python) -m ruff check --fix .
	@$(python) -m ruff format .

$(run_stamp): requirements.txt
	@$(call install,requirements.txt)
	@rm -f $(venv)/installed-[0-9]*
	@touch $@

$(dev_stamp): requirements.txt requirements-dev.txt
	@$(call install,requirements-dev.txt)
	@rm -f $(venv)/installed-*
	@touch $@ $(run_stamp)

define install
if ! $(python) -m pip --version >/dev/null 2>&1; then \
	found=$$($(find_python)); \
	if [ -z "$$found" ]; then echo 'Python 3.11 or newer is needed. Install it, or name it: make setup PYTHON=/path/to/python3.11' >&2; exit 1; fi; \
	echo "> Making the virtual environment with $$found"; \
	"$$found" -m venv --clear $(venv) || exit 1; \
fi; \
echo '> Installing $(1) (about half a minute, once)'; \
$(python) -m pip install --quiet --disable-pip-version-check --prefer-binary --requirement $(1)
endef
