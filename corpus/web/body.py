"""The body of an answer: unpacked piece by piece, and counted as it grows."""

import zlib
from collections.abc import Iterable, Iterator

_PIECE = 65_536
# Finds out by itself whether a gzip or a zlib header comes.
_ANY_HEADER = zlib.MAX_WBITS | 32

ACCEPT_ENCODING = "gzip"
"""What is asked for. Brotli is not: it packs a bomb far denser."""


class BodyTooLarge(Exception):
    """There is more than was allowed."""


class BodyGarbled(Exception):
    """It is packed in a way that was not asked for, or wrongly."""


def read_body(pieces: Iterable[bytes], encoding: str, limit: int, *, cut: bool = False) -> bytes:
    """The unpacked body, of at most `limit` bytes; hardly more than that is held in memory.

    With `cut`, no more than that is read of a longer one.

    Raises:
        BodyTooLarge: it is longer, packed or unpacked.
        BodyGarbled: it cannot be unpacked.
    """
    body = bytearray()
    try:
        for piece in _unpacked(_counted(pieces, limit), encoding.strip().lower()):
            body += piece
            if len(body) > limit:
                raise BodyTooLarge
    except BodyTooLarge:
        if not cut:
            raise
    return bytes(body[:limit])


def _counted(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise BodyTooLarge
        yield piece


def _unpacked(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        yield from pieces
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise BodyGarbled
    unpacker = zlib.decompressobj(_ANY_HEADER)
    for piece in pieces:
        packed = piece
        while packed:
            if unpacker.eof:  # gzip may be several, one after the other
                unpacker = zlib.decompressobj(_ANY_HEADER)
            try:
                yield unpacker.decompress(packed, _PIECE)
            except zlib.error as error:
                raise BodyGarbled from error
            packed = unpacker.unconsumed_tail or unpacker.unused_data
    if not unpacker.eof:
        raise BodyGarbled
