# Atelier. The two commands: `make demo` and `make test`. `make help` lists the others.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && { echo $$p; exit; }; done; command -v python3)
BIN := .venv/bin
ARGS ?=
# what is compiled once is kept, also where the machine says otherwise: torch and diffusers are a minute of compiling
# for each process that imports them
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test quick setup check format benchmarks clean

help:
	@echo "make demo    start the whole service with a local Discord and open its page's address"
	@echo "make test    set up everything and run all tests"
	@echo "make quick   the tests that need no torch, under a minute"
	@echo "make setup   only set up (.venv, packages, Redis); no root"
	@echo "make check   ruff, mypy and the import contracts"
	@echo "make format  let ruff rewrite what it can"

python:
	@test -n "$(PYTHON)" || { echo "setup: no python3 on the PATH; install Python 3.11 or newer"; exit 1; }

demo: python
	@$(PYTHON) bootstrap.py paint
	@$(BIN)/atelier demo $(ARGS)

setup: python
	@$(PYTHON) bootstrap.py paint train dev

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test: check
	@$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile $(ARGS)

quick: python
	@$(PYTHON) bootstrap.py dev
	@$(BIN)/python -m pytest -q -m "not torch and not story and not page and not gpu" $(ARGS)

format: setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

benchmarks: setup
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

clean:
	@rm -rf .venv .atelier runs
