"""What a file is by its content; its name and what the browser calls it are not asked."""

from .problems import Problem, UnusableError

# Each progressive scan goes over the whole picture again. Pictures have ten; a bomb has thousands in as many bytes.
MOST_SCANS = 64
START_OF_SCAN = b"\xff\xda"


def sniff(data: bytes) -> str:
    """`PNG`, `JPEG` or `WEBP`, as Pillow calls them; anything else is refused."""
    if not data:
        raise UnusableError(Problem.EMPTY_FILE)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        if data.count(START_OF_SCAN) > MOST_SCANS:
            raise UnusableError(Problem.TOO_MUCH_WORK)
        return "JPEG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    raise UnusableError(Problem.IS_SVG if _is_svg(data[:4096]) else Problem.OTHER_KIND)


def _is_svg(head: bytes) -> bool:
    """Also as UTF-16, and as the compressed files that are called .svgz; only to find the right words."""
    letters = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n").lower()
    return head.startswith(b"\x1f\x8b") or (letters.startswith(b"<") and b"<svg" in letters)
