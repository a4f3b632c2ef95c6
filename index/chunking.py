"""Chunking: an article's text into passages that respect its headings and paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.article import Article
from index.passage import Passage, Sentence
from index.sentences import split_sentences

# About as long as the paragraphs of a news article or an encyclopaedia: long enough to be
# understood alone, short enough for one vector to mean one thing.
MAX_PASSAGE_WORDS = 150

# Part of the index's stamp: raise it when the same text would give other passages.
CHUNKING_VERSION = 1

_BLOCK = re.compile(r"\S(?:.*?\S)?(?=\s*\n\s*\n|\s*\Z)", re.DOTALL)
# Headings, and the fences of code, between which a line such as "# comment" is no heading. The
# heading's text is trimmed outside: patterns that do it took minutes on a line of 6,000 spaces.
_MARK = re.compile(
    r"^ {0,3}(?:(?P<fence>`{3,}(?!.*`)|~{3,})|#{1,6}(?:[ \t](?P<heading>.*))?$)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    section: int
    heading: str
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> int:
        return sum(len(sentence.text.split()) for sentence in self.sentences)


def split_passages(article: Article) -> list[Passage]:
    """The passages of an article, in order.

    A passage holds whole paragraphs of one section, as many as fit in `MAX_PASSAGE_WORDS`; a
    longer paragraph is cut between sentences into pieces of similar length. Headings belong to
    no passage's text.
    """
    passages: list[Passage] = []
    for paragraphs in _gather(_paragraphs(article.text, article.language)):
        sentences = [sentence for paragraph in paragraphs for sentence in paragraph.sentences]
        for group in _balance(sentences):
            start, end = group[0].start, group[-1].end
            passages.append(
                Passage(
                    article=article.id,
                    number=len(passages),
                    heading=paragraphs[0].heading,
                    start=start,
                    end=end,
                    text=article.text[start:end],
                    language=article.language,
                    sentences=tuple(group),
                )
            )
    return passages


def _paragraphs(text: str, language: str) -> Iterator[_Paragraph]:
    for number, (heading, start, end) in enumerate(_sections(text)):
        for block in _BLOCK.finditer(text, start, end):
            sentences = split_sentences(block.group(), language, block.start())
            if sentences:
                yield _Paragraph(number, heading, tuple(sentences))


def _sections(text: str) -> Iterator[tuple[str, int, int]]:
    """Each heading with where its text starts and ends; "" for what stands before the first."""
    heading, start, fence = "", 0, ""
    for mark in _MARK.finditer(text):
        if found := mark["fence"]:
            fence = "" if found[:3] == fence else fence or found[:3]
        elif not fence:
            yield heading, start, mark.start()
            heading, start = _trimmed_heading(mark["heading"] or ""), mark.end()
    yield heading, start, len(text)


def _trimmed_heading(heading: str) -> str:
    """A heading without closing hashes: "Chips ##" is "Chips", but "About C#" stays."""
    heading = heading.strip()
    bare = heading.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else heading


def _gather(paragraphs: Iterator[_Paragraph]) -> Iterator[list[_Paragraph]]:
    """Consecutive paragraphs of one section, as many as fit together."""
    gathered: list[_Paragraph] = []
    for paragraph in paragraphs:
        words = sum(p.words for p in gathered) + paragraph.words
        if gathered and (gathered[0].section != paragraph.section or words > MAX_PASSAGE_WORDS):
            yield gathered
            gathered = []
        gathered.append(paragraph)
    if gathered:
        yield gathered


def _balance(sentences: list[Sentence]) -> Iterator[list[Sentence]]:
    """Cut a long run of sentences into groups of similar length, none above the limit."""
    lengths = [len(sentence.text.split()) for sentence in sentences]
    pieces = -(-sum(lengths) // MAX_PASSAGE_WORDS) or 1
    wanted = sum(lengths) / pieces
    group: list[Sentence] = []
    words = 0
    for sentence, length in zip(sentences, lengths, strict=True):
        if group and (words + length > MAX_PASSAGE_WORDS or words >= wanted):
            yield group
            group, words = [], 0
        group.append(sentence)
        words += length
    if group:
        yield group
