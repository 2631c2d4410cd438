"""A mail in a moderator's own words, with the links that the moderator must not see.

What only the mailbox may open or type stands in the draft as `[link 1]` or `[code]`. It is put back when the mail is
written; a draft that lost one of them, or names one that there is not, is sent back to its writer.
"""

import hashlib
import re
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from signatories import emails, tokens
from signatories.emails import RenderedMail
from signatories.models import Signatory

# In the language of the mail: it is what the mail's writer reads all around it.
LINK_WORDS = {"nl": "link", "fr": "lien", "en": "link"}
CODE_WORD = "code"
SECRET_ADDRESS = re.compile(rf"https?://\S*?{tokens.TOKEN.pattern}[^\s)>\]]*")
ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)\]»”’'\"]")
PARTING_LINE = re.compile(r"^-{2,}\s*$", re.MULTILINE)
# Shorter lines end on purpose: the texts are broken at about 70 letters.
SHORT_LINE = 50
# For mails alone, whose programs throw away every style that does not stand on the tag: these are those of templates/emails.
MAIL_HEADING = '<h2 style="margin:28px 0 6px; font-size:20px; line-height:1.25;">{}</h2>'  # a mail: styles on the tag
MAIL_LINK = '<a class="link" href="{}" style="color:#0a6470;">{}</a>'  # a mail: styles on the tag
MAIL_CODE = '<strong style="white-space:nowrap;">{}</strong>'  # a mail: styles on the tag


class SecretError(Exception):
    """A link or code is missing in the draft, or stands where it could be told to others; says which."""


@dataclass(frozen=True)
class Draft:
    """A mail as a moderator may read and change it."""

    subject: str
    text: str

    @property
    def mark(self) -> str:
        """To tell whether anybody changed it."""
        return hashlib.sha256(f"{self.subject}\0{self.text}".encode()).hexdigest()


def normal(text: str) -> str:
    """Browsers send other ends of lines than we do."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def make_draft(mail: RenderedMail, signatory: Signatory) -> Draft:
    text = mail.text
    secrets = secrets_of(mail, signatory)
    for placeholder in sorted(secrets, key=lambda name: -len(secrets[name])):  # one address may begin with another
        text = text.replace(secrets[placeholder], placeholder)
    return Draft(mail.subject, normal(text))


def secrets_of(mail: RenderedMail, signatory: Signatory) -> dict[str, str]:
    """What each placeholder stands for. Never one that the text uses for something else: a name may be `[link 1]`."""
    word = LINK_WORDS[signatory.language]
    found = dict.fromkeys(SECRET_ADDRESS.findall(mail.text))
    numbers = (number for number in range(1, 1_000) if f"[{word} {number}]" not in mail.text)
    secrets = {f"[{word} {number}]": address for number, address in zip(numbers, found, strict=False)}
    code, name = tokens.confirmation_code(signatory), f"[{CODE_WORD}]"
    while name in mail.text:
        name = f"[{name[1:-1]}+]"
    return secrets | ({name: code} if code in mail.text else {})


def reword(mail: RenderedMail, draft: Draft, signatory: Signatory) -> RenderedMail:
    """The mail with the words of the draft; its HTML is made from those words too."""
    secrets = secrets_of(mail, signatory)
    _refuse_lost_secrets(draft, secrets)
    _refuse_unknown_secrets(draft, secrets, mail.text, LINK_WORDS[signatory.language])
    text = draft.text
    for placeholder, secret in secrets.items():
        text = text.replace(placeholder, secret)
    main, small = _in_two(draft.text)
    html = emails.render_in_frame(
        signatory, subject=draft.subject, words=_as_html(main, secrets), small_words=_as_html(small, secrets)
    )
    return RenderedMail(subject=draft.subject, text=text + "\n", html=html)


def _refuse_lost_secrets(draft: Draft, secrets: dict[str, str]) -> None:
    for placeholder in secrets:
        link = {"link": placeholder}
        if placeholder not in draft.text:
            raise SecretError(_("%(link)s is missing in the text: without it the mail is of no use.") % link)
        # Behind somebody else's address it would tell them the key as soon as the reader presses that.
        if placeholder in re.sub(rf"(?<![^ \n\t])[(<«“]?{re.escape(placeholder)}", "", draft.text):
            raise SecretError(_("%(link)s must stand by itself, with a space before it.") % link)


def _refuse_unknown_secrets(draft: Draft, secrets: dict[str, str], original: str, word: str) -> None:
    for placeholder in re.findall(rf"\[{word} \d+\]", draft.text):
        if placeholder not in secrets and placeholder not in original:
            raise SecretError(_("There is no %(link)s in this mail.") % {"link": placeholder})


def _in_two(text: str) -> tuple[str, str]:
    """What is said, and below the line who we are and what we keep."""
    main, *small = PARTING_LINE.split(text, maxsplit=1)
    return main, "".join(small)


def _as_html(text: str, secrets: dict[str, str]) -> SafeString:
    paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]
    return format_html_join("\n", "{}", ((_paragraph(part, secrets),) for part in paragraphs))


def _paragraph(text: str, secrets: dict[str, str]) -> SafeString:
    if "\n" not in text and text.isupper() and "[" not in text:
        return format_html(MAIL_HEADING, text.capitalize())
    if PARTING_LINE.fullmatch(text.partition("\n")[0]):
        text = text.partition("\n")[2]
    lines = text.split("\n")
    pieces = (
        (_line(line, secrets), _end(line, following)) for line, following in zip(lines, [*lines[1:], ""], strict=True)
    )
    return format_html("<p>{}</p>", format_html_join("", "{}{}", pieces))


def _end(line: str, following: str) -> SafeString:
    """A long line was only broken for mail programs; a short one, or one beside a link or a dash, ends there."""
    ends_here = len(line) < SHORT_LINE or any(part.startswith(("http", "[", "- ")) for part in (line, following))
    return SafeString("<br>\n" if following and ends_here else "\n")


def _line(line: str, secrets: dict[str, str]) -> SafeString:
    """Escaped; only addresses and placeholders become links."""
    wanted = "|".join([ADDRESS.pattern, *map(re.escape, secrets)])
    pieces, position = [], 0
    for found in re.finditer(wanted, line):
        pieces += [line[position : found.start()], _link(found[0], secrets)]
        position = found.end()
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, line[position:]]))


def _link(found: str, secrets: dict[str, str]) -> SafeString:
    address = secrets.get(found, found)
    if "://" not in address:
        return format_html(MAIL_CODE, address)
    shown = tokens.TOKEN.sub(tokens.HIDDEN, address.partition("://")[2]).rstrip("/")
    return format_html(MAIL_LINK, address, shown)
