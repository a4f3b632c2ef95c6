"""The article: the one thing the library keeps. Every other room imports these names."""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article has its facts from. `published` is as written: a year, a month or a day."""

    title: str
    url: str
    published: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as the library keeps it.

    `id` is the stem of its file and unique in the library. `text` is the body in Markdown,
    without front matter; every offset in Sibilla counts its characters. `published` is the date
    the article bears, None when it bears none, and never the date it was added; `updated` is the
    date of its last revision, where that differs. `language` is a two-letter ISO 639-1 code.
    `pages` has, for a text that came on pages, the offset at which each begins, in order.
    """

    id: str
    title: str
    text: str
    language: str
    published: date | None = None
    updated: date | None = None
    outlet: str = ""
    url: str = ""
    added: datetime | None = None
    entities: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    questions: tuple[str, ...] = ()
    author: str = ""
    pages: tuple[int, ...] = ()

    @property
    def as_of(self) -> date | None:
        """The latest date the article speaks for: of its last revision, or of publication."""
        return self.updated or self.published

    @property
    def text_hash(self) -> str:
        """SHA-256 of title and text: equal for the same content under whatever id or date."""
        return hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()


def page_at(pages: Sequence[int], offset: int) -> int | None:
    """The number, from 1, of the page that an offset stands on; None for a text without pages.

    Empty pages begin where the next one does: the offset is on the last of them, which has text.
    """
    return bisect_right(pages, offset) or None
