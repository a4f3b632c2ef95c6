"""What a model's text may not bring along: links, images, HTML, Markdown it was not asked for.

Passages are data and so is what a model makes of them: an address in an answer that no passage
has could carry a conversation to a stranger. So every address goes, the words of a link stay.
"""

import re

_TARGET = r"\((?:[^()\n]|\([^()\n]{0,300}\)){0,2000}\)"
# Longer words or addresses of a link are none: without a limit rows of "[" take seconds.
_WORDS = r"[^\]\n]{0,300}"
_IMAGE = re.compile(rf"!\[({_WORDS})\](?:{_TARGET}|\[{_WORDS}\])")
_LINK = re.compile(rf"(?<!!)\[({_WORDS})\](?:{_TARGET}|\[(?!\s*[0-9０-９]){_WORDS}\])")
_REFERENCE = re.compile(rf"^[ \t]*\[{_WORDS}\]:[ \t]*\S+.*$", re.MULTILINE)
_ACTIVE = re.compile(
    r"<(script|style|iframe|object|svg|template)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>?")
_ADDRESS = re.compile(
    r"<?\b(?:https?|ftp|file|data|javascript|vbscript|mailto|blob|wss?)\s*:(?!\s)[^\s<>\"'”»]+>?"
    r"|(?<![\w@])//[\w-]+(?:\.[\w-]+)+[^\s<>\"'”»]*"
    r"|\bwww\.[^\s<>\"'”»]+",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_HIDDEN = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad]|[\U000e0000-\U000e007f]"
)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])")
_CODE = re.compile(r"`([^`\n]*)`")
_QUOTED = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*(?:[*•·–—+-]|\d{1,2}[.)])[ \t]+(?=\S)", re.MULTILINE)
# Nothing hides in more layers than this; what then still changes is cut off at the brackets.
_LAYERS = 5


def plain_text(text: str, sources: str = "") -> str:
    """A model's text as plain paragraphs and "- " lists, without links, images and HTML.

    An address that stands in `sources`, the text of the passages, may stay as plain characters.
    """
    for _ in range(_LAYERS):
        cleaned = _clean(text, sources)
        if cleaned == text:
            return text
        text = cleaned
    return re.sub(r"[<>]", "", text)


def _clean(text: str, sources: str) -> str:
    text = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    text = _THINKING.sub("", text)
    text = _COMMENT.sub("", text)
    text = _ACTIVE.sub("", text)
    text = _REFERENCE.sub("", text)
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(lambda link: f"[{link[1]}]" if link[1].strip("^").isdigit() else link[1], text)
    text = _ENTITY.sub(" ", text)
    text = _ADDRESS.sub(lambda match: match[0] if match[0] in sources else "", text)
    text = _TAG.sub("", text)
    for pattern, kept in ((_RULE, ""), (_FENCE, ""), (_HEADING, r"\1"), (_QUOTED, "")):
        text = pattern.sub(kept, text)
    text = _CODE.sub(r"\1", _EMPHASIS.sub(r"\1", _STRONG.sub(r"\2", text)))
    text = _BULLET.sub("- ", text).replace("](", "] (")
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()
