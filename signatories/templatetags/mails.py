"""For back-office pages that show a mail."""

from django import template

from signatories import tokens

register = template.Library()
register.filter("without_keys", tokens.without_keys)
