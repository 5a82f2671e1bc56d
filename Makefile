# Marsad: `make demo` shows it at work, `make test` is what CI runs.
PYTHON ?= python3.11
VENV ?= .venv
BIN := $(VENV)/bin
DEMO ?= demo-out
SITE ?= site
MINUTES ?= 30
SOAK_MINUTES ?= 60

# The front end: sources that are committed, packages and built files that are not.
FRONTEND := src/marsad/web/frontend
DIST := src/marsad/web/static/dist

.PHONY: web screenshots demo docs test lint bench fuzz soak release lock readme votes install install-dev install-docs install-bench
.PHONY: install-fuzz install-release install-learn clean

demo: install ## read the bundled articles, print the register of a bundled dossier, offer the desk on it
	@$(MAKE) --no-print-directory web || echo "The desk will have no scripts, styles and map: it works for reading"
	@$(BIN)/marsad demo --output $(DEMO)

test: install-dev lint web ## everything CI runs: lint, types, tests, quality gate
	@tests/store/install_postgres.sh
	@tests/web/install_chromium.sh
	@tests/export/install_followthemoney.sh $(VENV)
	$(BIN)/python -m eval.gate
	$(BIN)/python -m pytest --numprocesses logical --maxprocesses 8 --dist worksteal

web: $(DIST)/desk.js ## what the desk sends to a browser: scripts, styles, fonts, shapes (npm; nothing of it is committed)

screenshots: install-dev web ## a picture of every page of the desk in Arabic and English, into screenshots/
	@tests/web/install_chromium.sh
	@$(BIN)/python -m tests.web.screenshots screenshots

lint: install-dev ## ruff (rules and layout) and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict

docs: install-docs ## the documentation as a site with a search, into site/ (open site/index.html)
	@$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --fresh-env docs $(SITE)
	@echo "The documentation: $(SITE)/index.html"

readme: install-dev ## put the real output of the demo and its dossier into README.md and docs
	@$(BIN)/python -m eval.readme

votes: install-learn ## learn the votes of reading anew, what ships and for the gate those without each fold (PyTorch, an hour and a half on two cores)
	@$(BIN)/python -m eval.vote

bench: install-bench ## every benchmark, each as far as it gets, and docs/performance.md made from their figures
	@tests/store/install_postgres.sh
	@failed=; for each in reading linking ingest desk crowd exports; do OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.$$each || failed="$$failed $$each"; done; \
	$(BIN)/python -m benchmarks.page && { test -z "$$failed" || { echo "limits not kept:$$failed"; exit 1; }; }

fuzz: install-fuzz ## every parser and reading itself, two at a time, each for so many minutes of the processor: make fuzz MINUTES=30 (docs/fuzzing.md)
	@$(BIN)/python -m fuzz --minutes $(MINUTES)

soak: install-dev ## an hour of everything at once, under faults: make soak SOAK_MINUTES=60 (docs/soak.md)
	@tests/store/install_postgres.sh
	@$(BIN)/python -m soak --minutes $(SOAK_MINUTES)

release: install-release web ## wheel and sdist in dist/, installed afresh and tried offline, with an inventory of their parts
	@$(BIN)/python -m release

lock: install-release ## requirements.lock anew: every package that an installation holds, with its hashes
	@$(BIN)/python -m release.lock

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev
install-bench: $(VENV)/.installed-bench
install-docs: $(VENV)/.installed-docs
install-fuzz: $(VENV)/.installed-fuzz
install-release: $(VENV)/.installed-release
install-learn: $(VENV)/.installed-learn

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) not found: install Python 3.11 or newer, or name yours: make PYTHON=python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "make: $(PYTHON) cannot create a virtual environment: install its venv module (on Debian and Ubuntu: apt install $(notdir $(PYTHON))-venv)"; exit 1; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing Marsad into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[web]'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "Installing Marsad and its development tools into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-docs: pyproject.toml | $(BIN)/python
	@echo "Installing what builds the documentation into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@

$(VENV)/.installed-fuzz: pyproject.toml | $(BIN)/python
	@echo "Installing Marsad and the fuzzer into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,fuzz]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-release: pyproject.toml | $(BIN)/python
	@echo "Installing what builds and checks a release into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,release]'
	@touch $@ $(VENV)/.installed $(VENV)/.installed-dev

$(VENV)/.installed-learn: pyproject.toml | $(BIN)/python
	@echo "Installing Marsad and what learns its votes into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[learn]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml | $(BIN)/python
	@echo "Installing Marsad and the programs it is compared with into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@ $(VENV)/.installed

$(DIST)/desk.js: $(FRONTEND)/package-lock.json $(FRONTEND)/build.mjs $(wildcard $(FRONTEND)/src/*) | $(BIN)/python
	@$(FRONTEND)/build.sh $(BIN)

clean:
	rm -rf $(DIST) $(FRONTEND)/node_modules $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
