"""The logo bench: from bytes that somebody sent to pictures that we made ourselves.

What looks inside a stranger's file (`problems`, `sniffing`, `drawing`, `seeing`, `fingerprints`, `child`) knows nothing of Django and runs in
a process of its own; see docs/decisions/0042-logos-are-drawn-anew.md.
"""
