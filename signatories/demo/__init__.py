"""Plainly fictitious signatories for working on the site: in every status, with their history and mails.

Nothing here is a real organisation or person: names say so, domains end in .example, phone and enterprise numbers lie
in ranges that nobody can be given. The same seed gives the same signatories; more of them begin with the same ones.
Links and receipt numbers come from the seed too, so that anybody can compute them: one more reason why none of this
may ever stand on a public site.
"""

from .load import NotLocalError, Report, load

__all__ = ["NotLocalError", "Report", "load"]
