# Everything a developer types. A fresh machine needs Python 3.11 and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
OPEN   ?= 1

.PHONY: bench-dynamics demo test test-weights check lint types bench eval golden models card setup setup-dev

# The parts that the product needs: no torch.
$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .
	touch $@

# What the tests need on top: torch first, so that nothing pulls in the build for graphics cards.
$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt torch
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e ".[train,dev]"
	touch $@

setup: $(VENV)/.installed
setup-dev: $(VENV)/.installed-dev

demo: setup
	$(BIN)/coach score sample_calls
	$(BIN)/coach report
ifneq ($(OPEN),0)
	$(BIN)/coach app
endif

test: setup-dev
	$(BIN)/pytest -q -n auto --dist loadfile

# Needs trained weights of the speech recogniser: COACH_ASR_MODEL=folder make test-weights
test-weights: setup-dev
	$(BIN)/pytest -q -m needs_weights --log-cli-level=INFO

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup-dev
	$(BIN)/mypy

check: lint types test

# What things cost on this machine.
bench: setup-dev
	$(BIN)/python -m tests.bench

# How well timing is heard, against calls of known truth.
bench-dynamics: setup-dev
	$(BIN)/python -m tests.bench_dynamics

# Write the expected analyses of the samples anew; read the difference before you commit it.
golden: setup-dev
	$(BIN)/python -m tests.golden

# Agreement with annotators; GOLD is where labelled conversations lie (they are not in here).
GOLD ?= ../shared/gold/en_real_dev.jsonl ../shared/gold/en_rich_dev.jsonl
ANNOMI ?= ../shared/corpora/evaluation/conversations_annomi.jsonl.gz

# What is not there is told in one sentence, with what to give instead.
define needs
	@for file in $(1); do test -e "$$file" || { echo "make $@: $$file is not there; give $(2)=FILE, $(3)"; exit 1; }; done
endef
LABELLED := conversations that people labelled, as JSONL

eval: setup-dev
	$(call needs,$(GOLD),GOLD,$(LABELLED))
	$(call needs,$(ANNOMI),ANNOMI,rated sessions of AnnoMI as JSONL)
	$(BIN)/coach evaluate $(foreach file,$(GOLD),--gold $(file))
	$(BIN)/coach evaluate --annomi $(ANNOMI)

# Train the models again from their recipes: under two hours on two cores.
models: setup-dev
	$(BIN)/python -m coach.training.make models/cues-en

# Measure a model and write its card.
card: setup-dev
	$(call needs,$(GOLD),GOLD,$(LABELLED))
	$(BIN)/python -m coach.training.card models/cues-en $(foreach file,$(GOLD),--gold $(file))
