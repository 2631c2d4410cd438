import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from post_office.models import Email

from signatories import validators

# Letters, marks and blanks of every sort that has ever been used to hide or to break something.
ODD_TEXT = st.text(
    st.sampled_from(
        "aÉe\u0301\u0336œ7٢²０ .-/&'\"<>@,;\\%_\r\n\t\0\x1b\u00a0\u00ad\u200b\u200d\u202e\u2028\u2066\ufeff\u3164🔥"
    ),
    max_size=15,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Stad   Gent ", "Stad Gent"),
        ("Stad\r\nGent", "Stad Gent"),
        ("Stad\x00Gent\t", "Stad Gent"),
        ("Stad\u2028Gent\u0085", "Stad Gent"),
        ("Stad\u00a0Gent", "Stad Gent"),
        ("Go\u200bo\u200dg\ufeffle", "Google"),
        ("web\u00adsite", "website"),
        ("evil\u202etneG datS", "eviltneG datS"),
        ("\u2066Gent\u2069", "Gent"),
        ("\ue000Gent", "Gent"),
        ("\u3164 \u2800", ""),
        ("Cafe\u0301", "Café"),
        ("Z\u0336\u034e\u030e\u0330a", "Z\u0336\u034ea"),
        ("L'Œuvre & « Fils » 🔥", "L'Œuvre & « Fils » 🔥"),
        ("Ville de Liège – Luik", "Ville de Liège – Luik"),
    ],
)
def test_one_line_keeps_what_is_seen(typed, kept):
    assert validators.one_line(typed) == kept


@given(ODD_TEXT)
def test_one_line_is_one_line_and_stable(text):
    line = validators.one_line(text)

    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert validators.one_line(line) == line


@pytest.mark.parametrize(
    "typed",
    [
        "0202.239.951", "0202239951", "202239951", "BE0202239951", "be 0202.239.951", "BE 202.239.951",
        "(0)202.239.951", "BTW BE 0202.239.951", "TVA 0202 239 951", "0202\u00a0239\u00a0951", "0202–239–951",
        "０２０２２３９９５１",
    ],
)  # fmt: skip
def test_enterprise_number_is_stored_as_ten_figures(typed):
    number = validators.compact_enterprise_number(typed)

    validators.validate_enterprise_number(number)
    assert number == "0202239951"


@pytest.mark.parametrize(
    "typed",
    [
        "0202239952", "0000000000", "1202239951", "020223995", "02022399511", "BEBE0202239951", "NL0202239951",
        "0٢02239951", "0202239951 RPR Brussel", "abc", "'; drop table",
    ],
)  # fmt: skip
def test_enterprise_number_that_cannot_be_one_is_refused(typed):
    number = validators.compact_enterprise_number(typed)

    with pytest.raises(ValidationError):
        validators.validate_enterprise_number(number)


@given(ODD_TEXT | st.text("0123456789BETVW .()", max_size=14))
def test_enterprise_number_that_passes_fits_its_column(typed):
    number = validators.compact_enterprise_number(typed)
    try:
        validators.validate_enterprise_number(number)
    except ValidationError:
        return
    assert len(number) == 10
    assert number.isascii()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("www.voorbeeld.be", "https://www.voorbeeld.be"),
        (" http://voorbeeld.be/ ", "http://voorbeeld.be/"),
        ("HTTPS://Voorbeeld.be", "HTTPS://Voorbeeld.be"),
        ("voorbeeld.be?van=http://elders.be", "https://voorbeeld.be?van=http://elders.be"),
        ("bücher.be", "https://bücher.be"),
        ("https://voor\u200bbeeld.be", "https://voorbeeld.be"),
        ("https://\u202evoorbeeld.be", "https://voorbeeld.be"),
    ],
)
def test_website_is_completed(typed, stored):
    assert validators.complete_web_address(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "javascript://voorbeeld.be/%0aalert(1)", "JaVaScRiPt:alert(1)//x.be", "data:text/html,x.be",
        "ftp://voorbeeld.be", "file:///etc/passwd.be", "https://user:pass@voorbeeld.be", "https://user@voorbeeld.be",
        "https://:@voorbeeld.be", "lies@voorbeeld.be", "mailto:lies@voorbeeld.be", "localhost", "http://[::1]/", "//voorbeeld.be",
        "https:/voorbeeld.be", "https://", "https://voor beeld.be", "https://[abc", "https://voorbeeld.be\\@elders.be",
        "geen adres", "voorbeeld.be/" + "a" * 188, "https://voorbeeld..be",
    ],
)  # fmt: skip
def test_website_that_is_no_open_address_is_refused(typed):
    with pytest.raises(ValidationError):
        validators.complete_web_address(typed)


@pytest.mark.parametrize("address", ["lies@voorbeeld.be", "o'brien+pers@mail.voorbeeld.co.uk", "lies@bücher.example"])
def test_mailbox_is_accepted(address):
    validators.validate_mailbox(address)


@pytest.mark.parametrize(
    "address",
    [
        '"a,victim@voorbeeld.be,b"@evil.example',
        '"lies voorbeeld"@voorbeeld.be',
        '"<victim@voorbeeld.be>"@evil.example',
        "lies@localhost",
        "lies@[127.0.0.1]",
        "lies@voorbeeld",
        "lies@voorbeeld.be\u200b",
        "lies@voorbeeld.be\nBcc: victim@voorbeeld.be",
        "lies@voorbeeld.be, victim@voorbeeld.be",
        "Lies <lies@voorbeeld.be>",
        "lie\u017f@voorbeeld.be",
        "lies",
        "",
    ],
)
def test_mailbox_that_is_not_exactly_one_is_refused(address):
    with pytest.raises(ValidationError) as refusal:
        validators.validate_mailbox(address)

    assert len(refusal.value.messages) == 1


@given(st.emails() | st.from_regex(r'"[^"\n]{1,20}"@x\.be|[^@\n]{1,20}@x\.be', fullmatch=True))
def test_mailbox_that_passes_stays_one_recipient_in_the_outbox(address):
    try:
        validators.validate_mailbox(address)
    except ValidationError:
        return
    recipients = Email._meta.get_field("to")

    assert recipients.to_python(recipients.get_prep_value([address])) == [address]


@pytest.mark.parametrize("number", ["", "02 123 45 67", "+32 2 123 45 67", "(02) 123.45.67", "0032/2/123.45.67"])
def test_phone_is_accepted(number):
    validators.validate_phone(number)


@pytest.mark.parametrize("number", ["bel mij", "123", "02 123 45 67; rm", "+" + "1" * 40, "<b>021234567</b>"])
def test_phone_that_cannot_be_dialled_is_refused(number):
    with pytest.raises(ValidationError):
        validators.validate_phone(number)
