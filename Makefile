# `make demo` and `make test` set everything up by themselves: Python 3.11+, git and make are all they need.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# Tests start coachplan hundreds of times: without its compiled modules each start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE
# Most of what is installed is never imported: whoever imports a module first compiles it.
export PIP_COMPILE := 0
SHARED := -n auto --dist loadfile --no-loadscope-reorder

.PHONY: demo test long soak faults hostile kept check lint types pages wheel lock release ci lowest audit bench mutation fuzz rules share docs clean

demo: $(VENV)/.runtime  ## The main job on a sample repository, step by step
	@$(RUN) tools/demo.py demo

# Tests that make up examples try all of theirs there, and a third otherwise.
check long soak faults hostile mutation: export EXAMPLES := all

test: $(VENV)/.dev  ## All tests but the long ones; with COVERAGE=yes they are measured, and must reach enough lines and branches
	$(if $(COVERAGE),$(RUN) -m coverage erase)
	$(RUN) $(if $(COVERAGE),-m coverage run) -m pytest $(SHARED) -m 'not long and not soak'
	$(if $(COVERAGE),$(RUN) -m coverage combine --quiet)
	$(if $(COVERAGE),$(RUN) -m coverage report)

long: $(VENV)/.dev  ## The tests that take long
	$(RUN) -m pytest $(SHARED) -m long

soak: $(VENV)/.dev  ## Thousands of random commands of several people (a quarter of an hour)
	$(RUN) tools/kept.py soak

faults: $(VENV)/.dev  ## Stop or fail each command at each of its steps: nothing is lost
	$(RUN) tools/kept.py faults

hostile: $(VENV)/.dev  ## Lay what could harm a reader before every command that reads
	$(RUN) tools/kept.py hostile

kept: faults hostile soak fuzz mutation  ## All that is known to hold only while somebody tries: a figure at the end of each (hours)

check: COVERAGE := yes
check: test long pages  ## All that CI runs, the long tests and the oldest libraries; installing keeps one core busy at most, so two of the rest run side by side
	@$(MAKE) --no-print-directory --jobs 2 lowest ci wheel types lint audit UNANSWERED=passes

lint: $(VENV)/.dev
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) tools/docstrings.py
	$(RUN) tools/rules.py

types: $(VENV)/.dev
	$(RUN) -m mypy

pages: $(VENV)/.dev  ## The pages in a real browser; needs Chromium
	@$(RUN) tools/chromium.py
	$(call extra,browser)
	$(RUN) -m pytest -n 2 --dist loadgroup tests/browser

wheel: $(VENV)/.dev  ## Build the wheel twice, install it with the lock alone, go through the tutorial; lint what else is published
	$(call extra,release)
	$(RUN) tools/try_wheel.py
	$(VENV)/bin/hadolint Dockerfile
	$(VENV)/bin/zizmor --offline --quiet .github/workflows action.yml templates/ci/github.yml

lock: $(VENV)/.dev  ## The lock, requirements/; with UPGRADE=yes each library is the newest that is allowed
	$(call extra,release)
	$(RUN) tools/lock.py --write $(if $(UPGRADE),--upgrade)

release: $(VENV)/.dev  ## What is published of HEAD, in dist/; needs TAG=v0.2.0, and publishes nothing
	$(call extra,release)
	$(RUN) tools/release.py $(TAG)

ci: $(VENV)/.dev  ## The action, the workflows and the pre-commit hook, installing and all
	$(RUN) tools/try_ci.py

lowest: $(VENV)/.dev  ## The tests with the oldest versions that pyproject.toml allows
	$(RUN) tools/try_lowest.py

audit: $(VENV)/.dev  ## The oldest versions that pyproject.toml allows have no known hole; asks OSV, and fails where nobody answers
	$(call extra,audit)
	$(RUN) tools/audit.py $(if $(UNANSWERED),--unanswered=$(UNANSWERED))

bench: $(VENV)/.dev  ## Speed, side by side, as ratios
	$(RUN) benchmarks/run.py

mutation: $(VENV)/.dev  ## Change each condition of the rules and the wording reader: a test must fail (hours); PART=words is one part of it
	$(call extra,mutation)
	$(RUN) tools/mutation.py $(PART)

fuzz: $(VENV)/.dev  ## Feed mutated files to each reader, ten minutes each; needs Clang or a wheel of atheris for this Python
	$(call extra,fuzz)
	$(RUN) tools/kept.py fuzz $(or $(SECONDS_EACH),600)

rules: $(VENV)/.dev  ## What is made from the rules: their rows in the catalogue, docs/rules.md
	$(RUN) tools/rules.py --write

share: $(VENV)/.dev  ## What shells find beside the command: man pages and completions
	$(RUN) tools/shell_files.py --write

docs: rules share  ## The generated parts of docs/ and the pictures; needs Chromium
	$(RUN) tools/format_tables.py --write
	$(RUN) tools/settings_tables.py --write
	$(RUN) tools/wording_report.py --write
	$(call extra,browser)
	$(RUN) tools/pictures.py

# Each installs all that it needs in one go, and `.dev` has what `.runtime` has. With LOCKED=release, or another lock of
# requirements/, a new environment has what that lock has, by its hashes, and nothing else.
define installed
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "coachplan needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install $(QUIET) $(if $(LOCKED),--require-hashes --requirement requirements/$(LOCKED).txt,--editable $(1))
	$(if $(LOCKED),@$(RUN) -m pip install $(QUIET) --no-index --no-deps --no-build-isolation --editable .)
	@touch $(2)
endef

# What one target alone needs, too.
extra = $(if $(LOCKED),,@$(RUN) -m pip install $(QUIET) --editable '.[$(1)]')
QUIET := --quiet --disable-pip-version-check

$(VENV)/.runtime: pyproject.toml
	$(call installed,.,$@)

$(VENV)/.dev: pyproject.toml
	$(call installed,'.[dev]',$(VENV)/.runtime $@)

clean:
	rm -rf $(VENV) .venv-* build dist demo mutants .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis
