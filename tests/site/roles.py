"""Who may ask for what in the back office. An address that is missing here fails a test: add a line, and think.

Addresses of our own stand in `CUSTOM` of test_back_office_access.py; here are the pages that Django makes for each model.
"""

from collections.abc import Callable

from django.contrib.auth.models import User

from tests import factories

ROLES: dict[str, Callable[[], User | None]] = {
    "anonymous": lambda: None,
    "visitor": factories.create_visitor,  # an account that is not staff
    "staff": lambda: User.objects.create_user("Stan", password="een-lang-wachtwoord", is_staff=True),
    "editors": factories.create_editor,
    "moderators": factories.create_moderator,
    "administrators": factories.create_administrator,
    "superuser": lambda: User.objects.create_superuser("beheer", password="een-lang-wachtwoord"),
}
LOOK, ADD, CHANGE, DELETE = "look", "add", "change", "delete"
WRITE = {LOOK, ADD, CHANGE}
_WRITTEN_BY_EDITORS = {"editors": WRITE, "superuser": WRITE}  # nobody deletes: what is not needed is unpublished
_SETTERS = ("moderators", "administrators", "superuser")
# What each role may do with the rows of a model; a role that is not named may do nothing.
MODELS: dict[str, dict[str, set[str]]] = {
    "account_emailaddress": {"superuser": {*WRITE, DELETE}},
    "auth_group": {"superuser": {*WRITE, DELETE}},
    "auth_user": {"administrators": WRITE, "superuser": {*WRITE, DELETE}},
    "mfa_authenticator": {"superuser": {LOOK, DELETE}},
    "usersessions_usersession": {"superuser": {LOOK, DELETE}},
    "signatories_signatory": {"moderators": {LOOK, CHANGE}, "superuser": {LOOK, CHANGE}},
    "signatories_event": {role: {LOOK} for role in ("moderators", "administrators", "superuser")},
    "signatories_outgoingmail": {role: {LOOK} for role in ("moderators", "superuser")},
    "signatories_reason": {"moderators": WRITE, "superuser": WRITE},
    "signatories_limit": dict.fromkeys(_SETTERS, WRITE),  # a scope without a row can be added
    "signatories_listed": {role: {*WRITE, DELETE} for role in _SETTERS},
    "signatories_moderationsettings": dict.fromkeys(_SETTERS, WRITE),
    **{
        f"guidance_{model}": _WRITTEN_BY_EDITORS
        for model in ("aid", "article", "helpline", "houserule", "outcome", "page", "question", "reply")
    },
}
# Pages of the back office that belong to no model, and who gets an answer there.
EVERYBODY_IN = {"staff", "editors", "moderators", "administrators", "superuser"}
OTHERS: dict[str, set[str]] = {
    "index": EVERYBODY_IN,
    "password_change": EVERYBODY_IN,
    "password_change_done": EVERYBODY_IN,
    "jsi18n": EVERYBODY_IN,
    "autocomplete": EVERYBODY_IN,  # asks for the right to look at the model it searches in
    "view_on_site": EVERYBODY_IN,  # leads to the public page
    "app_list": EVERYBODY_IN,
    "auth_user_password_change": {"superuser"},
    "signatories_wording_changelist": set(_SETTERS),  # its other pages are of our own
    # These two are open: one leads to the log-in, the other out.
    "login": set(ROLES),
    "logout": set(ROLES),
}
