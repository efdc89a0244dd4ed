# make tag [FILE=contract.pdf]   tags a document; the first run installs what is needed
# make install [EXTRAS=annotate]  installs nerkit, and what an extra brings
# make test                      runs every check
# make docs                      builds the guides and the reference of the API in build/site
# make yardsticks [DATA=folder] [ONLY="cuad adbuy"]   measures the model on the corpora; goes on where it was stopped
# make yardsticks-compare        says what moved since the figures that are committed
# make fuzz [COUNT=10000 SEED=1]  damaged inputs for each parser of bytes; those that reach something new are kept in runs/fuzz
# make mutants [ROOMS="tagging records"]   says which small changes to the code no test notices: takes an hour or two
# make hostile [COUNT=10000]     gives nerkit what means harm: an hour at most, and what has to be 0 is 0
# make cluster                   loses a machine of a Ray cluster of two in the middle of a run: wants this one to itself
# make audit                     known faults in the packages that nerkit is tested with

FILE ?= corpora/samples/services-contract.pdf
DATA ?= ../shared/data
ONLY ?=
ROOMS ?=
COUNT ?= 10000
SEED ?= 1
VENV := .venv
# Where torch for a CPU lies: the usual index has the one for GPUs on Linux, with 5 GB of libraries.
TORCH := https://download.pytorch.org/whl/cpu
INSTALL := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# What failed is run once more with nothing beside it: signals, sockets and processes can come late on a busy machine, while
# a fault of the code fails twice.
PYTEST := OMP_NUM_THREADS=1 OMP_THREAD_LIMIT=1 $(VENV)/bin/pytest

.PHONY: tag install test lint docs yardsticks yardsticks-compare fuzz mutants hostile cluster audit picture clean
.DELETE_ON_ERROR:

tag: $(VENV)/.installed
	@$(VENV)/bin/nerkit tag "$(FILE)"

install: $(VENV)/.installed
	@$(if $(EXTRAS),$(INSTALL) --editable '.[$(EXTRAS)]')

test: $(VENV)/.installed-dev lint docs
	$(PYTEST) -n 2 --durations=25 || { echo "Once more, alone, what failed …" >&2; $(PYTEST) --last-failed --last-failed-no-failures none; }

lint: $(VENV)/.installed-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

docs: $(VENV)/.installed-dev
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --quiet --strict

yardsticks: $(VENV)/.installed
	@$(VENV)/bin/nerkit benchmark yardsticks "$(DATA)" $(addprefix --only ,$(ONLY))

yardsticks-compare: $(VENV)/.installed
	@$(VENV)/bin/nerkit benchmark moved docs/yardsticks.json

fuzz: $(VENV)/.installed-dev
	@nice $(VENV)/bin/python -m tests.fuzz.parsers --count $(COUNT) --seed $(SEED)

mutants: $(VENV)/.installed-dev
	@$(INSTALL) --editable '.[mutants]'
	@nice $(VENV)/bin/python -m scripts.mutants runs/mutants $(ROOMS)

hostile: $(VENV)/.installed-dev
	@nice $(VENV)/bin/python -m scripts.hostile --count $(COUNT)

cluster: $(VENV)/.installed-dev
	$(VENV)/bin/pytest -m cluster

audit: $(VENV)/.installed
	@$(INSTALL) pip-audit
	@$(VENV)/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip

# The picture of the output in the README.
picture: $(VENV)/.installed
	$(VENV)/bin/python scripts/picture.py "$(FILE)" docs/tag.svg

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: pyproject.toml constraints.txt scripts/system-packages
	@scripts/system-packages
	@echo "Installing nerkit into $(VENV) …" >&2
	@test -x $(VENV)/bin/pip || "$$(scripts/system-packages python)" -m venv $(VENV)
	@$(INSTALL) --no-deps --retries 1 --index-url $(TORCH) torch || echo "torch comes from the usual index" >&2
	@$(INSTALL) --editable '.[heic,train]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@scripts/system-packages tests
	@echo "Installing what the tests need into $(VENV) …" >&2
	@$(INSTALL) --editable '.[dev]'
	@touch $@
