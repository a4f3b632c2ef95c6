"""What `add` prints: what became of each document, or what would be read of it."""

from collections.abc import Sequence
from typing import Any

from corpus.intake import Found
from corpus.library import Outcome

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
_NEAR = {"en": "nearly the same as {id}", "it": "quasi uguale a {id}"}
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
_FACTS = {
    "en": ("id", "title", "outlet", "author", "published", "updated", "language", "url"),
    "it": ("id", "titolo", "testata", "autore", "pubblicato", "aggiornato", "lingua", "indirizzo"),
}
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


def show_outcomes(outcomes: Sequence[Outcome], language: str, *, indexed: bool) -> None:
    """Print a line a document; refusals go to standard error."""
    import typer

    for outcome in outcomes:
        word = _STATUS_WORDS[language][outcome.status]
        if outcome.error:
            typer.echo(f"sibilla: {word}: {outcome.error.tell(language)}", err=True)
            continue
        near = _NEAR[language].format(id=outcome.near) if outcome.near else ""
        about = ", ".join(part for part in (outcome.article, near) if part)
        typer.echo(f"{word}: {_shown(outcome.name)} ({about})")
    if not indexed:
        typer.echo(_LEFT_TO_SERVER[language])


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
