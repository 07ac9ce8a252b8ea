# Wasila. `make help` prints what there is.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := pip install -qq --disable-pip-version-check --no-input --root-user-action=ignore
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
export INTERMEDIARY_MODE ?= demo
export INTERMEDIARY_DATA ?= $(CURDIR)/var
export INTERMEDIARY_ORIGIN ?= http://127.0.0.1:$(PORT)
export INTERMEDIARY_BIND ?= 127.0.0.1:$(PORT)

.PHONY: help setup run test check shots bench soak words locks clean debian-packages

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wasila needs Python 3.11 or newer. Install it, then run make again, perhaps with PYTHON=python3.11."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || { echo "Making $(VENV) ..."; $(PYTHON) -m venv $(VENV); }
	@echo "Installing what Wasila needs; the first time this takes a few minutes ..."
	@$(BIN)/python -m $(PIP) --require-hashes -r requirements/run.txt
	@$(BIN)/python -m $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m $(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(VENV)/.run ## Make .venv with the `intermediary` command, from hash-pinned locks
	@$(BIN)/intermediary wording compile

run: setup ## Serve the demo on http://127.0.0.1:$PORT (default 8000)
	@$(BIN)/intermediary db upgrade
	@$(BIN)/intermediary directory load
	@$(BIN)/intermediary demo load
	@$(BIN)/intermediary demo show
	@exec $(BIN)/intermediary serve

debian-packages:
	@$(PYTHON) tests/debian_packages.py

test: $(VENV)/.dev debian-packages ## Run every test, on SQLite and on PostgreSQL
	@$(BIN)/intermediary wording compile
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not soak" -q

check: $(VENV)/.dev ## Lint, format, types, architecture
	$(BIN)/ruff check intermediary tests
	$(BIN)/ruff format --check intermediary tests
	$(BIN)/mypy
	$(BIN)/python -m pytest -q --noconftest tests/test_architecture.py

shots: $(VENV)/.dev debian-packages ## Render every page × language × width into build/shots/
	@$(BIN)/intermediary wording compile
	$(BIN)/python -m tests.browser.shots

bench: $(VENV)/.dev debian-packages ## Measure throughput, latency, memory and bytes on the wire
	@$(BIN)/intermediary wording compile
	$(BIN)/python -m tests.bench

soak: $(VENV)/.dev debian-packages ## Long fault, load and fuzz runs
	@$(BIN)/intermediary wording compile
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m soak -q

words: $(VENV)/.dev ## Collect the wording from the code into translations/
	$(BIN)/intermediary wording extract

locks: ## Pin all dependencies anew, with hashes (needs uv)
	uv pip compile pyproject.toml --group build --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url -q -o requirements/run.txt
	uv pip compile pyproject.toml --group build --group dev --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url -q -o requirements/dev.txt

clean: ## Remove what was built; keeps var/ (the demo's data)
	rm -rf build dist $(VENV) .pytest_cache .mypy_cache .ruff_cache
