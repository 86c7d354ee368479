# Two commands do everything on a fresh Debian 12 with Swift: `make run` and `make test`.
# Each installs what is missing, builds, and goes on to its job.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
VENV := .venv
PEERS := Tests/Peers/requirements.txt
PACKAGES := libcurl4-openssl-dev libssl-dev libsqlite3-dev libjavascriptcoregtk-4.1-dev pkg-config python3 python3-venv
BENCH_PACKAGES := nginx-light wrk nodejs

.PHONY: run demo test bench build lint format clean packages bench-packages provider

## run: build release and start the host on the sample apps, with the sample service beside it
run: build $(VENV)/.peers
	@.ci/serve-samples

## test: lint, build and pass every test
test: packages $(VENV)/.peers lint
	swift build --build-tests
	swift test --skip-build
	$(VENV)/bin/python -m unittest discover -s Tests/Peers -p 'test_*.py'

## build: build release
build: packages
	swift build -c release --product patchbay
	swift build -c release --product patchbay-script-worker

## bench: print the speed table, everything side by side in one run
bench: build bench-packages $(VENV)/.bench
	swift build -c release --product patchbay-bench
	$(VENV)/bin/python Tests/Benchmarks/Peers/bench.py

## provider: start the sample OAuth 1.0a service alone
provider: $(VENV)/.peers
	cd Tests/Peers && ../../$(VENV)/bin/python -m oauth1_provider --port 8701

lint:
	swift format lint --strict --recursive Package.swift Sources Plugins Tests

format:
	swift format --in-place --recursive Package.swift Sources Plugins Tests

# Installed only when something is missing, so that a second run needs neither the network nor root.
packages:
	@dpkg -s $(PACKAGES) >/dev/null 2>&1 || { \
	  sudo=$$(command -v sudo || true); \
	  $$sudo apt-get update -q && $$sudo apt-get install -y -q --no-install-recommends $(PACKAGES); }

bench-packages:
	@for tool in nginx wrk node; do command -v $$tool >/dev/null || PATH=$$PATH:/usr/sbin command -v $$tool >/dev/null || missing=1; done; \
	if [ -n "$${missing:-}" ]; then sudo=$$(command -v sudo || true); \
	  $$sudo apt-get update -q && $$sudo apt-get install -y -q --no-install-recommends $(BENCH_PACKAGES); fi

$(VENV)/.peers: $(PEERS) | packages
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement $(PEERS)
	@touch $@

$(VENV)/.bench: Tests/Benchmarks/requirements.txt $(VENV)/.peers
	$(VENV)/bin/pip install --quiet --requirement $<
	@touch $@

clean:
	rm -rf .build $(VENV)
