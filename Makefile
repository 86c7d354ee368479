# Two commands do everything on a fresh Debian 12 with Swift: `make run` and `make test`.
# Each installs what is missing, builds, and goes on to its job.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
VENV := .venv
PEERS := Tests/Peers/requirements.txt
BENCHMARKS := Tests/Benchmarks/Peers/requirements.txt
AIRBYTE := .venv-airbyte
AIRBYTE_CDK := Tests/Benchmarks/Peers/requirements-airbyte.txt
PACKAGES := ca-certificates libarchive-dev libcurl4-openssl-dev libjavascriptcoregtk-4.1-dev libsqlite3-dev libssl-dev pkg-config python3 \
  python3-venv tzdata
TEST_PACKAGES := nginx-light
BENCH_PACKAGES := nginx-light nodejs wrk

# What a manifest says is kept by its text, and Package.swift lists Plugins/: read anew, it sees what came and went there.
FRESH := --manifest-cache none

.PHONY: run test test-long bench fuzz build provider lint format clean packages test-packages bench-packages

## run: build release and start the host on the sample apps, with the sample service beside it
run: build $(VENV)/.peers
	@exec .ci/serve-samples

## test: lint, build and pass every test, one after the other: hundreds at once starve those that wait for answers in time
test: packages test-packages $(VENV)/.peers lint
	$(VENV)/bin/python -m unittest discover -s Tests/Peers -p 'test_*.py'
	swift build $(FRESH) --build-tests
	swift test $(FRESH) --skip-build --no-parallel

## test-long: pass the tests of how work grows on inputs so large that it takes many minutes
test-long: packages test-packages
	swift build $(FRESH) --build-tests
	PATCHBAY_LONG_TESTS=1 swift test $(FRESH) --skip-build --no-parallel --filter GrowthTests

## bench: print the speed table, everything side by side in one run
bench: build bench-packages $(VENV)/.bench $(AIRBYTE)/.installed
	swift build $(FRESH) -c release --product patchbay-bench
	$(VENV)/bin/python Tests/Benchmarks/Peers/bench.py --airbyte $(AIRBYTE)/bin/python

## fuzz: let libFuzzer try what reads strangers' bytes, SECONDS of each (600 unless told)
fuzz: packages
	Tests/Fuzz/fuzz $(or $(SECONDS),600)

## build: build release
build: packages
	swift build $(FRESH) -c release --product patchbay
	swift build $(FRESH) -c release --product patchbay-script-worker

## provider: start the sample OAuth 1.0a service alone
provider: $(VENV)/.peers
	@cd Tests/Peers && exec ../../$(VENV)/bin/python -m oauth1_provider --port 8701

## lint: say what is not formatted or against the rules of .swift-format
lint:
	swift format lint --strict --recursive Package.swift Sources Plugins Tests

## format: format every Swift file in place
format:
	swift format --in-place --recursive Package.swift Sources Plugins Tests

## clean: remove everything that was built
clean:
	rm -rf .build .build-fuzz $(VENV) $(AIRBYTE)

# Installed only when something is missing, so that a second run needs neither the network nor root. Systems without
# apt bring the same libraries in their own way; the build says what it does not find.
packages:
	@if command -v apt-get >/dev/null && ! dpkg -s $(PACKAGES) >/dev/null 2>&1; then $(call install,$(PACKAGES)); fi

test-packages:
	@if ! PATH="$$PATH:/usr/sbin" type -P nginx >/dev/null; then $(call install,$(TEST_PACKAGES)); fi

bench-packages:
	@if [ "$$(PATH="$$PATH:/usr/sbin" type -P nginx node wrk | wc -l)" -lt 3 ]; then $(call install,$(BENCH_PACKAGES)); fi

define install
  root="$$(command -v sudo || true)"; \
  if [ "$$(id -u)" = 0 ]; then root=; fi; \
  $$root apt-get update -q; \
  $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(1)
endef

$(VENV)/.peers: $(PEERS) | packages
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --requirement $(PEERS)
	@touch $@

$(VENV)/.bench: $(BENCHMARKS) $(VENV)/.peers
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --requirement $(BENCHMARKS)
	@touch $@

# In a place of its own: it brings a hundred packages that nothing else here needs.
$(AIRBYTE)/.installed: $(AIRBYTE_CDK) | packages
	$(PYTHON) -m venv $(AIRBYTE)
	$(AIRBYTE)/bin/pip install --quiet --disable-pip-version-check --requirement $(AIRBYTE_CDK)
	@touch $@
