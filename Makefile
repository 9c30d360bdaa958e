# Everything a newcomer needs: git, make and python3 (3.11 or newer).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test ui check install format clean

demo: $(STAMP)   ## crawl a small news web twice and show what comes of it
	@$(BIN)/dateline demo

test: $(STAMP)   ## the test suite
	@$(BIN)/python -m pytest -q

ui: $(STAMP)     ## Dagster on 127.0.0.1:3000
	@$(BIN)/dateline ui

check: $(STAMP)  ## lint, format, types, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(STAMP)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Dateline needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "python3 comes without venv here: install your system's python3-venv package" >&2; exit 2; }
	@echo "Installing into $(VENV) from requirements.lock (about a gigabyte, once) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

clean:           ## forget everything the demo or a crawl made; sources and export recipes stay
	rm -rf data/archive data/frontier data/lake data/index data/datasets data/reports data/dagster data/corpus.duckdb
