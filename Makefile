# Everything a person types here. Each target first makes ready what it needs (tools/ready.py): the first time that
# takes three or four minutes and shows what it does, after that it costs a tenth of a second and no network.

PYTHON ?= python3
# How many tests at once; the figure that was fastest on two cores.
WORKERS ?= 2
# Words for the program behind a target: make run ARGS="--port 9000", make test ARGS="-k receipt"
ARGS ?=

READY := @command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Ekko needs Python 3.11, 3.12 or \
	3.13 with venv (Debian and Ubuntu: apt-get install python3 python3-venv)."; exit 1; }; $(PYTHON) -m tools.ready
BIN := .venv/bin
# Whoever is done takes tests from the other, so that all end at the same time.
PYTEST = $(BIN)/pytest -n $(WORKERS) --dist worksteal
# The reading stands beside the tests: whichever fails says so at once and make fails, the other still ends.
BESIDE := $(MAKE) --no-print-directory -j 3
FAST := not browser and not postgres and not slow

.DEFAULT_GOAL := help
.PHONY: help run serve test check lint form types contracts spelling all-tests quick-tests bench docs vectors teach pictures \
	clean-setup

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start Ekko with a small example municipality, and print where to look
	$(READY) run
	@exec $(BIN)/ekko run $(ARGS)

serve: ## the real thing: settings from the environment, .env.example explains each
	$(READY) run
	@exec $(BIN)/ekko serve $(ARGS)

test: ## everything CI does: the checks and all tests, with a real PostgreSQL and a real browser
	$(READY) test
	@$(BESIDE) all-tests lint

check: ## the quick part of it, under a minute
	$(READY) check
	@$(BESIDE) quick-tests lint

all-tests: # by make test
	@$(PYTEST) $(ARGS)

quick-tests: # by make check
	@$(PYTEST) -m "$(FAST)" $(ARGS)

lint: form types contracts spelling # read, not run

form: # and slips
	@$(BIN)/ruff format --check --quiet --output-format concise . || { echo "Some files are not in ruff's form: run .venv/bin/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet --output-format concise .

types:
	@$(BIN)/mypy --no-error-summary

contracts: # who imports whom
	@said=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$said"; echo "The contracts stand in pyproject.toml."; exit 1; }

spelling:
	@$(BIN)/codespell

bench: ## how fast it is on this machine, as a table
	$(READY) check
	@exec $(BIN)/python -m bench $(ARGS)

docs: ## write the pages of docs/ that are made from the code
	$(READY) check
	@exec $(BIN)/python -m tools.docs

vectors: ## make the examples' vectors that ship with the program anew, after many examples changed
	$(READY) check
	@exec $(BIN)/python -m nlp.vectors

teach: ## teach the second reader's model our labels (an hour); then `make vectors`, and its new hash in nlp/e5.py
	$(READY) check
	@$(BIN)/python -m venv tools/teach/.venv
	@tools/teach/.venv/bin/pip install --quiet --only-binary=:all: -r tools/teach/requirements.txt
	@$(BIN)/python -m tools.teach.lessons > tools/teach/.lessons.tsv
	@exec tools/teach/.venv/bin/python -m tools.teach.learn tools/teach/.lessons.tsv nlp/data/taught/biases.npz $(ARGS)

pictures: ## take the pictures of docs/pictures anew, of an Ekko that is started for it
	$(READY) test
	@$(BIN)/python -m tools.icons
	@$(BIN)/python -m tools.telegram_pictures
	@exec $(BIN)/python -m tools.pictures

clean-setup: ## take away what set-up made; your data folder is not touched
	rm -rf .venv .venv-tools collector/web/assets/node_modules collector/web/assets/built tests/machine/built
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
