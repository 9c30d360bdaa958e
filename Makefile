# Everything a newcomer needs: git, make and python3 (3.11 or newer).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-deps --no-compile
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

# Tests start hundreds of processes: each would compile our modules again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-ui zoo ui check docs notebook install install-dev wheel format clean

demo: $(STAMP)   ## crawl a small news web twice and show what comes of it
	@$(BIN)/dateline demo

test: $(DEV_STAMP) ## the test suite, in up to four workers (tests/conftest.py)
	@$(BIN)/python -m pytest -q --numprocesses auto --dist loadfile --no-loadscope-reorder --max-worker-restart 1

test-ui: $(DEV_STAMP) ## the UI in a real browser; needs chromium-driver (Debian), else it is skipped with a reason
	@$(BIN)/python -m pytest -q -o faulthandler_exit_on_timeout=false tests/ui

zoo: $(DEV_STAMP)  ## set up real publishing systems on 127.0.0.1, crawl and score them (an hour, once 2 GB of installs)
	@$(BIN)/python -m tests.zoo $(ZOO)

ui: $(STAMP)     ## Dagster on 127.0.0.1:3000
	@$(BIN)/dateline ui

check: $(DEV_STAMP)  ## lint, format, types, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

docs: $(DEV_STAMP)   ## docs/ as a site in build/docs
	@$(BIN)/zensical build --clean --strict
	@echo "build/docs; to search in it: $(BIN)/python -m http.server --bind 127.0.0.1 --directory build/docs 8000"

notebook: $(DEV_STAMP)  ## plots of the corpus in data/, in a browser
	@$(BIN)/marimo edit notebooks/newsroom.py

wheel: $(STAMP)  ## dist/: the wheel, its SHA-256 and its bill of materials; the same bytes on every machine
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m hatchling build --target wheel
	@$(BIN)/python scripts/sbom > dist/sbom.cdx.json
	@sha256sum dist/*.whl

format: $(DEV_STAMP)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

install: $(STAMP)          ## what a user needs

install-dev: $(DEV_STAMP)  ## what make test, check and format need besides

$(STAMP): requirements-pip.lock requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Dateline needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "python3 comes without venv here: install your system's python3-venv package" >&2; exit 2; }
	@echo "Installing $$(grep -c '^[^ #].*==' requirements.lock) packages into $(VENV): 0.8 GB on disk, once …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --quiet --require-hashes -r requirements-pip.lock
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --quiet --no-build-isolation --editable .
	@touch $(STAMP)

$(DEV_STAMP): $(STAMP) requirements-dev.lock
	@echo "Installing $$(grep -c '^[^ #].*==' requirements-dev.lock) development tools into $(VENV): 680 MB more …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $(DEV_STAMP)

clean:           ## forget everything the demo or a crawl made; sources and export recipes stay
	rm -rf data/archive data/frontier data/lake data/index data/datasets data/reports data/dagster data/corpus.duckdb
