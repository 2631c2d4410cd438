# Everything that people and continuous integration do with this project. `make help` lists it.
# The recipes only find a fitting Python; the work is done by deploy/local, which needs nothing but Python itself.

.DEFAULT_GOAL := help
LAUNCH = python=$$(sh deploy/local/find-python.sh) && exec "$$python" -m deploy.local

.PHONY: help run serve test unit check fix messages bench manage lock

help: ## show this list
	@echo "make <target>, with ARGS=\"…\" for what follows the command:"
	@sed -n 's/^\([a-z]*\): ## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r target text; do printf '  %-10s %s\n' "$$target" "$$text"; done

run: ## set up everything and serve on http://127.0.0.1:8000 (PORT=8001 make run: elsewhere)
	@$(LAUNCH) run

serve: ## the same as production serves it: gunicorn, no debug, hashed and compressed files
	@$(LAUNCH) serve

test: ## every test (make test ARGS="-k join": some of them; ARGS='-m "not browser"': without Chromium)
	@$(LAUNCH) test $(ARGS)

unit: ## what to run while you work: the tests of one thing at a time, without pages and programs, in less than half a minute
	@$(LAUNCH) unit $(ARGS)

check: ## lint, types, templates, translations, migrations, settings
	@$(LAUNCH) check

fix: ## let the tools mend what they can
	@$(LAUNCH) fix

messages: ## collect the texts to translate, and compile what is translated
	@$(LAUNCH) messages

bench: ## measure requests per second and queries, in ratios to a static file
	@$(LAUNCH) bench $(ARGS)

manage: ## a management command on the local database (make manage ARGS="changepassword anna")
	@$(LAUNCH) manage $(ARGS)

lock: ## write requirements.txt and requirements-dev.txt anew (make lock ARGS=--upgrade: newer versions)
	@$(LAUNCH) lock $(ARGS)
