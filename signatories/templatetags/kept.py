"""For the page about privacy, which belongs to what the site says and so cannot ask for these itself."""

from django import template

from signatories import retention

register = template.Library()


@register.simple_tag
def retention_lines() -> list[retention.Line]:
    """What is kept and for how long, of everybody: who signs, and who works here."""
    return [*retention.LINES, *retention.LINES_ABOUT_COLLEAGUES]
