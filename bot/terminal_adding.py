"""What `add` prints: what became of each document, or what would be read of it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from corpus.intake import Found
from corpus.library import Outcome, Status

# So much of a text shows whether it was read well.
_OPENING = 300

_STATUS_WORDS = {
    "en": {
        "added": "added",
        "replaced": "replaced",
        "unchanged": "already there",
        "refused": "refused",
        "skipped": "left out",
        "removed": "removed",
    },
    "it": {
        "added": "aggiunto",
        "replaced": "sostituito",
        "unchanged": "c'era già",
        "refused": "rifiutato",
        "skipped": "tralasciato",
        "removed": "tolto",
    },
}
# Of more than one, in the sum.
_MANY = {
    "en": {},
    "it": {
        "added": "aggiunti",
        "replaced": "sostituiti",
        "unchanged": "c'erano già",
        "refused": "rifiutati",
        "skipped": "tralasciati",
        "removed": "tolti",
    },
}
_SUM = {"en": "{count} documents: {parts}.", "it": "{count} documenti: {parts}."}
_NEAR = {"en": "nearly the same as {id}", "it": "quasi uguale a {id}"}
_TO_BE_INDEXED = {"en": "{word}, being indexed", "it": "{word}, da indicizzare"}
_INDEXED = {
    "en": "All is indexed and can be asked about.",
    "it": "Tutto è indicizzato e gli si può chiedere.",
}
_LEFT_TO_SERVER = {
    "en": "Another Sibilla is running on this folder and will index what was added.",
    "it": "Un'altra Sibilla è in funzione su questa cartella e indicizzerà il nuovo.",
}
INTERRUPTED = {
    "en": "Interrupted after {done} documents. What was added is kept; "
    "give the same command again to add the rest.",
    "it": "Interrotto dopo {done} documenti. Ciò che è stato aggiunto resta; "
    "ripeti lo stesso comando per aggiungere il resto.",
}
INDEXING_INTERRUPTED = {
    "en": "Interrupted while indexing. All {done} documents that were read are kept; "
    "the next command, or `sibilla sync`, indexes what is not indexed yet.",
    "it": "Interrotto durante l'indicizzazione. Tutti i {done} documenti letti restano; "
    "il prossimo comando, o `sibilla sync`, indicizza ciò che manca.",
}
_FACTS = {
    "en": ("id", "title", "outlet", "author", "published", "updated", "language", "url"),
    "it": ("id", "titolo", "testata", "autore", "pubblicato", "aggiornato", "lingua", "indirizzo"),
}
_TO_INDEX = (Status.ADDED, Status.REPLACED)
_WORDS = {"en": "words", "it": "parole"}
_PAGES = {"en": "pages", "it": "pagine"}


def outcome_json(outcome: Outcome, language: str) -> dict[str, Any]:
    """What became of a document, as `add --json` gives it."""
    reason = outcome.error.tell(language) if outcome.error else ""
    return {
        "name": outcome.name,
        "status": str(outcome.status),
        "article": outcome.article,
        "near": outcome.near,
        "reason": reason,
    }


def show_outcome(outcome: Outcome, language: str) -> None:
    """Print what became of a document; a refusal goes to standard error."""
    import typer

    word = _STATUS_WORDS[language][outcome.status]
    if outcome.error:
        typer.echo(f"sibilla: {word}: {outcome.error.tell(language)}", err=True)
        return
    if outcome.status in _TO_INDEX:
        word = _TO_BE_INDEXED[language].format(word=word)
    near = _NEAR[language].format(id=outcome.near) if outcome.near else ""
    about = ", ".join(part for part in (outcome.article, near) if part)
    typer.echo(f"{word}: {_shown(outcome.name)} ({about})")


def show_sum(outcomes: Sequence[Outcome], language: str, *, indexed: bool | None) -> None:
    """Print how many documents came to what, and whether what is new can be asked about.

    `indexed` is what `sync_first` returned.
    """
    import typer

    counts = Counter(outcome.status for outcome in outcomes)
    words, many = _STATUS_WORDS[language], _MANY[language]
    parts = ", ".join(
        f"{counts[status]} {(many if counts[status] > 1 else words).get(status, words[status])}"
        for status in Status
        if counts[status]
    )
    if len(outcomes) > 1:
        typer.echo(_SUM[language].format(count=len(outcomes), parts=parts))
    if not any(counts[status] for status in _TO_INDEX):
        return
    if indexed is False:
        typer.echo(_LEFT_TO_SERVER[language])
    elif indexed:
        typer.echo(_INDEXED[language])


def preview_json(found: Found, language: str) -> dict[str, Any]:
    """What would be read of a document, as `add --dry-run --json` gives it."""
    article = found.article
    if article is None:
        reason = found.error.tell(language) if found.error else ""
        return {"name": found.name, "reason": reason}
    return {
        "name": found.name,
        "reason": "",
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "published": article.published and article.published.isoformat(),
        "updated": article.updated and article.updated.isoformat(),
        "language": article.language,
        "url": article.url,
        "words": len(article.text.split()),
        "pages": len(article.pages),
        "opening": article.text[:_OPENING],
    }


def show_previews(previews: Sequence[dict[str, Any]], language: str) -> None:
    """Print what would be read of each document; refusals go to standard error."""
    import typer

    for preview in previews:
        if preview["reason"]:
            word = _STATUS_WORDS[language]["refused"]
            typer.echo(f"sibilla: {word}: {preview['reason']}", err=True)
            continue
        typer.echo(_shown(preview["name"]))
        for key, name in zip(_FACTS["en"], _FACTS[language], strict=True):
            if preview[key]:
                typer.echo(f"  {name}: {preview[key]}")
        typer.echo(f"  {_WORDS[language]}: {preview['words']}")
        if preview["pages"]:
            typer.echo(f"  {_PAGES[language]}: {preview['pages']}")
        typer.echo(f"  {' '.join(preview['opening'].split())}…")


def _shown(name: str) -> str:
    """A file name on one line."""
    return " ".join(name.split())
