"""Decoding: from bytes to text, in whatever encoding they were saved."""

import re

from corpus.errors import DocumentRefused

# What a text is judged by when its encoding is guessed: enough words of any language.
_JUDGED = 50_000
# At most this share of broken characters in what is UTF-8 otherwise, such as a text cut short.
_BROKEN = 0.02
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# What Western European texts hold beyond ASCII. In another encoding read as cp1252, other
# characters turn up: "Ã", "¨" and the like.
_WESTERN = re.compile(
    r"[\s!-~ àáâãäåæçèéêëìíîïñòóôõöøùúûüýœßÀÁÂÄÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜŒ"
    r"€£§°ªº¹²³½¼¾´«»“”„‘’‚–—…•·×®©™\xad]*"
)
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")


def decode(content: bytes, name: str, formats: str, charset: str = "") -> str:
    """The text in `content`.

    A byte-order mark decides; then UTF-8 if it is that; then `charset`, what the document or its
    sender says; then Western European if nothing in it looks otherwise; then the best guess.

    Raises:
        DocumentRefused: it is no text in any encoding; the refusal names the `formats`.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return _decoded(content, encoding, name, formats)
    if b"\0" in content:
        return _decoded(content, _utf16_without_mark(content, name, formats), name, formats)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for encoding in filter(None, (charset, "utf-8" if _is_broken_utf8(content) else "")):
        try:
            return content.decode(encoding, "strict" if encoding == charset else "replace")
        except (LookupError, UnicodeDecodeError):
            continue
    return _decoded(content, _guess(content[:_JUDGED], name, formats), name, formats)


def _decoded(content: bytes, encoding: str, name: str, formats: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentRefused("not-text", name=name, formats=formats) from error


def _utf16_without_mark(content: bytes, name: str, formats: str) -> str:
    """UTF-16 of Western languages has its NULs in every second byte, and nearly everywhere."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    if len(content) % 2 == 0 and max(even, odd) > 0.7 * len(content) / 2 and not min(even, odd):
        return "utf-16-be" if even else "utf-16-le"
    raise DocumentRefused("not-text", name=name, formats=formats)


def _is_broken_utf8(content: bytes) -> bool:
    broken = content.decode("utf-8", "replace").count("\N{REPLACEMENT CHARACTER}")
    whole = len(_MULTIBYTE.findall(content))
    return whole > broken and broken <= max(1, whole * _BROKEN)


def _guess(sample: bytes, name: str, formats: str) -> str:
    try:
        if _WESTERN.fullmatch(sample.decode("cp1252")):
            return "cp1252"
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None or not best.coherence:  # its letters make no words of any language
        raise DocumentRefused("not-text", name=name, formats=formats)
    return best.encoding
