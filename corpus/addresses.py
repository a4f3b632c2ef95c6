"""Addresses of articles in one form, so that two spellings of one address are known as one."""

from urllib.parse import urldefrag, urlsplit


def tidy_address(url: str) -> str:
    """An http(s) address without fragment, default port and the marks that campaigns add.

    What is no such address becomes "".
    """
    from courlan import normalize_url  # takes a fifth of a second to import

    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return ""
        return str(normalize_url(urldefrag(url.strip()).url))
    except (ValueError, TypeError):
        return ""


def same_place(url: str) -> str:
    """What two addresses of one article have in common: scheme, "www." and end slash set aside.

    The address of a whole site is that of no article, and gives "".
    """
    address = tidy_address(url)
    if not address:
        return ""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    if not path and not parts.query:
        return ""
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"
