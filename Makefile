# make reports   set everything up and make the reports from the data in the repository
# make test      set everything up and run the tests
# make check     report every problem of the data
# make lab       open the notebooks in JupyterLab
# make ci        what runs on every push: check, tests, reports, and which judgements a change touches
# make watch     ask the publishers for newer consolidations and write down what they change
# make bench     measure speed and memory

# The first Python that is new enough; PYTHON=… chooses another.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)) python3)

.PHONY: reports test check lab bench ci watch quality

reports: .venv/ready
	@.venv/bin/mapping report

test: .venv/ready
	@.venv/bin/python -m pytest

check: .venv/ready
	@.venv/bin/mapping check

lab: .venv/ready
	@.venv/bin/mapping lab

bench: .venv/ready
	@.venv/bin/python tools/benchmark.py

ci watch: .venv/ready
	@.venv/bin/python tools/ci.py $(if $(filter ci,$@),push,watch)

quality: .venv/ready
	@.venv/bin/ruff check src tests tools
	@.venv/bin/ruff format --check src tests tools
	@.venv/bin/mypy

.venv/ready: uv.lock pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py
