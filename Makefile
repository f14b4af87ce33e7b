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
