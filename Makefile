# The only list of commands: continuous integration and people run the same ones.

SHELL := bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test test-long figures check style types layers prepared bench lock sbom audit clean development browser

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check install

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{ printf "make %-10s %s\n", $$1, $$2 }'

install: .venv/.project ## put the command at .venv/bin/kinkeeper

demo: install ## an invented border season, reconciled and shown (ARGS=--no-serve ends before the pages)
	$(BIN)/kinkeeper demo $(ARGS)

# Who is done takes tests from who has more left: tests of one module, which share what they stand on, stay together for the most part.
PYTEST := $(BIN)/pytest --numprocesses auto --dist worksteal

test: prepared ## everything that is checked on each change (ARGS=... for pytest)
	$(PYTEST) $(ARGS)

test-long: prepared ## the same and the tests that take minutes
	$(PYTEST) -m "long or not long" $(ARGS)

figures: development browser ## the figures of security, from the tests that say them, written into docs/reliability.md (half an hour)
	$(PYTEST) -m "long or not long" --keep-figures $(ARGS)

check: style types layers ## style, types and layers, without the tests

style: development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: development
	$(BIN)/mypy

layers: development
	$(BIN)/lint-imports

prepared:
	@$(MAKE) --no-print-directory --jobs 2 --output-sync check browser

bench: install ## the measurements (ARGS=--large for 20,000 persons); those on practice data where they are
	$(BIN)/python bench/run.py $(ARGS)

lock: ## write the lock files anew from pyproject.toml
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip --quiet --quiet --disable-pip-version-check install pip-tools
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

sbom: install ## the bill of materials, as CycloneDX, in sbom.json
	$(BIN)/python scripts/sbom > sbom.json

audit: install ## known vulnerabilities of what is locked, asked of the registry that pip uses; says what it could not ask
	$(BIN)/python scripts/audit

clean: ## remove all that these commands made
	rm -rf .venv build out artefacts sbom.json .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis src/*.egg-info
	find src tests -name __pycache__ -prune -exec rm -rf {} +

# A lock names packages, versions and hashes, and no place to get them from.
COMPILE := build/lock/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --build-deps-for editable \
	--no-header --annotation-style line --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

# Stamps, so that a second call is quick.

.venv/.runtime: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Kinkeeper needs Python 3.11 or newer. Say which one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Installing what Kinkeeper needs into .venv (once, a minute or two) ..."
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@$(PIP) --require-hashes --requirement requirements.lock
	@touch $@

.venv/.project: .venv/.runtime pyproject.toml setup.py $(wildcard src/kinkeeper/*/native/* src/kinkeeper/linkage/engine/native/*)
	@echo "Compiling the inner loops (once, some seconds) ..."
	@CC="$$(PYTHON=$(BIN)/python scripts/compiler)" && CC="$$CC" CFLAGS=-march=native $(PIP) --no-deps --no-build-isolation --editable .
	@rm -rf build/compiler
	@touch $@

.venv/.development: requirements-dev.lock .venv/.project
	@echo "Installing what the tests need (once) ..."
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

development: .venv/.development

browser:
	@scripts/debian-packages
