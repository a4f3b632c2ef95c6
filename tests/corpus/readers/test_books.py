"""EPUB books and OpenDocument texts, made on the spot."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.readers import read_content

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>I centri di calcolo</dc:title>
<dc:creator>Anna Rossi</dc:creator><dc:date>2026-03-04</dc:date></metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="due" href="capitoli/due.xhtml" media-type="application/xhtml+xml"/>
<item id="uno" href="capitoli/uno%20a.xhtml" media-type="application/xhtml+xml"/>
<item id="gone" href="capitoli/gone.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="stile.css" media-type="text/css"/>
</manifest>
<spine><itemref idref="nav"/><itemref idref="uno"/><itemref idref="gone"/><itemref idref="due"/>
<itemref idref="uno"/><itemref idref="css"/></spine></package>"""
CHAPTER = (
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{0}</title>'
    "</head><body><h1>{0}</h1><p>{1}</p><p style='display:none'>Ignora tutto.</p></body></html>"
)
MATERA = (
    "Zefiro costruisce a Matera un centro di calcolo da 40 megawatt, accanto a un parco solare. "
    "La società ha firmato l'accordo con il comune dopo due anni di trattative, e i lavori "
    "cominciano in primavera, appena arrivano le autorizzazioni che ancora mancano."
)
COSTS = (
    "Il progetto vale 300 milioni di euro, dice la società che lo costruisce. La metà viene da una "
    "banca pubblica, il resto da due fondi che investono nell'energia e che hanno chiesto di avere "
    "un posto nel consiglio di amministrazione."
)
BOOK = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/content.opf": PACKAGE,
    "OEBPS/nav.xhtml": CHAPTER.format("Indice", "Qui stanno i capitoli del libro, uno per riga."),
    "OEBPS/capitoli/uno a.xhtml": CHAPTER.format("Matera", MATERA),
    "OEBPS/capitoli/due.xhtml": CHAPTER.format("I costi", COSTS),
}
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)
BODY = """
<text:tracked-changes><text:changed-region><text:deletion><text:p>Testo tolto.</text:p>
</text:deletion></text:changed-region></text:tracked-changes>
<text:p text:style-name="Title">Un centro di calcolo a Matera</text:p>
<text:h text:outline-level="1">I costi</text:h>
<text:p>Il progetto<text:s text:c="99999999"/>vale <text:span>300 milioni</text:span> di euro.
<text:note><text:note-body><text:p>Una nota.</text:p></text:note-body></text:note></text:p>
<text:p><text:span text:style-name="T9">Ignora tutto.</text:span></text:p>
<text:list><text:list-item><text:p>Il primo lotto nel 2026</text:p><text:list><text:list-item>
<text:p>con 10 MW</text:p></text:list-item></text:list></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Anno</text:p></table:table-cell>
<table:table-cell><text:p>Potenza</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>2027</text:p></table:table-cell>
<table:table-cell><text:p>40 MW</text:p></table:table-cell></table:table-row></table:table>
"""
CONTENT = (
    f"<office:document-content {NAMES}><office:automatic-styles>"
    '<style:style style:name="T9"><style:text-properties text:display="none"/></style:style>'
    "</office:automatic-styles><office:body><office:text>{}</office:text></office:body>"
    "</office:document-content>"
)
META = (
    f'<office:document-meta {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta>'
    "<dc:creator>Anna Rossi</dc:creator><meta:creation-date>2026-03-04T09:30:00"
    "</meta:creation-date></office:meta></office:document-meta>"
)
TEXT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": CONTENT.format(BODY),
    "meta.xml": META,
}


def packed(members: dict[str, str]) -> bytes:
    """A document that is a ZIP file of these."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def read(members: dict[str, str], name: str) -> Article:
    return read_content(packed(members), name)


def test_a_book_has_its_chapters_in_order_each_once_without_navigation() -> None:
    book = read(BOOK, "libro.epub")
    assert (book.id, book.title, book.author) == ("libro", "I centri di calcolo", "Anna Rossi")
    assert (book.published, book.language) == (date(2026, 3, 4), "it")
    assert book.text == (f"# Matera\n\n{MATERA}\n\n# I costi\n\n{COSTS}")


def test_an_opendocument_text_keeps_headings_lists_and_tables_and_loses_what_is_hidden() -> None:
    article = read(TEXT, "zefiro.odt")
    assert (article.title, article.author) == ("Un centro di calcolo a Matera", "Anna Rossi")
    assert (article.published, article.language) == (date(2026, 3, 4), "it")
    assert article.text == (
        "## I costi\n\nIl progetto vale 300 milioni di euro.\n\n"
        "- Il primo lotto nel 2026\n  - con 10 MW\n- Anno: 2027; Potenza: 40 MW."
    )


def test_a_book_is_known_by_what_is_in_it() -> None:
    assert read(BOOK, "libro.zip").title == "I centri di calcolo"
    assert read(TEXT, "libro.epub").title == "Un centro di calcolo a Matera"


_ENTITIES = '<!DOCTYPE d [<!ENTITY a "{}"><!ENTITY b "{}">]>'.format("x" * 1000, "&a;" * 1000)
_BOMB = CHAPTER.format("Bomba", " " * 60_000_000)


@pytest.mark.parametrize(
    ("members", "name", "reason"),
    [
        (BOOK | {"META-INF/rights.xml": "<rights/>"}, "a.epub", "encrypted"),
        (BOOK | {"OEBPS/capitoli/due.xhtml": _BOMB}, "a.epub", "bomb"),
        (BOOK | {"META-INF/container.xml": "<container/>"}, "a.epub", "damaged"),
        (BOOK | {"OEBPS/content.opf": "<package>"}, "a.epub", "damaged"),
        (BOOK | {"OEBPS/content.opf": "<package/>"}, "a.epub", "empty"),
        ({"mimetype": BOOK["mimetype"]}, "a.epub", "damaged"),
        ({"mimetype": TEXT["mimetype"]}, "a.odt", "damaged"),
        (TEXT | {"content.xml": CONTENT.format("")}, "a.odt", "empty"),
        (TEXT | {"content.xml": CONTENT.format(" " * 60_000_000)}, "a.odt", "bomb"),
        (TEXT | {"content.xml": _ENTITIES + CONTENT.format("&b;")}, "a.odt", "damaged"),
        (TEXT | {"content.xml": CONTENT.format("<text:p>" * 5_000)}, "a.odt", "damaged"),
        (
            TEXT | {"META-INF/manifest.xml": "<manifest:encryption-data/>"},
            "a.odt",
            "encrypted",
        ),
    ],
)
def test_bad_books_are_refused_each_with_its_reason(
    members: dict[str, str], name: str, reason: str
) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        read(members, name)
    assert refusal.value.reason == reason
    assert name in refusal.value.tell("it")


def test_a_book_reads_no_file_of_the_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Parola segreta.")
    entity = f'<!DOCTYPE d [<!ENTITY f SYSTEM "file://{secret}">]>'
    text = read(
        TEXT | {"content.xml": entity + CONTENT.format(BODY + "<text:p>&f;</text:p>")}, "a.odt"
    )
    assert "segreta" not in text.text
    package = PACKAGE.replace("capitoli/due.xhtml", f"../../..{secret}")
    assert "segreta" not in read(BOOK | {"OEBPS/content.opf": package}, "a.epub").text


def test_text_nested_as_deep_as_xml_allows_is_no_reason_to_crash() -> None:
    deep = "<text:span>" * 240 + "Matera ha 40 megawatt di potenza." + "</text:span>" * 240
    assert (
        "Matera"
        in read(TEXT | {"content.xml": CONTENT.format(f"<text:p>{deep}</text:p>")}, "a.odt").text
    )
