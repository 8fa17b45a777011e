"""What a parsed HTML document consists of, so that a test can tell whether text has become markup."""

from html.parser import HTMLParser


class Outline(HTMLParser):
    """Collects tags with their attributes' names, and the text between them."""

    def __init__(self, html: str) -> None:
        """Parse at once."""
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.tags.append((tag, tuple(sorted(name for name, _ in attrs))))

    def handle_data(self, data: str) -> None:
        """Remember text."""
        self.text += data


def outline(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the elements of a document in order, with the names of their attributes."""
    return Outline(html).tags


def text_of(html: str) -> str:
    """Return the text of a document."""
    return " ".join(Outline(html).text.split())
