"""A certificate to print and hang up. Paper cannot change, so it leads to a page of ours that says what is true today.

See docs/decisions/0054-a-certificate-is-checked-at-its-address.md.
"""
