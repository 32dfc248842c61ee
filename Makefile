# Everything a person types is here; `make` alone lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SYSTEM := python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core
SYSTEM_TEST := chromium libatomic1 poppler-utils nginx-light openssl postgresql libreoffice-writer-nogui
SYSTEM_SCAN := sqlmap
SCAN := .venv-scan
export HOST PORT

.PHONY: help setup setup-test run test demo bench scan lock strings

help:
	@echo "make run     start the product on this machine"
	@echo "make test    everything that is checked, browser tests too; ARGS=\"tests/method\" narrows"
	@echo "make demo    an invented agency with every report, in var/demo"
	@echo "make bench   how fast, beside what it is built on"
	@echo "make scan    scanners of others against an installation of its own; twenty minutes; ARGS=staff narrows"
	@echo "make setup   what the others need, by itself"
	@echo "make strings what translators need, brought up to date; ARGS=fr begins French"
	@echo "make lock    the pinned lists of packages anew"

setup: $(VENV)/ready

setup-test: $(VENV)/ready-test

$(VENV)/python: deploy/packages.sh
	@sh deploy/packages.sh $(SYSTEM)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with make PYTHON=..." >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/ready: $(VENV)/python requirements.txt pyproject.toml
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/ready-test: $(VENV)/ready requirements-test.txt
	@sh deploy/packages.sh $(SYSTEM_TEST)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

run: setup
	@$(BIN)/steadyground serve

demo: setup
	@$(BIN)/steadyground demo --out var/demo

test: setup-test
ifeq ($(strip $(ARGS)),)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q -n 3 --dist worksteal
else
	@$(BIN)/python -m pytest -q $(ARGS)
endif

bench: setup-test
	@$(BIN)/python -m tests.bench

# In an environment of its own: what a scanner needs is no part of the product, and would change what the product gets.
$(SCAN)/ready: requirements-scan.txt
	@sh deploy/packages.sh $(SYSTEM_SCAN)
	@test -x $(SCAN)/bin/pip || $(PYTHON) -m venv $(SCAN)
	@$(SCAN)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-scan.txt
	@touch $@

scan: setup-test $(SCAN)/ready
	@$(BIN)/python -m tests.scan $(ARGS)

# For those who change the product: the pinned lists anew, and the strings that translators need
# (make strings ARGS=fr begins a translation into French).
COMPILE := $(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --no-annotate --universal

lock: setup-test
	@$(COMPILE) pyproject.toml --extra install -o requirements.txt
	@$(COMPILE) pyproject.toml --extra install --extra postgresql --extra test -o requirements-test.txt
	@echo "wapiti3>=3.2" | $(COMPILE) - -o requirements-scan.txt

strings: setup-test
	@$(BIN)/python -m audit.strings $(ARGS)
