# Privet. `make demo` shows it, `make test` proves it; the rest is for those who work on it.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# Real data sets are read where they lie and never copied into the project.
export PRIVET_DATA ?= $(wildcard $(abspath ../shared/data))
PRIVET := build/privet
# A pattern of ... leaves folders called testdata out.
PACKAGES := ./... ./testdata/shop/...
FUZZTIME ?= 60s
# Figures go to this file as well; commands run in several folders, so its path is absolute.
ifdef JSON
override JSON := $(abspath $(JSON))
export JSON
endif

.PHONY: help
help: ## List the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | column -t -s '	'

.PHONY: setup
setup: build/.setup ## Install what builds and tests need (Debian packages when root, npm packages).

build/.setup: .ci/setup web/package-lock.json
	.ci/setup
	mkdir -p build && touch $@

.PHONY: privet
privet: ## Build the privet command into build/.
	go build -o $(PRIVET) ./host/privet

.PHONY: worker
worker: ## Compile the worker's script into build/worker, where privet worker looks for it.
	go run ./host/edge/worker

# ---- demo -------------------------------------------------------------------

.PHONY: demo
demo: privet ## Build and serve the demo shop; SHOP=FILE for order lines of your own (MAPPING=FILE.yaml names its columns).
ifdef SHOP
	$(PRIVET) build --items '$(SHOP)' --events '$(SHOP)' --mapping '$(or $(MAPPING),testdata/mappings/online-retail.yaml)' --out build/shop-own
	$(PRIVET) serve build/shop-own
else
	@$(MAKE) --no-print-directory build/shop/manifest.json
	$(PRIVET) serve build/shop
endif

build/shop/manifest.json: $(wildcard testdata/shop/*.go testdata/shop/*/*.go host/catalog/*.go host/catalog/*/*.go engine/format/*.go)
	go build -o $(PRIVET) ./host/privet
	go run ./testdata/shop/cmd --out build/shop-source
	$(PRIVET) build --items build/shop-source/items.csv --events build/shop-source/events.csv.gz --name 'Hearth & Hollow' --currency GBP --out build/shop

build/corner/manifest.json: $(wildcard testdata/corner/*) $(wildcard host/catalog/*.go host/catalog/*/*.go engine/format/*.go)
	go build -o $(PRIVET) ./host/privet
	$(PRIVET) build --items testdata/corner/items.csv --events testdata/corner/events.csv --rules testdata/corner/rules.yaml --min-visitors 5 --name 'Corner Shop' --currency GBP --out build/corner

# ---- tests ------------------------------------------------------------------

.PHONY: test
test: setup check-engine privet build/shop/manifest.json build/corner/manifest.json ## Set up and run every test, browsers and workers included.
	$(PRIVET) test testdata/scenarios
	go tool gotestsum --format pkgname --jsonfile build/go-test.json -- -timeout 20m $(PACKAGES)
	cd web && npm run --silent test
	.ci/skips build/go-test.json
	.ci/reproduce $$(go env GOOS)/$$(go env GOARCH)

.PHONY: check
check: setup check-engine docs ## Formatting, vet, staticcheck, TypeScript, import policy, generated files, documentation.
	@test -z "$$(gofmt -l engine host wasm web testdata)" || { gofmt -l engine host wasm web testdata; echo 'run gofmt -w on these files' >&2; exit 1; }
	go vet $(PACKAGES)
	go tool staticcheck $(PACKAGES)
	go mod tidy -diff
	go mod verify
	go generate ./wasm/abi && git diff --exit-code -- engine/format/messages_gen.go web/src/abi.gen.ts web/src/purposes.gen.ts web/src/shards/join.gen.ts
	cd web && npm run --silent check
	go test -count=1 ./wasm -run TestDeps

.PHONY: engine
engine: setup ## Build wasm/engine.wasm and joiner.wasm with TinyGo, and their standard Go twins into wasm/build/.
	wasm/build.sh

.PHONY: check-engine
check-engine: engine ## Fail where a committed module is not what its sources build.
	@git diff --exit-code --stat -- 'wasm/*.wasm' || { echo 'these modules differ from their sources: commit what make engine built' >&2; exit 1; }

.PHONY: faults
faults: setup privet ## Kill browsers, fill storages, cut networks: the long form of web/test/faults (an hour).
	cd web && npm run --silent faults

.PHONY: fuzz
fuzz: ## Run every fuzz target for FUZZTIME (60s) each.
	.ci/fuzz $(FUZZTIME)

# ---- documentation ------------------------------------------------------------

.PHONY: docs
docs: privet ## Write the site of documentation into build/docs.
	$(PRIVET) --man-markdown > build/commands.md
	go run ./host/docs --commands build/commands.md --out build/docs

# ---- releases -----------------------------------------------------------------

PLATFORMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

.PHONY: release
release: check ## Build a release into build/release: command, scripts, engine, worker, what each consists of, and hashes.
	.ci/release build/release $(PLATFORMS)

.PHONY: reproduce
reproduce: ## Build the committed release twice, in two folders with empty caches, and compare every byte.
	FRESH=yes .ci/reproduce $(PLATFORMS)

.PHONY: audit
audit: ## Ask the databases of known vulnerabilities about all that is used; needs the network.
	.ci/audit

# ---- figures: a table for people; JSON=FILE adds a JSON object a line ---------

.PHONY: size
size: setup engine build/shop/manifest.json ## Sizes of what a page loads and a worker uploads.
	@$(if $(JSON),: > '$(JSON)')
	wasm/size.sh
	cd web && npm run --silent size
	go run ./host/edge/worker

.PHONY: bench
bench: setup engine privet build/shop/manifest.json ## Speed of ranking and loading, on every host, beside what a site would use instead, and of the edge.
	@$(if $(JSON),: > '$(JSON)')
	cd web && npm run --silent bench

.PHONY: growth
growth: build/shop/manifest.json ## Time and memory of a build of the generated shop, of 20,000 and 50,000 items with a million events, and of 1 GB of events (half an hour).
	@$(if $(JSON),: > '$(JSON)')
	for size in '1 --every 1' '10 --every 2' '24 --every 5' '75 --max-items 20740'; do \
	  go run ./host/catalog/growth --items build/shop-source/items.csv --events build/shop-source/events.csv.gz --times $$size $(if $(JSON),--json '$(JSON)'); \
	done

.PHONY: eval
eval: privet build/shop/manifest.json ## Ranking quality on the data sets in PRIVET_DATA, and what learning on the device gains.
	@$(if $(JSON),: > '$(JSON)')
	.ci/eval
