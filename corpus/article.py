"""The article: the one thing the library keeps. Every other room imports these names."""

import hashlib
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

    @property
    def as_of(self) -> date | None:
        """The latest date the article speaks for: of its last revision, or of publication."""
        return self.updated or self.published

    @property
    def text_hash(self) -> str:
        """SHA-256 of title and text: equal for the same content under whatever id or date."""
        return hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()
