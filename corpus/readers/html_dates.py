"""When a web page says it was published and last revised."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from corpus.figures import find_figures

# The Web is younger than this, and a page may be dated by a clock of the other side of the earth.
FIRST_DAY = date(1990, 1, 1)

# Names of metadata, the most trustworthy first.
_PUBLISHED = (
    "article:published_time datepublished article:published og:article:published_time "
    "og:published_time publication_date parsely-pub-date sailthru.date dc.date.issued "
    "dcterms.issued dc.date dcterms.date dc.date.created dcterms.created datecreated date pubdate "
    "publishdate citation_publication_date citation_date"
).split()
_MODIFIED = (
    "article:modified_time datemodified og:updated_time dc.date.modified dcterms.modified lastmod"
).split()
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:\D|$)")
_DAY = re.compile(r"((?:19|20)\d\d)[-/.]?(\d\d)[-/.]?(\d\d)(?!\d)")
_NAMED_AFTER_DATE = re.compile(r"\b(?:date|data|time|pub(?:lish|blic)|byline|posted)", re.I)
# Text of more characters is prose, in which a date tells of something else.
_PROSE = 80


def find_dates(tree: Any, url: str) -> tuple[date | None, date | None]:
    """The days of publication and of the last revision, None where the page does not say.

    Looked at are JSON-LD, metadata, `<time>`, the address and the byline, never the prose: a date
    in it may be that of anything.
    """
    told = [*_linked_data(tree), *_metadata(tree)]
    published = _first(told, _PUBLISHED) or _time(tree) or _from_address(url) or _byline(tree)
    modified = _first(told, _MODIFIED)
    return published, modified if published and modified and modified > published else None


def day(written: object) -> date | None:
    """A date as metadata write it, None where it is missing or impossible for a web page."""
    match = _DAY.match(str(written or "").strip())
    try:
        found = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    latest = date.today() + timedelta(days=1)
    return found if found and FIRST_DAY <= found <= latest else None


def _first(told: list[tuple[str, str]], wanted: list[str]) -> date | None:
    for name in wanted:
        for found, value in told:
            if found == name and (known := day(value)):
                return known
    return None


def _metadata(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if name := meta.get(attribute):
                yield name.lower(), meta.get("content", "")
    for element in tree.iter("time", "span", "div"):
        if name := element.get("itemprop"):
            yield name.lower(), element.get("datetime") or element.get("content") or ""


def _linked_data(tree: Any) -> Iterator[tuple[str, str]]:
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        try:
            yield from _dates_in(json.loads(script.text or ""))
        except (ValueError, RecursionError):
            continue


def _dates_in(value: Any) -> Iterator[tuple[str, str]]:
    """The dates of the article described, none of the comments or videos in it."""
    if isinstance(value, list):
        for item in value:
            yield from _dates_in(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, str) and name.startswith("date"):
                yield name.lower(), item
        for name in ("@graph", "mainEntity"):
            yield from _dates_in(value.get(name))


def _time(tree: Any) -> date | None:
    """The first `<time>`, unless it stands beside another article's title."""
    for element in tree.iter("time"):
        if not _stands_aside(element) and (found := day(element.get("datetime"))):
            return found
    return None


def _from_address(url: str) -> date | None:
    match = _IN_ADDRESS.search(url)
    return day("-".join(part.zfill(2) for part in match.groups())) if match else None


def _byline(tree: Any) -> date | None:
    """A date written in a short element named after it: "4 marzo 2026", "4 March 2026"."""
    for element in tree.iter("span", "div", "p", "small", "abbr", "li", "time", "em"):
        named = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"
        if element.tag != "time" and not _NAMED_AFTER_DATE.search(named):
            continue
        text = element.text_content().strip()
        if len(text) > _PROSE or _stands_aside(element):
            continue
        for figure in find_figures(text, "it"):
            if figure.date and all(figure.date):
                return day("{:04}-{:02}-{:02}".format(*figure.date))
    return None


def _stands_aside(element: Any) -> bool:
    return any(above.tag in ("aside", "nav", "footer") for above in element.iterancestors())
