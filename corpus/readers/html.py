"""Web pages: the article without menus, and what the page says of itself."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from corpus.addresses import tidy_address
from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.language import detect_article_language
from corpus.markdown import clean_text, title_of
from corpus.readers import blocks
from corpus.readers.decoding import decode
from corpus.readers.hidden import remove_hidden
from corpus.readers.html_dates import find_dates
from corpus.readers.names import make_id

_DECLARED_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I
)
_HEAD = 4096
# Dates are found by rules of our own: trafilatura takes any date that the text has.
_NO_DATES = {"extensive_search": False, "min_date": "2999-01-01", "max_date": "2999-01-01"}
_OUTLET_CHARACTERS = 60


def read_html(content: bytes, name: str, *, url: str = "", charset: str = "") -> Article:
    """Read the article in a web page.

    `url` is the address it was fetched from, if it was, and `charset` what its server said. Of
    the page itself come title, outlet, author, canonical address and dates; text that the page
    hides is left out.

    Raises:
        DocumentRefused: it is no text, or no article can be found in it.
    """
    tree = _parse(_decode(content, name, charset), name)
    address = _address(_canonical(tree), url)
    published, updated = find_dates(tree, address)
    remove_hidden(tree)
    page = _extract(tree, url)
    title = _one_line(page.title or "").removesuffix("¶").rstrip()
    text = clean_text(blocks.join(_without_title(_blocks(page.body), title))).strip()
    if not text:
        raise DocumentRefused("no-article", name=name)
    return Article(
        id=make_id(name),
        title=title or title_of(text),
        text=text,
        language=detect_article_language(text),
        published=published,
        updated=updated,
        outlet=_outlet(_one_line(page.sitename or ""), title),
        author=_one_line(page.author or ""),
        url=address,
    )


def _decode(content: bytes, name: str, charset: str) -> str:
    declared = _DECLARED_CHARSET.search(content[:_HEAD])
    charset = charset or (declared[1].decode("ascii", "ignore") if declared else "")
    # What pages call Latin-1 is cp1252, as browsers take it.
    western = charset.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii")
    return decode(content, name, ".html", "cp1252" if western else charset)


def _parse(text: str, name: str) -> Any:
    from lxml import etree
    from lxml import html as lxml_html

    # As UTF-8 of our own, since lxml refuses a text that declares an encoding.
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentRefused("no-article", name=name) from error
    return tree


def _extract(tree: Any, url: str) -> Any:
    from trafilatura import bare_extraction
    from trafilatura.metadata import extract_metadata
    from trafilatura.settings import Document

    page = bare_extraction(
        tree,
        url=url or None,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params=_NO_DATES,
    )
    if isinstance(page, Document) and page.text and page.text.strip():
        return page
    return extract_metadata(tree, default_url=url or None, date_config=_NO_DATES)


def _blocks(body: Any) -> Iterator[str]:
    """The Markdown of trafilatura's elements, in order."""
    for element in body if body is not None else ():
        match element.tag:
            case "head":
                level = re.sub(r"\D", "", element.get("rend") or "") or "2"
                # Documentation ends its headings with a link to themselves.
                yield blocks.heading(_text(element).rstrip().removesuffix("¶"), int(level))
            case "list":
                yield "\n".join(filter(None, _entries(element, 0)))
            case "table":
                rows = [[_text(cell) for cell in row.iter("cell")] for row in element.iter("row")]
                first = element.find(".//row")
                heads = [] if first is None else [cell.get("role") for cell in first.iter("cell")]
                yield blocks.table(rows, has_head=bool(heads) and all(heads))
            case "quote" | "code":
                yield from _blocks_or_text(element)
            case "div" | "body":
                yield from _blocks_or_text(element)
            case _:
                yield blocks.paragraph(_text(element))
        if element.tail and element.tail.strip():
            yield blocks.paragraph(element.tail)


def _blocks_or_text(element: Any) -> Iterator[str]:
    if len(element) and element[0].tag in ("p", "list", "head", "table", "quote"):
        yield blocks.paragraph(element.text or "")
        yield from _blocks(element)
        return
    # Code and verses keep their lines.
    for child in element.iter("lb"):
        child.tail = f"\n{child.tail or ''}"
    text = "".join(element.itertext())
    yield blocks.plain("\n".join(line.rstrip() for line in text.splitlines() if line.strip()))


def _entries(element: Any, depth: int) -> Iterator[str]:
    for item in element:
        inner = [item] if item.tag == "list" else item.findall("list")
        if item not in inner:
            yield blocks.bullet(_text(item, leave_out=inner), depth)
        for nested in inner:
            yield from _entries(nested, depth + 1)


def _text(element: Any, leave_out: Sequence[Any] = ()) -> str:
    """The text in an element, words of different lines and cells kept apart."""
    parts = [element.text or ""]
    for child in element:
        if child not in leave_out:
            apart = " " if child.tag in ("lb", "p", "item", "cell", "row", "list", "head") else ""
            parts += [apart, _text(child, leave_out), apart]
        parts.append(child.tail or "")
    return "".join(parts)


def _without_title(found: Iterator[str], title: str) -> Iterator[str]:
    """The blocks but for a heading on top that only repeats the title."""
    for number, block in enumerate(found):
        repeats = block.startswith("#") and block.lstrip("# ").casefold() == title.casefold()
        if number > 2 or not repeats:
            yield block


def _canonical(tree: Any) -> str:
    """The address that the page gives as its own, or ""."""
    for link in tree.iter("link"):
        if "canonical" in link.get("rel", "").lower().split() and link.get("href"):
            return str(link.get("href")).strip()
    for meta in tree.iter("meta"):
        if meta.get("property", "").lower() == "og:url" and meta.get("content"):
            return str(meta.get("content")).strip()
    return ""


def _outlet(name: str, title: str) -> str:
    """The outlet's name, unless it is only the title again."""
    is_title = name.casefold() in title.casefold() or title.casefold() in name.casefold()
    return "" if is_title or len(name) > _OUTLET_CHARACTERS else name


def _address(canonical: str, fetched: str) -> str:
    """The address to keep: the canonical one, unless another site claims to be this one's.

    Two texts with one address are versions of one article, so a page must not pass itself off as
    an article of somebody else.
    """
    fetched = tidy_address(fetched)
    try:
        address = tidy_address(urljoin(fetched, canonical))
    except ValueError:
        return fetched
    if not address or (fetched and _site(address) != _site(fetched)):
        return fetched
    return address


def _site(address: str) -> str:
    host = (urlsplit(address).hostname or "").lower()
    return host.removeprefix("www.").removeprefix("m.").removeprefix("amp.")


def _one_line(text: str) -> str:
    return " ".join(clean_text(text).split())
