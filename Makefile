# Gangway's verbs. Each one sets the checkout up first, which costs nothing when nothing changed.

PYTHON ?= python3
RUN := .venv/bin/python
MAKEFLAGS += --no-print-directory
PYTHON_OR_ELSE = command -v $(PYTHON) >/dev/null || { \
  echo "Gangway cannot be set up: there is no $(PYTHON). As root: apt-get install python3 python3-venv" >&2; exit 1; }
WORKERS ?= logical
SPREAD ?= loadfile
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile --quiet --universal --python-version 3.11.2 \
  --generate-hashes --no-emit-index-url $(if $(UPGRADE),--upgrade)
# the type checker reads the settings, and these ask for a name of everything that they connect to
FOR_TYPES = SECRET_KEY=types FIELD_KEYS=k1:types DATABASE_URL=postgresql://types@types/types REDIS_URL=redis://types/0

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo demo-check test check browser messages docs bench-initial-sync bench-preflight bench-fields-page bench-duplicates bench-idle-cycle bench-write-back bench-scheduler chaos lock clean reset

help: ## this list
	@while IFS= read -r line; do case $$line in [a-z]*': ## '*|[a-z]*': setup'*' ## '*) \
	  printf '  make %-20s %s\n' "$${line%%:*}" "$${line#*## }";; esac; done < Makefile

setup: ## .venv, css and js, translations
	@$(PYTHON_OR_ELSE)
	@$(PYTHON) -I config/setup.py

setup-dev: # besides, what tests and linters need
	@$(PYTHON_OR_ELSE)
	@$(PYTHON) -I config/setup.py --dev

demo: setup ## the portal with a practice org, on this machine; PORT=8000 RECORDS=5000 DATA_DIR=var
	@exec $(RUN) -m config.demo

demo-check: setup ## the whole journey, unattended, on fresh data; RECORDS=20000 KILL=worker
	@exec $(RUN) -m config.journey

test: setup-dev browser check ## linters, types, contracts, all tests in parallel; Chromium if there is none
	@exec $(RUN) -m pytest --numprocesses $(WORKERS) --dist $(SPREAD)

check: setup-dev ## linters, types and import contracts alone
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/djade --check $$(git ls-files 'templates/*.html')
	@.venv/bin/lint-imports --no-logo
	@$(FOR_TYPES) .venv/bin/mypy
	@.venv/bin/hadolint Dockerfile
	@.venv/bin/check-jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose.yml

browser: setup-dev # what tests of pages look through
	@$(RUN) -m config.chromium

messages: setup-dev ## gather every text to translate into locale/*/LC_MESSAGES/django.po
	@$(FOR_TYPES) $(RUN) -m config.messages

docs: setup ## write docs/refusals.md from the table of refused sign-ins
	@$(FOR_TYPES) $(RUN) manage.py write_refusals

bench-initial-sync: setup-dev ## rows a second of the first sync against \copy; RECORDS=200000
	@RECORDS=$${RECORDS:-200000} exec $(RUN) benchmarks/initial_sync.py

bench-preflight: setup-dev ## seconds and Salesforce calls from typed credentials to all checks; RECORDS=20000
	@RECORDS=$${RECORDS:-20000} exec $(RUN) benchmarks/preflight.py

bench-fields-page: setup-dev ## how quick steps 8 and 10 are with very many fields; FIELDS=3000
	@FIELDS=$${FIELDS:-3000} exec $(RUN) benchmarks/fields_page.py

bench-duplicates: setup-dev ## seconds of the preview of duplicates, read and compared; LEADS=500000
	@LEADS=$${LEADS:-500000} exec $(RUN) benchmarks/duplicates.py

bench-idle-cycle: setup-dev ## Salesforce calls and seconds of a cycle with nothing to do; RECORDS=5000
	@RECORDS=$${RECORDS:-5000} exec $(RUN) benchmarks/idle_cycle.py

bench-write-back: setup-dev ## changed people on their way to Salesforce: rows a second and calls, both ways; PEOPLE=50000
	@PEOPLE=$${PEOPLE:-50000} exec $(RUN) benchmarks/write_back.py

bench-scheduler: setup-dev ## idle cycles a second of a whole fleet on this machine; INSTANCES=10000 SECONDS=120
	@INSTANCES=$${INSTANCES:-10000} exec $(RUN) benchmarks/scheduler.py

chaos: setup-dev ## faults at an initial sync and at cycles both ways; FAULTS=200 RECORDS=20000 SEED=1
	@FAULTS=$${FAULTS:-200} RECORDS=$${RECORDS:-20000} SEED=$${SEED:-1} exec $(RUN) -m tests.chaos

lock: setup-dev ## write requirements*.txt from requirements*.in; UPGRADE=1 takes the newest versions
	@$(COMPILE) requirements.in --output-file requirements.txt
	@$(COMPILE) requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt

clean: ## remove what setup and tests built; data stay
	rm -rf .venv node_modules var/assets var/static var/setup.json .ruff_cache .mypy_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f locale/*/LC_MESSAGES/*.mo

reset: setup ## delete the demo's data; asks for SURE=yes
	@exec $(RUN) -m config.reset
