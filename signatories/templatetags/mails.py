"""For mails, and for back-office pages that show one."""

from django import template
from django.template.base import Parser, Token

from signatories import tokens
from signatories.wording import LABELS, PassageNode

register = template.Library()
register.filter("without_keys", tokens.without_keys)


@register.tag
def passage(parser: Parser, token: Token) -> PassageNode:
    """`{% passage "opening" %}…{% endpassage %}`: words that colleagues may replace by their own."""
    parts = token.split_contents()
    name = parts[1].strip("\"'") if len(parts) == 2 else ""
    if name not in LABELS:
        raise template.TemplateSyntaxError(f"passage takes one of {', '.join(LABELS)}, in quotation marks")
    shipped = parser.parse(("endpassage",))
    parser.delete_first_token()
    return PassageNode(name, shipped)
