# The only entry point: people, README and CI call these.
SHELL := /bin/bash
.DEFAULT_GOAL := help
CONFIGURATION ?= Release
BUILD := dotnet build Crowdsource.sln --configuration $(CONFIGURATION) --verbosity quiet --nologo
CLI := dotnet artifacts/bin/Crowdsource.Cli/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/crowdsource.dll
HOST := artifacts/bin/Crowdsource.AllInOne/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/Crowdsource.AllInOne.dll

PHOTOS ?=
HOLDOUT ?=
WEIGHTS ?=
OUT ?= artifacts/demo
VOLUNTEERS ?= 12
SEED ?= 1

CLUSTER ?=
CLUSTER_PORT ?= 8080

.PHONY: help deps build demo run cluster test check chaos bench fmt clean

help: ## Say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'
	@echo
	@echo "  make demo takes PHOTOS=dir HOLDOUT=dir WEIGHTS=file OUT=$(OUT) VOLUNTEERS=$(VOLUNTEERS) SEED=$(SEED)"

deps: ## Install what tests and the cluster mode need (Debian packages and npm; needs root where something is missing)
	@infra/install-test-tools.sh && infra/install-cluster-servers.sh

build:
	@$(BUILD)

demo: build ## The whole loop once: volunteers, curator, two nights, a phone (CLUSTER=1: against a cluster of its own)
	@$(CLI) demo --host "$(if $(CLUSTER),infra/servers/cluster.sh,$(HOST))" --out "$(OUT)" --volunteers "$(VOLUNTEERS)" --seed "$(SEED)" \
	  $(if $(PHOTOS),--photos "$(PHOTOS)") $(if $(HOLDOUT),--holdout "$(HOLDOUT)") $(if $(WEIGHTS),--weights "$(WEIGHTS)")

run: build ## The same host for real use: port 8080, data in data/
	@ASPNETCORE_URLS=$${ASPNETCORE_URLS:-http://127.0.0.1:8080} Crowdsource__DataFolder=$${Crowdsource__DataFolder:-data} exec dotnet "$(HOST)"

cluster: build ## A cluster on this machine: the real servers, two of each host behind nginx at CLUSTER_PORT; Ctrl-C stops it
	@infra/install-cluster-servers.sh
	@CONFIGURATION=$(CONFIGURATION) infra/servers/cluster.sh artifacts/cluster $(CLUSTER_PORT)

test: ## Install what the tests need, run them all
	@infra/test.sh

check: ## Formatting, analyzers, architecture and all tests
	@dotnet format Crowdsource.sln --verify-no-changes --no-restore || (echo "make fmt mends this." && false)
	@infra/test.sh

chaos: build deps ## Kill, cut off and fill one part of a cluster after the other under load, and count (PHOTOS, LIMIT=2000, OUT=artifacts/chaos; needs root)
	@dotnet artifacts/bin/Crowdsource.Chaos/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/Crowdsource.Chaos.dll

bench: build ## Measure speed and size against peers in the same run (ONLY="uploads queue" chooses; learning and gate take PHOTOS HOLDOUT LIMIT EPOCHS SEEDS)
	@infra/install-test-tools.sh && infra/install-bench-tools.sh && infra/install-cluster-servers.sh
	@dotnet artifacts/bin/Crowdsource.Benchmarks/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/Crowdsource.Benchmarks.dll $(ONLY)

fmt: ## Format the code
	@dotnet format Crowdsource.sln

clean: ## Remove everything that was built or made, but no data
	@[ ! -d artifacts ] || find artifacts -mindepth 1 -maxdepth 1 ! -name chaos -exec rm -rf {} +
