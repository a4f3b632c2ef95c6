"""Sentence boundaries with offsets, in Italian and English."""

import re
from functools import lru_cache

from index.passage import Sentence

# Longer "sentences" are tables, code or text without punctuation: no use as a quotation.
MAX_SENTENCE_CHARACTERS = 600

# sentencex breaks after "pag." in "pag. 12" and inside "S.p.A. del": a piece that starts in lower
# case, or with a digit after a short abbreviation, goes with the one before. Names such as "xAI"
# and "d-Matrix" start a sentence all the same.
_CONTINUES = re.compile(r"\s*(?:[a-zà-ÿ](?!-?[A-Z])|[,;:)\]»”])")
_DIGIT = re.compile(r"\s*\d")
_ABBREVIATION = re.compile(r"(?<!\S)[^\W\d_]{1,4}\.\s*\Z")
# An abbreviation with the space behind it is no longer; a whole "sentence" can be a whole file.
_TAIL = 40


def split_sentences(text: str, language: str, offset: int = 0) -> list[Sentence]:
    """The sentences of a paragraph, with `offset` added to their positions.

    No sentence is longer than `MAX_SENTENCE_CHARACTERS`: what is longer is cut at the last
    punctuation or space before that.
    """
    from sentencex import get_sentence_boundaries

    spans: list[tuple[int, int]] = []
    for boundary in get_sentence_boundaries(language, text):
        start, end = boundary["start_index"], boundary["end_index"]
        if not text[start:end].strip():
            continue
        if spans and _belongs_to_previous(text, *spans[-1], start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    sentences: list[Sentence] = []
    for start, end in spans:
        for piece_start, piece_end in _cut(text, start, end):
            sentences.append(_trimmed(text, piece_start, piece_end, offset))
    return [sentence for sentence in sentences if sentence.text]


def _belongs_to_previous(text: str, previous_start: int, previous_end: int, start: int) -> bool:
    if _CONTINUES.match(text, start):
        return True
    tail = max(previous_start, previous_end - _TAIL)
    return bool(_DIGIT.match(text, start) and _ABBREVIATION.search(text, tail, previous_end))


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= MAX_SENTENCE_CHARACTERS:
        return [(start, end)]
    return [
        (
            start + document.metadata["start_index"],
            start + document.metadata["start_index"] + len(document.page_content),
        )
        for document in _splitter().create_documents([text[start:end]])
    ]


@lru_cache(maxsize=1)
def _splitter():  # type: ignore[no-untyped-def]  # LangChain's type would import it for everyone
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        chunk_size=MAX_SENTENCE_CHARACTERS,
        chunk_overlap=0,
        separators=["\n", "; ", ": ", ", ", " ", ""],
        keep_separator="end",
        add_start_index=True,
    )


def _trimmed(text: str, start: int, end: int, offset: int) -> Sentence:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Sentence(offset + start, offset + start + len(piece), piece)
