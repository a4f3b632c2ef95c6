"""Bad files of every kind, made on the spot: each builder gives a name and a content."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

FILES = Path(__file__).parents[1] / "files"
PDF = (FILES / "zefiro.pdf").read_bytes()
DOCX = (FILES / "zefiro.docx").read_bytes()
HTML = (
    b"<html><head><title>Zefiro</title></head><body><article><h1>Zefiro</h1>"
    b"<p>Zefiro costruisce a Matera un centro di calcolo da 40 megawatt.</p></article>"
)
MARKDOWN = "---\ntitle: Zefiro\n---\n\n# Zefiro\n\nPerché a Matera? C'è il sole.\n".encode()

Build = Callable[[], bytes]

_MAGIC = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "gzip": b"\x1f\x8b\x08\0\0\0\0\0",
    "elf": b"\x7fELF\x02\x01\x01",
    "word-97": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "rtf": b"{\\rtf1\\ansi Testo}",
    "sqlite": b"SQLite format 3\0",
    "noise": random.Random(7).randbytes(2000),
}
_ENDINGS = ("txt", "md", "html", "pdf", "docx", "zip")


def zip_of(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file in memory."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx_with(document: bytes, **parts: bytes) -> bytes:
    """The Word file of the tests with another body, and other parts by name."""
    with zipfile.ZipFile(io.BytesIO(DOCX)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zip_of(members | {"word/document.xml": document} | parts)


def pdf_of(*objects: bytes) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is its catalogue."""
    out = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )


def pdf_page(stream: bytes, filters: bytes = b"/FlateDecode", pages: int = 1) -> bytes:
    """A PDF file whose pages all have this content, already packed by the filters."""
    kids = b" ".join([b"3 0 R"] * pages)
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(stream), filters, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def cases() -> list[tuple[str, str, Build]]:
    """Every bad file, as (what it is, its name, its builder)."""
    made: list[tuple[str, str, Build]] = []
    for ending, whole in (("pdf", PDF), ("docx", DOCX), ("html", HTML), ("md", MARKDOWN)):
        for tenth in range(1, 10):
            cut = whole[: len(whole) * tenth // 10]
            made.append((f"{ending} cut at {tenth}/10", f"a.{ending}", lambda cut=cut: cut))
        for seed in range(12):
            made.append(
                (f"{ending} with flips {seed}", f"a.{ending}", lambda w=whole, s=seed: flip(w, s))
            )
    for kind, content in _MAGIC.items():
        for ending in _ENDINGS:
            made.append((f"{kind} named {ending}", f"a.{ending}", lambda c=content: c))
    for ending in _ENDINGS:
        name = f"a.{ending}"
        made += [
            (f"empty {ending}", name, lambda: b""),
            (f"spaces in {ending}", name, lambda: b" \r\n\t" * 50),
            (f"NULs in {ending}", name, lambda: b"\0" * 5000),
            (f"broken UTF-8 in {ending}", name, lambda: b"Testo \xff\xfe\xc3\x28\xf0\x28" * 20),
            (f"half a UTF-16 text in {ending}", name, lambda: b"\xff\xfeT\0e\0s\0t"),
            (f"overrides in {ending}", name, lambda: "\u202etxet\u202c \u2066x\u2069".encode()),
        ]
    return made + _zips() + _word() + _pdfs() + _pages() + _texts()


def flip(content: bytes, seed: int) -> bytes:
    """The content with one byte in about two hundred changed."""
    chance = random.Random(seed)
    changed = bytearray(content)
    for _ in range(max(3, len(changed) // 200)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _zips() -> list[tuple[str, str, Build]]:
    bomb = b"\0" * 60_000_000

    def nested(depth: int) -> bytes:
        inner = zip_of({"a.txt": b"Testo."})
        for _ in range(depth):
            inner = zip_of({"a.zip": inner})
        return inner

    def lying() -> bytes:
        content = bytearray(zip_of({"a.txt": b"\0" * 20_000_000}))
        at = content.rfind(b"PK\x01\x02")
        content[at + 24 : at + 28] = struct.pack("<I", 10)  # the size that the list tells
        return bytes(content)

    def overlapping() -> bytes:
        content = zip_of({"a.txt": b"\0" * 9_000_000})
        at = content.rfind(b"PK\x01\x02")
        end = content.rfind(b"PK\x05\x06")
        entries = content[at:end] * 70
        tail = bytearray(content[end:])
        tail[8:12] = struct.pack("<HH", 70, 70)
        tail[12:16] = struct.pack("<I", len(entries))
        return content[:at] + entries + bytes(tail)

    def crowded() -> bytes:
        return zip_of({f"{n}.txt": b"" for n in range(6000)}, zipfile.ZIP_STORED)

    names = (
        "../../../out.txt",
        "/etc/out.txt",
        "a\nb.txt",
        "\u202etxt.exe.txt",
        "x" * 250 + ".txt",
    )
    return [
        ("a zip bomb", "a.zip", lambda: zip_of({"a.txt": bomb})),
        (
            "a zip bomb of many",
            "a.zip",
            lambda: zip_of({f"{n}.txt": bomb[:9_900_000] for n in range(60)}),
        ),
        ("zips in zips", "a.zip", lambda: nested(50)),
        ("a zip that lies about sizes", "a.zip", lying),
        ("a zip whose files overlap", "a.zip", overlapping),
        ("a zip of 6,000 files", "a.zip", crowded),
        ("a zip of nothing", "a.zip", lambda: zip_of({})),
        ("a zip of a locked file", "a.zip", lambda: _locked(zip_of({"a.txt": b"Testo."}))),
        ("a zip by an unknown method", "a.zip", lambda: _method(zip_of({"a.txt": b"Testo."}), 99)),
        *(
            (f"a zip with the name {name[:20]!r}", "a.zip", lambda n=name: zip_of({n: b"Testo."}))
            for name in names
        ),
    ]


def _locked(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def _method(content: bytes, method: int) -> bytes:
    changed = bytearray(content)
    changed[8] = method
    changed[content.rfind(b"PK\x01\x02") + 10] = method
    return bytes(changed)


_NO_PAGES = b"<</Type/Pages/Kids[]/Count 0>>"
_LAUNCH = b"/OpenAction<</S/Launch/F(/bin/sh)>>"
_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R"
_LAUGHS = b'<!DOCTYPE html [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _word() -> list[tuple[str, str, Build]]:
    def body(inside: bytes, before: bytes = b"") -> bytes:
        return (
            b'<?xml version="1.0"?>'
            + before
            + b"<w:document "
            + _W
            + b"><w:body>"
            + inside
            + b"</w:body></w:document>"
        )

    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "ha">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]>"
    )
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    fetch = b'<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">'
    word = b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
    links = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        b'2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/image" Target="%s" TargetMode="External"/>'
        b"</Relationships>"
    )
    rels = "word/_rels/document.xml.rels"
    return [
        ("billion laughs in Word", "a.docx", lambda: docx_with(body(word % b"&j;", laughs))),
        (
            "a file of the machine in Word",
            "a.docx",
            lambda: docx_with(body(word % b"&a;", outside)),
        ),
        ("a DTD of elsewhere in Word", "a.docx", lambda: docx_with(body(word % b"Testo", fetch))),
        *(
            (
                f"Word that refers to {target[:8]!r}",
                "a.docx",
                lambda t=target: docx_with(body(word % b"Testo"), **{rels: links % t}),
            )
            for target in (b"file:///etc/passwd", b"http://192.0.2.1/x.png", b"\\\\host\\share")
        ),
        ("Word nested deeply", "a.docx", lambda: docx_with(body(b"<w:p>" * 20_000))),
        (
            "tables in tables",
            "a.docx",
            lambda: docx_with(
                body(b"<w:tbl><w:tr><w:tc>" * 80 + word % b"x" + b"</w:tc></w:tr></w:tbl>" * 80)
            ),
        ),
        ("a Word bomb", "a.docx", lambda: docx_with(body(word % (b"a " * 60_000_000)))),
        (
            "a Word bomb of pictures",
            "a.docx",
            lambda: docx_with(body(word % b"x"), **{"word/media/a.png": b"\0" * 210_000_000}),
        ),
        ("Word without a body", "a.docx", lambda: docx_with(b"<w:document " + _W + b"/>")),
        ("Word that is no XML", "a.docx", lambda: docx_with(b"Testo")),
        ("Word in another namespace", "a.docx", lambda: docx_with(b"<a><b/></a>")),
        ("Word with NULs", "a.docx", lambda: docx_with(body(word % b"\0"))),
    ]


def _pdfs() -> list[tuple[str, str, Build]]:
    text = b"BT /F1 12 Tf 50 700 Td (Zefiro costruisce a Matera un centro di calcolo) Tj ET\n"
    big = zlib.compress(b" " * 200_000_000, 1)
    twice = zlib.compress(zlib.compress(b"0 0 m\n" * 20_000_000))
    many = zlib.compress(text * 200_000)
    return [
        ("a PDF bomb", "a.pdf", lambda: pdf_page(big)),
        ("a PDF bomb packed twice", "a.pdf", lambda: pdf_page(twice, b"/FlateDecode/FlateDecode")),
        ("a PDF of millions of words", "a.pdf", lambda: pdf_page(many)),
        (
            "a PDF that says it has a million pages",
            "a.pdf",
            lambda: pdf_page(zlib.compress(text)).replace(b"/Count 1", b"/Count 1000000"),
        ),
        ("a PDF of 3,000 pages", "a.pdf", lambda: pdf_page(zlib.compress(text), pages=3000)),
        (
            "a PDF whose pages go round",
            "a.pdf",
            lambda: pdf_of(
                b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"
            ),
        ),
        (
            "a PDF nested deeply",
            "a.pdf",
            lambda: pdf_of(
                _CATALOGUE + b"/X " + b"[" * 100_000 + b"]" * 100_000 + b">>",
                b"<</Type/Pages/Kids[]/Count 0>>",
            ),
        ),
        (
            "a PDF that runs a program",
            "a.pdf",
            lambda: pdf_of(_CATALOGUE + _LAUNCH + b">>", b"<</Type/Pages/Kids[]/Count 0>>"),
        ),
        ("a PDF without pages", "a.pdf", lambda: pdf_of(b"<</Type/Catalog>>")),
        ("a PDF of a head only", "a.pdf", lambda: b"%PDF-1.7\n"),
        ("a PDF of heads only", "a.pdf", lambda: b"%PDF-1.7\n" * 100_000),
        (
            "a PDF whose table points to itself",
            "a.pdf",
            lambda: b"%PDF-1.7\nxref\n0 0\ntrailer<</Size 0/Prev 9>>\nstartxref\n9\n%%EOF",
        ),
        ("a PDF with a broken stream", "a.pdf", lambda: pdf_page(b"\xff" * 1000)),
        ("a PDF named txt", "a.txt", lambda: PDF),
    ]


def _pages() -> list[tuple[str, str, Build]]:
    return [
        ("a page nested deeply", "a.html", lambda: b"<html><body>" + b"<div>" * 200_000 + b"x"),
        ("a page of open tags", "a.html", lambda: b"<html>" + b"<p><b><i>" * 100_000),
        ("a page of one line", "a.html", lambda: b"<html><p>" + b"parola " * 1_400_000),
        ("a page of one word", "a.html", lambda: b"<html><p>" + b"a" * 9_900_000),
        ("a page of entities", "a.html", lambda: b"<html><p>" + b"&amp;" * 1_000_000),
        (
            "billion laughs in a page",
            "a.xhtml",
            lambda: _LAUGHS + b"<html><body><p>&b;</p></body></html>",
        ),
        (
            "a page of attributes",
            "a.html",
            lambda: b"<html><p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x",
        ),
        ("a page of table cells", "a.html", lambda: b"<html><table>" + b"<tr><td>a<td>b" * 100_000),
        (
            "a page of style rules",
            "a.html",
            lambda: b"<html><style>" + b".a{display:none}@media x{" * 50_000 + b"</style><p>Testo",
        ),
        ("a page of open comments", "a.html", lambda: b"<html><!-- " * 50_000),
        (
            "a page with another's charset",
            "a.html",
            lambda: b'<html><meta charset="utf-7"><p>+ADw-script+AD4-',
        ),
        (
            "a page with a charset of nobody's",
            "a.html",
            lambda: b'<html><meta charset="zip_codec"><p>\xff\xfe',
        ),
        (
            "a page with dates without end",
            "a.html",
            lambda: b"<html>" + b'<time datetime="x">' * 50_000,
        ),
        (
            "a page in brackets",
            "a.html",
            lambda: b'<html><script type="application/ld+json">' + b"[" * 900_000,
        ),
    ]


def _texts() -> list[tuple[str, str, Build]]:
    def headed(header: str) -> Build:
        return lambda: f"---\n{header}\n---\n\nTesto.\n".encode()

    aliases = "a: &a [x]\n" + "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]" for n in range(9)
    )
    return [
        ("a text of one line", "a.txt", lambda: b"parola " * 1_400_000),
        ("a text of one word", "a.md", lambda: b"a" * 9_900_000),
        ("a text of headings", "a.md", lambda: b"# a\n" * 1_000_000),
        ("a text of fences", "a.md", lambda: b"```\n" * 500_000),
        ("a text of marks", "a.txt", ("e" + "\u0301" * 200_000).encode),
        ("front matter of aliases", "a.md", headed(f"{aliases}\ntitle: *j")),
        ("front matter of aliases in a list", "a.md", headed(f"{aliases}\nentities: *j")),
        ("front matter of brackets", "a.md", headed("title: " + "[" * 50_000)),
        ("front matter without end", "a.md", headed("a: b\n" * 100_000)),
        (
            "front matter with an object",
            "a.md",
            headed("title: !!python/object/apply:os.system [id]"),
        ),
        ("front matter with a date of nowhere", "a.md", headed("published: 99999-99-99")),
        ("front matter with a number without end", "a.md", headed("title: " + "9" * 100_000)),
        ("front matter with pages of nowhere", "a.md", headed("pages: [" + "9" * 5000 + "]")),
        ("front matter with a key twice", "a.md", headed("title: a\ntitle: b")),
        ("front matter with NULs", "a.md", headed('title: "\\0\\u202e"')),
        ("ten million bytes and one", "a.txt", lambda: b"a" * 10_000_001),
    ]
