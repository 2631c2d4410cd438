"""My file: everything an applicant or signatory can see and do by the link in our mails, without an account."""

from .changing import my_change, my_corrections, my_details
from .data import my_data, my_data_download, my_mail
from .kit import my_certificate, my_code, my_kit, my_replies
from .leaving import leave, leave_for_good, my_erasure
from .link import lost_link, my_link
from .numbers import my_numbers
from .overview import my_file

__all__ = [
    "leave",
    "leave_for_good",
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
]  # fmt: skip
