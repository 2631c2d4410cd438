"""Open data: what the site shows to everybody, for programs; read only, without keys and without cookies.

`service.py` holds the one NinjaAPI, `endpoints/` what can be asked, `schemas/` what is answered, field by field.
`answers.py` is around every answer: methods, language, form, what proxies and browsers may keep. `description.py`
makes the OpenAPI document, `tables.py` CSV.
"""
