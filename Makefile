# `make help` is the manual.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SOURCES := $(shell find bot corpus index -name '*.py' -o -name '*.css' -o -name '*.js')
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export GRADIO_ANALYTICS_ENABLED = False

.DEFAULT_GOAL := help
.PHONY: help run install test check lint types docs eval bench-cold bench-stages bench-queues bench-side-by-side bench-retrieval bench-served bench-reading bench-adding bench-adding-page bench-scale bench-citations soak fuzz screenshots lock licences audit bench-page clean

help: ## Show this manual
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | \
	  awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

run: install ## Open the chat page on http://127.0.0.1:7860, installing first if need be
	$(BIN)/sibilla serve

install: $(VENV)/.installed ## Make .venv with the program in it

# Nothing is fetched but what the locks name, so nothing builds in a place of its own either.
$(VENV)/.installed: pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	sh scripts/install_locked.sh $(BIN)/pip requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.lock
	sh scripts/install_locked.sh $(BIN)/pip requirements-test.lock
	sh scripts/install_chromium.sh
	touch $@

test: $(VENV)/.installed-test ## Run every test, installing what the tests need
	$(BIN)/python -m pytest $(ARGS)

check: lint types docs test ## Everything that must hold before a commit

lint: $(VENV)/.installed-test ## Look for faults of style and likely mistakes (ruff)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-test ## Check the types (mypy, strict)
	$(BIN)/mypy

docs: $(VENV)/.installed-test ## Check that the papers say what the program does
	$(BIN)/python -m pytest -q tests/docs

eval: install ## Measure answers over the demo corpus
	$(BIN)/sibilla eval tests/questions/demo.jsonl

bench-retrieval: $(VENV)/.installed-test ## Measure retrieval in four directions (needs the benchmark's data)
	$(BIN)/python -m tests.benchmarks.retrieval

bench-cold: $(VENV)/.installed-test ## Measure fresh processes: help, a question, the page
	$(BIN)/python -m tests.benchmarks.cold --write

bench-stages: $(VENV)/.installed-test ## Measure where the time of an answer goes
	$(BIN)/python -m tests.benchmarks.stages --write

bench-queues: $(VENV)/.installed-test ## Measure answers while a thousand articles are added (10 minutes)
	$(BIN)/python -m tests.benchmarks.queues --write

bench-side-by-side: $(VENV)/.installed-test ## Compare with LangChain's tutorial (installs two packages)
	$(BIN)/pip install --quiet --no-deps 'langchain-chroma>=1.1,<2' 'langchain-huggingface>=1.2,<2'
	$(BIN)/python -m tests.benchmarks.side_by_side --write

bench-citations: $(VENV)/.installed-test ## Measure how well faults in answers are found (1 minute)
	$(BIN)/python -m tests.benchmarks.citations

bench-served: $(VENV)/.installed-test ## Measure a Chroma server against Chroma in the folder (1 minute)
	$(BIN)/python -m tests.benchmarks.served

bench-reading: $(VENV)/.installed-test ## Read Debian's manuals, in both languages (installs their packages, as root)
	apt-get install --yes --no-install-recommends debian-reference-it debian-reference-en \
	  debian-faq-it debian-faq developers-reference-it developers-reference
	$(BIN)/python -m tests.benchmarks.reading

bench-adding: $(VENV)/.installed-test ## Add 500 real documents, also killed and interrupted (after bench-reading, 30 minutes)
	$(BIN)/python -m tests.benchmarks.adding

bench-adding-page: $(VENV)/.installed-test ## Drop 500 real documents onto the page (after bench-reading, 20 minutes)
	$(BIN)/python -m tests.benchmarks.adding_page --write

bench-scale: $(VENV)/.installed-test ## Grow a library to 100,000 passages, measured on the way (hours; installs Debian's manuals, as root)
	apt-get install --yes --no-install-recommends \
	  $$($(BIN)/python -c 'from tests.benchmarks.manuals import PACKAGES; print(*PACKAGES)')
	$(BIN)/python -m tests.benchmarks.scale --write

soak: $(VENV)/.installed-test ## Kill, damage, fill and crowd it for a long time (30 minutes, best as root)
	$(BIN)/python -m pytest tests/soak -m "soak or not soak" -s $(ARGS)

bench-page: $(VENV)/.installed-test ## Measure how long a visitor of the page waits (2 minutes)
	$(BIN)/python -m tests.benchmarks.page

fuzz: $(VENV)/.installed-test ## Fuzz all that reads what others wrote (ARGS=SECONDS for each, 60 if not told)
	$(BIN)/pip install --quiet 'atheris>=3,<4'
	$(BIN)/python -m tests.fuzz $(ARGS)

screenshots: $(VENV)/.installed-test ## Photograph the page into build/screenshots (ARGS=--all: in every state, 8 minutes)
	$(BIN)/python -m tests.browser.screenshots build/screenshots $(ARGS)

lock: $(VENV)/.installed ## Choose the versions of all packages anew, as far as pyproject.toml has changed
	$(BIN)/pip install --quiet 'uv>=0.13,<1'
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python scripts/lock.py $(ARGS)

licences: $(VENV)/.installed-test ## Write down the licences of all packages
	$(BIN)/python scripts/licences.py

audit: $(VENV)/.installed ## Ask which locked packages have known vulnerabilities (needs the internet)
	$(BIN)/pip install --quiet 'uv>=0.13,<1'
	for lock in requirements.lock requirements-test.lock; do \
	  $(BIN)/uv tool run 'pip-audit>=2.9,<3' --require-hashes --disable-pip \
	    --requirement $$lock || exit 1; \
	done

clean: ## Remove what was built, and the environment
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
