"""Readers: from the bytes of a document to an article that is not yet in the library."""

from corpus.readers.documents import (
    READERS,
    find_documents,
    read_content,
    read_document,
    read_page,
)
from corpus.readers.formats import format_names
from corpus.readers.names import MAX_MEGABYTES, check_size, make_id

__all__ = [
    "MAX_MEGABYTES",
    "READERS",
    "check_size",
    "find_documents",
    "format_names",
    "make_id",
    "read_content",
    "read_document",
    "read_page",
]
