"""Public pages about who stands behind the site, and those that join both halves of it."""

from .confirm import confirm, confirm_code
from .directory import directory, signatory
from .home import home
from .join import join, sent
from .my_file import (
    leave,
    leave_for_good,
    lost_link,
    my_change,
    my_corrections,
    my_data,
    my_data_download,
    my_details,
    my_erasure,
    my_file,
    my_link,
    my_mail,
)
from .references import refer_on_behalf, rule_on_behalf
from .sitemap import sitemap

__all__ = [
    "confirm", "confirm_code", "directory", "home", "join", "leave", "leave_for_good", "lost_link", "my_change",
    "my_corrections", "my_data", "my_data_download", "my_details", "my_erasure", "my_file", "my_link", "my_mail",
    "refer_on_behalf", "rule_on_behalf", "sent", "signatory", "sitemap",
]  # fmt: skip
