"""The reading process itself: reads what comes on standard input until that ends."""

import contextlib
import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.markdown import article_to_markdown

# Longer texts are those of bombs: the largest novels have 3 million characters.
_MAX_CHARACTERS = 20_000_000


def serve(megabytes: int) -> None:
    """Answer each document with its article or the reason for refusing it, a JSON line each."""
    limit_process(megabytes)
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what libraries print is no reply
    for line in requests:
        header = json.loads(line)
        reply = read_reply(header, requests.read(header["size"]))
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()


def read_reply(header: dict[str, Any], content: bytes) -> dict[str, Any]:
    """The reply to one document: its article as Markdown, or why it is refused."""
    try:
        article = _read(header, content)
        return {"article": article_to_markdown(article), "id": article.id}
    except DocumentRefused as error:
        details = {key: str(value) for key, value in error.details.items()}
        return {"refused": error.reason, "details": details}


def _read(header: dict[str, Any], content: bytes) -> Article:
    name = header["name"]
    try:
        article = _reader(header["format"])(content, name, **header["options"])
    except DocumentRefused:
        raise
    except MemoryError as error:
        raise DocumentRefused("memory", name=name) from error
    except Exception as error:  # the libraries raise whatever comes of a damaged file
        cause = " ".join(str(error).split())[:200] or type(error).__name__
        raise DocumentRefused("damaged", name=name, cause=cause) from error
    if len(article.text) > _MAX_CHARACTERS:
        raise DocumentRefused("bomb", name=name)
    return article


def _reader(format: str) -> Callable[..., Article]:
    """The reader of a format: `read_pdf` of `pdf.py`, and so on."""
    return getattr(import_module(f"corpus.readers.{format}"), f"read_{format}")  # type: ignore[no-any-return]


def limit_process(megabytes: int) -> None:
    """Take away from this process what reading needs none of: memory, files, core dumps."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    limits = {
        resource.RLIMIT_AS: megabytes * 1_000_000,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))
