"""Public pages about who stands behind the site, and those that join both halves of it."""

from .badge import badge
from .certificate import certificate
from .confirm import confirm, confirm_code
from .contact import accept_contact, claim, hand_over, object_contact
from .count_badge import count_badge
from .directory import directory, signatory
from .home import home
from .join import join, sent
from .logo import logo, logo_of_mine
from .logo_file import logo_file
from .my_file import (
    leave,
    leave_for_good,
    lost_link,
    my_certificate,
    my_change,
    my_code,
    my_corrections,
    my_data,
    my_data_download,
    my_details,
    my_erasure,
    my_file,
    my_kit,
    my_link,
    my_mail,
    my_numbers,
    my_replies,
)
from .new_signatories import new_signatories
from .numbers import numbers, numbers_download
from .preview import preview, preview_on_behalf
from .references import refer, refer_on_behalf, rule_on_behalf
from .renew import renew
from .second_person import second_person
from .sitemap import sitemap

__all__ = [
    "accept_contact",
    "badge",
    "certificate",
    "claim",
    "confirm",
    "confirm_code",
    "count_badge",
    "directory",
    "hand_over",
    "home",
    "join",
    "leave",
    "leave_for_good",
    "logo",
    "logo_file",
    "logo_of_mine",
    "lost_link",
    "my_certificate",
    "my_change",
    "my_code",
    "my_corrections",
    "my_data",
    "my_data_download",
    "my_details",
    "my_erasure",
    "my_file",
    "my_kit",
    "my_link",
    "my_mail",
    "my_numbers",
    "my_replies",
    "new_signatories",
    "numbers",
    "numbers_download",
    "object_contact",
    "preview",
    "preview_on_behalf",
    "refer",
    "refer_on_behalf",
    "renew",
    "rule_on_behalf",
    "second_person",
    "sent",
    "signatory",
    "sitemap",
]  # fmt: skip
