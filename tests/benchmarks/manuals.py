"""Articles by the ten thousand: Debian's manuals in Italian and English, taken apart page by page.

Where the manuals run out, further articles take the sentences of two pages in turns: real
sentences of one language in an order that no page has, so that none is a copy.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from corpus.article import Article
from corpus.readers import make_id
from index.sentences import split_sentences

PACKAGES = (
    "debian-reference-it debian-reference-en debian-faq-it debian-faq developers-reference-it "
    "developers-reference aptitude-doc-it aptitude-doc-en maint-guide-it maint-guide "
    "installation-guide-amd64 debian-handbook debian-edu-doc-it debian-edu-doc-en "
    "libreoffice-help-it libreoffice-help-en-us gimp-help-it gimp-help-en kicad-doc-it "
    "kicad-doc-en lilypond-doc-html-it lilypond-doc-html gnome-user-docs"
).split()

# Where each language's pages lie, under /usr/share.
_PLACES = {
    "it": (
        "debian-reference/*.it.html",
        "doc/debian/FAQ/it/*.html",
        "developers-reference/it/*.html",
        "doc/aptitude/html/it/*.html",
        "doc/maint-guide-it/html/*.html",
        "doc/installation-guide-amd64/it/*.html",
        "doc/debian-handbook/html/it-IT/*.html",
        "doc/debian-edu-doc-it/*.html",
        "libreoffice/help/it/text/**/*.html",
        "gimp/2.0/help/it/*.html",
        "doc/kicad/help/it/*.html",
        "doc/lilypond/html/Documentation/**/*.it.html",
        "help/it/**/*.page",
    ),
    "en": (
        "debian-reference/*.en.html",
        "doc/debian/FAQ/*.en.html",
        "developers-reference/*.html",
        "doc/aptitude/html/en/*.html",
        "doc/maint-guide/html/*.html",
        "doc/installation-guide-amd64/en/*.html",
        "doc/debian-handbook/html/en-US/*.html",
        "doc/debian-edu-doc-en/*.html",
        "libreoffice/help/en-US/text/**/*.html",
        "gimp/2.0/help/en/*.html",
        "doc/kicad/help/en/*.html",
        "doc/lilypond/html/Documentation/*/*.html",
        "help/C/**/*.page",
    ),
}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "title")
_TEXTS = ("p", "li", "dd", "td")
_LEFT_OUT = ("script", "style", "nav", "pre", "head", "{*}code", "{*}media", "info", "links")
_TRANSLATED = re.compile(r"\.[a-z]{2}(-[a-z]{2})?\.html$")
_FEWEST_WORDS, _FEWEST_PARAGRAPHS = 8, 3
# Articles of news are shorter than chapters: of the demo corpus, one in a hundred is longer.
_LONGEST = 12_000
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of a manual says: its title, and paragraphs under their headings."""

    language: str
    name: str
    title: str
    paragraphs: tuple[tuple[str, str], ...]


def read_pages(language: str, root: Path = Path("/usr/share")) -> Iterator[Page]:
    """The pages of the installed manuals; a paragraph that many have comes once."""
    seen: set[str] = set()
    for path in dict.fromkeys(p for place in _PLACES[language] for p in sorted(root.glob(place))):
        if language == "en" and (m := _TRANSLATED.search(path.name)) and m[0] != ".en.html":
            continue
        name = make_id(f"{path.parent.name}-{path.name}").removesuffix(".md")
        yield from _cut(language, name, _read(path, seen))


def write_articles(
    pages: dict[str, list[Page]], seed: int, shares: dict[str, float]
) -> Iterator[Article]:
    """Articles without end, the languages mixed: the pages first, then varied ones."""
    chance = random.Random(seed)  # nothing secret
    supplies = {language: _articles_of(pages[language], chance) for language in shares}
    languages, weights = list(shares), list(shares.values())
    while True:
        yield next(supplies[chance.choices(languages, weights)[0]])


def _articles_of(pages: list[Page], chance: random.Random) -> Iterator[Article]:
    order = chance.sample(pages, len(pages))
    for number, page in enumerate(order):
        text = "\n\n".join(_blocks(page.paragraphs))
        yield _article(page, f"{page.name}-{number}", page.title, text)
    number = 0
    while True:
        one, other = chance.sample(pages, 2)
        yield _article(one, f"varied-{number}", *_vary(one, other, chance))
        number += 1


def _article(page: Page, name: str, title: str, text: str) -> Article:
    id = f"{name}.{page.language}"
    published = date(2024, 1, 1) + timedelta(days=sum(name.encode()) % 900)
    return Article(id, title, text, page.language, published, outlet=page.name.partition("-")[0])


def _vary(one: Page, other: Page, chance: random.Random) -> tuple[str, str]:
    """Title and text of an article that takes sentences of two pages in turns."""
    sentences = [
        [s.text for _, text in page.paragraphs for s in split_sentences(text, page.language, 0)]
        for page in (one, other)
    ]
    for list_ in sentences:
        chance.shuffle(list_)
    mixed = [sentence for pair in zip(*sentences, strict=False) for sentence in pair]
    headings = [heading for page in (one, other) for heading, _ in page.paragraphs if heading]
    blocks: list[tuple[str, str]] = []
    while mixed:
        count = chance.randint(3, 7)
        heading = chance.choice(headings) if headings else ""
        blocks.append((heading, " ".join(mixed[:count])))
        mixed = mixed[count:]
    return f"{one.title}, {other.title}", "\n\n".join(_blocks(blocks))


def _blocks(paragraphs: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> Iterator[str]:
    last = ""
    for heading, text in paragraphs:
        if heading and heading != last:
            yield f"## {heading}"
        last = heading
        yield text


def _read(path: Path, seen: set[str]) -> tuple[str, list[tuple[str, str]]]:
    """Title and paragraphs of a page in HTML or in GNOME's XML."""
    content = path.read_bytes()
    if path.suffix == ".page":
        tree = etree.fromstring(content, etree.XMLParser(recover=True, no_network=True))
    else:
        tree = lxml_html.document_fromstring(content, lxml_html.HTMLParser(encoding="utf-8"))
    title = heading = ""
    paragraphs: list[tuple[str, str]] = []
    for element in tree.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag not in _HEADINGS + _TEXTS or _is_left_out(element):
            continue
        text = _SPACE.sub(" ", "".join(element.itertext())).strip()
        if tag in _HEADINGS:
            heading = text[:90].rstrip("#¶ ")
            title = title or heading
        elif not _holds_texts(element) and len(text.split()) >= _FEWEST_WORDS and text not in seen:
            seen.add(text)
            paragraphs.append((heading if heading != title else "", text))
    return title, paragraphs


def _is_left_out(element: "etree._Element") -> bool:
    return next(element.iterancestors(*_LEFT_OUT), None) is not None


def _holds_texts(element: "etree._Element") -> bool:
    return any(etree.QName(e).localname in _TEXTS for e in element.iterdescendants(etree.Element))


def _cut(language: str, name: str, read: tuple[str, list[tuple[str, str]]]) -> Iterator[Page]:
    """A page, or several of a long one."""
    title, paragraphs = read
    piece: list[tuple[str, str]] = []
    number = 0
    for paragraph in [*paragraphs, None]:
        long = sum(len(text) for _, text in piece) > _LONGEST
        if piece and (paragraph is None or long):
            if len(piece) >= _FEWEST_PARAGRAPHS:
                yield Page(language, f"{name}-{number}", title or name, tuple(piece))
            piece, number = [], number + 1
        if paragraph:
            piece.append(paragraph)
