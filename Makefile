# Everything runs from a clean checkout: each target sets up what it needs in .venv.
PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test bench pack helptext accept stamp format clean

help:            ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	@# the pip that comes with Python 3.11 writes a start script that imports re, which takes half of Python's own start
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --upgrade pip
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[all,dev]'
	@touch $(READY)

demo: $(READY) pack ## Build the examples in all formats and languages, and say where to look
	@rm -rf out/demo
	@$(BIN)/privet build examples/bring-the-pixel.toml --document plan --lang en,fr,nl --format html,pdf,docx,md,json -o out/demo
	@$(BIN)/privet build examples/dutch-sports-club.toml --document plan,notice --lang en,fr,nl --format html,pdf,docx,md,json -o out/demo
	@echo
	@echo "Look at out/demo/bring-the-pixel/plan.en.html (a plan) and out/demo/dutch-sports-club/notice.nl.html (a public notice)."

test: $(READY) pack ## Run every check: style, types, house, tests
	@tools/browser.sh
	@tools/mariadb.sh
	$(BIN)/ruff format --check src tests tools bench
	$(BIN)/ruff check src tests tools bench
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@# many tests wait for servers and browsers: one worker more than there are processors
	$(BIN)/pytest -n $$(($$(nproc 2>/dev/null || echo 1) + 1)) --dist worksteal

bench: $(READY) pack ## Measure the speed, as ratios (FULL=1 for the long form, PART=data for one part)
	$(BIN)/python -m bench $(if $(FULL),--full) $(if $(PART),--part $(PART))

pack: $(READY)   ## Parse all data once, so that builds need not (an install does it too)
	@$(BIN)/python tools/pack.py

helptext: $(READY) ## Write the pages of `privet --help` from the words
	@$(BIN)/python tools/helptext.py

accept: $(READY) ## Rewrite the accepted plans in tests/plans, to be read as a diff
	$(BIN)/python -m pytest tests/test_plans.py --accept -q
	@git diff --stat -- tests/plans

stamp: $(READY)  ## Mark translations as written from the English of today (ALL=1: also the stale ones)
	$(BIN)/python tools/stamp.py $(if $(ALL),--all)

format: $(READY) ## Lay out the code
	$(BIN)/ruff format src tests tools bench
	$(BIN)/ruff check --fix --quiet src tests tools bench

clean:           ## Remove what make made
	rm -rf .venv out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
