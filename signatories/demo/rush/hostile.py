"""What people type who try what breaks."""

HOSTILE: list[dict[str, object]] = [
    {"guise": "script", "form": {"name": "<script>alert(1)</script> bv"}},
    {"guise": "turned around", "form": {"name": "Voorbeeld \u202egnp.exe"}},
    {"guise": "template", "form": {"name": "{{ settings.SECRET_KEY }} {% include 'x' %}"}},
    {"guise": "formula", "form": {"name": '=HYPERLINK("https://kwaad.example";"klik")'}},
    {"guise": "header", "form": {"contact_email": "proef@kwaad.example\r\nBcc: iedereen@voorbeeld.example"}},
    {"guise": "query", "form": {"name": "Voorbeeld'; DROP TABLE signatories_signatory; --"}},
    {"guise": "eight thousand letters", "form": {"name": "a" * 8_192}},
    {"guise": "nothing to see", "form": {"name": "\u3164\u200b\u2800"}},
    {"guise": "script as website", "form": {"website": "javascript:alert(1)"}},
    {"guise": "zero byte", "form": {"name": "Voorbeeld\x00bedrijf"}},
]
