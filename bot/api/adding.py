"""What is sent to be added: files in a form, or a text or the address of a page in JSON."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

from pydantic import Discriminator, Tag, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from bot.api.shapes import PageTaken, TextTaken
from bot.faults import told_fault
from bot.sibilla import Sibilla
from corpus.article import Article
from corpus.errors import RequestWrong, Told
from corpus.language import detect_language
from corpus.library import Outcome
from corpus.markdown import article_to_markdown, clean_text
from corpus.readers import make_id

MAX_FILES = 1000
"""How many documents one request may bring."""
_NAME_BYTES = 200
_FORM, _JSON = "multipart/form-data", "application/json"
_TEXT, _PAGE = "a text", "a page"


def _kind(sent: object) -> str:
    return _PAGE if isinstance(sent, dict) and "url" in sent else _TEXT


_SENT: TypeAdapter[TextTaken | PageTaken] = TypeAdapter(
    Annotated[
        Annotated[TextTaken, Tag(_TEXT)] | Annotated[PageTaken, Tag(_PAGE)], Discriminator(_kind)
    ]
)

ADDING_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _FORM: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "minItems": 1,
                            "maxItems": MAX_FILES,
                            "description": "Documents, each with its file name.",
                        }
                    },
                    "required": ["files"],
                }
            },
            _JSON: {
                "schema": {"anyOf": [TextTaken.model_json_schema(), PageTaken.model_json_schema()]}
            },
        },
    }
}
"""The description of the body, which FastAPI cannot tell from two types at once."""


async def add_sent(sibilla: Sibilla, request: Request) -> list[Outcome]:
    """Add what a request brings, and say what became of each document.

    Raises:
        RequestWrong: the body is neither files nor a text.
    """
    type_, _, _ = request.headers.get("content-type", "").partition(";")
    type_ = type_.strip().lower()
    if type_ == _JSON:
        return await run_in_threadpool(_add_json, sibilla, await request.body())
    if type_ != _FORM:
        wanted = f"{_FORM}, {_JSON}"
        raise RequestWrong("content-type", name=type_[:100], wanted=wanted)
    async with request.form(max_files=MAX_FILES + 1, max_fields=MAX_FILES) as form:
        return await run_in_threadpool(_add_files, sibilla, _files_of(form))


def _files_of(form: FormData) -> list[UploadFile]:
    files = [file for _, file in form.multi_items() if isinstance(file, UploadFile)]
    if not files:
        raise RequestWrong("malformed", cause=Told("there is no file in it", "non contiene file"))
    if len(files) > MAX_FILES:
        raise RequestWrong("too-many", limit=MAX_FILES)
    return files


def _add_files(sibilla: Sibilla, files: Sequence[UploadFile]) -> list[Outcome]:
    with tempfile.TemporaryDirectory(prefix="sibilla-") as folder:
        paths = []
        for file in files:
            # A folder each: two documents may bear the same name.
            path = Path(folder) / uuid4().hex / safe_name(file.filename or "")
            path.parent.mkdir()
            with path.open("xb") as copy:
                while piece := file.file.read(1 << 20):
                    copy.write(piece)
            paths.append(path)
        return sibilla.add_files(paths)


def _add_json(sibilla: Sibilla, body: bytes) -> list[Outcome]:
    try:
        sent = _SENT.validate_json(body)
    except ValidationError as error:
        raise RequestWrong("malformed", cause=first_fault(error.errors())) from error
    if isinstance(sent, PageTaken):
        return sibilla.add_files([sent.url])
    text = clean_text(sent.text).strip()
    article = Article(
        id=make_id(sent.title),
        title=" ".join(clean_text(sent.title).split()),
        text=text,
        language=sent.language or detect_language(text),
        published=sent.published,
        outlet=sent.outlet,
        url=sent.link,
    )
    with tempfile.TemporaryDirectory(prefix="sibilla-") as folder:
        path = Path(folder) / f"{article.id}.md"
        path.write_text(article_to_markdown(article), encoding="utf-8")
        return sibilla.add_files([path])


def safe_name(name: str) -> str:
    """A file name that leads nowhere else, with the ending that tells its format."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c for c in last if c.isprintable()).encode("utf-8", "ignore").decode()
    stem, ending = Path(printable).stem, Path(printable).suffix
    short = stem.encode()[: _NAME_BYTES - len(ending.encode())].decode(errors="ignore")
    return f"{short.strip('. ') or 'document'}{ending.encode()[:20].decode(errors='ignore')}"


def first_fault(faults: Sequence[Any]) -> Told:
    """The first thing that is wrong with a request, and where."""
    inside = [part for part in faults[0]["loc"] if part not in ("body", "query", _TEXT, _PAGE)]
    where = ".".join(map(str, inside))
    told = told_fault(faults[0])
    english, italian = where or "body", where or "corpo"
    return Told(f"{english}: {told.en}"[:300], f"{italian}: {told.it}"[:300])
