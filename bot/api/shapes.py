"""What the API takes and gives, as its description says it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.question import MAX_CHARACTERS
from index.passage import Filters

MAX_HISTORY = 50
MAX_TEXT = 1_000_000
"""Characters of a text that is added as such; a longer one comes as a file."""
_LINE = 500

Language = Literal["it", "en"]
Line = Annotated[str, Field(max_length=_LINE)]
# With at least one letter or digit: anything else is no question.
QuestionText = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS, pattern=r"\w")]


class _Taken(BaseModel):
    """What comes in: an unknown field is a mistake to be told."""

    model_config = ConfigDict(extra="forbid")


class _Given(BaseModel):
    """What goes out: it may come to hold more than is described."""

    model_config = ConfigDict(extra="allow")


class FiltersTaken(_Taken):
    """Which articles may be used: of a language, an outlet, and days, both inclusive."""

    language: Language | None = None
    since: date | None = None
    until: date | None = None
    outlet: Line = ""

    def as_filters(self) -> Filters:
        """The filters of a search."""
        return Filters(self.language or "", self.since, self.until, self.outlet)


class QuestionTaken(_Taken):
    """A question. `history` has the earlier ones, oldest first; `language` is what to answer in
    when the question's own words tell none (default: Accept-Language)."""

    question: QuestionText
    history: Annotated[
        list[Annotated[str, Field(max_length=MAX_CHARACTERS)]], Field(max_length=MAX_HISTORY)
    ] = []
    language: Language | None = None
    filters: FiltersTaken = FiltersTaken()


class TextTaken(_Taken):
    """An article as a text in Markdown."""

    title: Annotated[str, Field(min_length=1, max_length=_LINE, pattern=r"\w")]
    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT, pattern=r"\w")]
    published: date | None = None
    outlet: Line = ""
    link: Annotated[Line, Field(description="Where it can be read, as the article's url.")] = ""
    language: Annotated[
        str | None, Field(pattern=r"^[a-z]{2}$", description="Default: detected.")
    ] = None


class PageTaken(_Taken):
    """A page of the public web, which is fetched, read and added."""

    url: Annotated[str, Field(max_length=2000, pattern=r"^https?://")]


class CitationGiven(_Given):
    """A numbered quotation: `text[start:end] == quote` in the article's stored text."""

    number: int
    article: str
    title: str
    outlet: str
    published: date | None
    url: str
    language: str
    quote: str
    start: int
    end: int
    page: int | None
    supported: bool


class NearestGiven(_Given):
    """An article that comes near to a question it does not answer."""

    article: str
    title: str


class AnswerGiven(_Given):
    """An answer as `sibilla ask --json` prints it; `complete` is false while it is written."""

    question: str
    understood: str
    language: str
    text: str
    abstained: bool
    confidence: float
    citations: list[CitationGiven]
    nearest: list[NearestGiven]
    seconds: float
    complete: bool


class PassageGiven(_Given):
    """A passage as `sibilla search --json` prints it."""

    article: str
    passage: int
    score: float
    text: str
    start: int
    end: int
    language: str


class CardGiven(_Given):
    """An article as `sibilla list --json` prints it."""

    article: str
    title: str
    outlet: str
    published: date | None
    updated: date | None
    url: str
    language: str
    passages: int


class CardsGiven(_Given):
    """A page of the articles, the latest first; `total` is how many match."""

    total: int
    articles: list[CardGiven]


class ArticleGiven(_Given):
    """An article as `sibilla show --json` prints it."""

    article: str
    title: str
    outlet: str
    published: date | None
    updated: date | None
    url: str
    language: str
    author: str
    pages: list[int]
    added: datetime | None
    text: str


class OutcomeGiven(_Given):
    """What became of one document: under which id it is, or why it was refused.

    `near` is the id of another article that tells nearly the same.
    """

    name: str
    status: str
    article: str
    near: str
    reason: str


class OutcomesGiven(_Given):
    """What became of each document."""

    outcomes: list[OutcomeGiven]


class RemovedGiven(_Given):
    """The ids of the articles that were taken out; their files are in the trash."""

    removed: list[str]


class RestoredGiven(_Given):
    """The ids of the articles that were brought back from the trash."""

    restored: list[str]


class StatusGiven(_Given):
    """What is in the library, with what it is searched, and what you may do."""

    articles: dict[str, int]
    passages: int
    not_indexed_yet: int
    embedding: str
    answerer: str
    may_edit: bool


class ErrorInside(_Given):
    """`code` is for programs; `message` says what was wrong and what to do next."""

    code: str
    message: str


class ErrorGiven(_Given):
    """The shape of every error."""

    error: ErrorInside
    outcomes: list[OutcomeGiven] = []
