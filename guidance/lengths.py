"""How long a reply may be, and what each platform counts.

Checked on 25 November 2026 against lettercounter.org/blog/social-media-character-limits-comparison (2026), for X's links
socialrails.com/blog/social-media-character-limits-complete-guide, for Bluesky the package @atcute/bluesky, and for Google
the description of its reply tool: an owner's answer has at most 4,096 bytes.
"""

from dataclasses import dataclass

from guidance.enums import Length

LINK = "{link}"


@dataclass(frozen=True)
class Limit:
    """`link_counts_as`: X counts every link as 23 characters, however long it is; None where a link is just text."""

    most: int
    link_counts_as: int | None = None
    counts_bytes: bool = False

    def count(self, text: str, link: str) -> int:
        """How long `text`, in which `{link}` stands for the address `link`, is in the eyes of whoever sets this limit."""
        if self.link_counts_as is not None:
            return len(text.replace(LINK, "")) + text.count(LINK) * self.link_counts_as
        whole = text.replace(LINK, link)
        return len(whole.encode()) if self.counts_bytes else len(whole)

    def holds(self, text: str, link: str) -> bool:
        return self.count(text, link) <= self.most


LENGTHS = {
    Length.SHORT: Limit(150),
    Length.MEDIUM: Limit(280, link_counts_as=23),
    Length.LONG: Limit(1_000),
}


@dataclass(frozen=True)
class Platform:
    key: str
    name: str
    limit: Limit
    longest: Length  # the longest of our three that always fits


PLATFORMS = (
    Platform("facebook", "Facebook", Limit(8_000), Length.LONG),
    Platform("instagram", "Instagram", Limit(2_200), Length.LONG),
    Platform("x", "X", Limit(280, link_counts_as=23), Length.MEDIUM),
    Platform("tiktok", "TikTok", Limit(150), Length.SHORT),
    Platform("linkedin", "LinkedIn", Limit(1_250), Length.LONG),
    Platform("youtube", "YouTube", Limit(10_000), Length.LONG),
    Platform("bluesky", "Bluesky", Limit(300), Length.MEDIUM),
    Platform("threads", "Threads", Limit(500), Length.MEDIUM),
    Platform("google", "Google", Limit(4_096, counts_bytes=True), Length.LONG),
)
BY_KEY = {platform.key: platform for platform in PLATFORMS}
