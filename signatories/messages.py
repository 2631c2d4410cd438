"""Every message to signatories, from the three modules that write them. What goes through all of them, reads this."""

from signatories import contact_emails, emails, renewal_emails

LABELS = emails.LABELS | renewal_emails.LABELS | contact_emails.LABELS
MESSAGES = tuple(LABELS)
