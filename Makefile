# make run    prepares everything and serves on http://127.0.0.1:5000 (PORT changes it)
# make test   runs the tests; says what was skipped and why
# make sure   everything CI runs: style, types, import rules, translations, content, then the tests
# make bench  prints queries, rows, milliseconds and memory per page, beside the limit measured in the same run

PY = .venv/bin/python
VENV = .venv/.complete
SWEDISH = translations/sv/LC_MESSAGES/messages.mo

.PHONY: run test sure bench messages lint types imports translations content

run: $(VENV) $(SWEDISH)
	@$(PY) app.py

test: $(VENV) $(SWEDISH)
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

sure: lint types imports translations content test

bench: $(VENV) $(SWEDISH)
	@METODSTOD_BENCH_ROWS=$${METODSTOD_BENCH_ROWS:-10000000} $(PY) -m tests.bench

lint: $(VENV)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m djlint --quiet --lint templates

types: $(VENV)
	@$(PY) -m mypy

imports: $(VENV)
	@.venv/bin/lint-imports --no-cache

translations: $(VENV)
	@$(PY) -m tests.catalogue_check

content: $(VENV) $(SWEDISH)
	@METODSTOD_INSTANCE=build/content METODSTOD_DEMO=on $(PY) -m flask --app app content check

# Gathers new texts into the Swedish catalogue, where they are then translated by hand.
messages: $(VENV)
	@.venv/bin/pybabel -q extract -F translations/babel.cfg -k _l -k lazy_gettext --no-location --sort-output --omit-header -o translations/messages.pot .
	@.venv/bin/pybabel -q update --no-fuzzy-matching --ignore-obsolete -w 140 -i translations/messages.pot -d translations -l sv

$(VENV): requirements.txt
	@echo "Preparing .venv (once; a minute or two) …"
	@.ci/make-venv
	@touch $@

$(SWEDISH): translations/sv/LC_MESSAGES/messages.po $(VENV)
	@.venv/bin/pybabel -q compile -f -d translations
