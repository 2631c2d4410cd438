"""What programs send. Each is set apart with a reason, or refused with a clear message; never dropped."""

SPAM: list[dict[str, object]] = [
    {"guise": "filled trap", "form": {"homepage": "https://koop.example/"}},
    {"guise": "too fast", "seconds": 0.2},
    {"guise": "no page before", "sends_token": False},
    {"guise": "address in the name", "form": {"name": "Goedkoop www.koop.example"}},
    {"guise": "flood from one place", "internet_address": "198.19.255.1", "form": {"homepage": "x"}},
    {"guise": "trap and fast", "seconds": 0.1, "form": {"homepage": "x"}},
]
