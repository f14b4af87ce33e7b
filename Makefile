# Gangway's verbs. Each one sets the checkout up first, which costs nothing when nothing changed.

PYTHON ?= python3
RECORDS ?=
RUN := .venv/bin/python
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo demo-check test check lock bench-initial-sync clean reset

help: ## this list
	@while IFS= read -r line; do case $$line in [a-z]*': ## '*|[a-z]*': setup'*' ## '*) \
	  printf '  make %-20s %s\n' "$${line%%:*}" "$${line#*## }";; esac; done < Makefile

setup: ## .venv, css and js, translations
	@command -v $(PYTHON) >/dev/null || { echo "Gangway cannot be set up: there is no $(PYTHON). As root: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -I config/setup.py

setup-dev: # besides, what tests and linters need
	@command -v $(PYTHON) >/dev/null || { echo "Gangway cannot be set up: there is no $(PYTHON). As root: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -I config/setup.py --dev

clean: ## remove what setup and tests built; data stay
	rm -rf .venv node_modules var/assets var/static var/setup.json .ruff_cache .mypy_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} + ; find locale -name '*.mo' -delete

demo: setup ## the portal with a practice org, on this machine; PORT=8000 RECORDS=5000 DATA_DIR=var
	@exec $(RUN) -m config.demo

COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile --quiet --universal --python-version 3.11.2 \
  --generate-hashes --no-emit-index-url $(if $(UPGRADE),--upgrade)

lock: setup-dev ## write requirements*.txt from requirements*.in; UPGRADE=1 takes the newest versions
	@$(COMPILE) requirements.in --output-file requirements.txt
	@$(COMPILE) requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt
