"""`sibilla feeds add | list | remove | pull`: the feeds whose new items become articles."""

import itertools
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.options import NOTHING_DONE, SOME_DONE, Data, Json, NoDemo
from bot.terminal_words import complain, locale_language

if TYPE_CHECKING:
    from corpus.feeds.pulling import Pulled

app = typer.Typer(
    name="feeds",
    help="Follow RSS and Atom feeds; their new items become articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Urls = Annotated[list[str], typer.Argument(metavar="URL", help="Addresses of feeds.")]

_WORDS = {
    "en": {
        "added": "followed: {title} ({url})",
        "unchanged": "already followed: {title} ({url})",
        "removed": "no longer followed, its articles stay: {url}",
        "none": "No feed is followed. `sibilla feeds add URL` follows one.",
        "never": "never pulled",
        "new": "{title}: {count} new",
        "left": "{title}: {count} new, {left} more wait for the next pull",
    },
    "it": {
        "added": "seguito: {title} ({url})",
        "unchanged": "già seguito: {title} ({url})",
        "removed": "non più seguito, i suoi articoli restano: {url}",
        "none": "Nessun feed è seguito. `sibilla feeds add URL` ne segue uno.",
        "never": "mai letto",
        "new": "{title}: {count} nuovi",
        "left": "{title}: {count} nuovi, altri {left} alla prossima lettura",
    },
}


@app.command()
def add(urls: Urls, data: Data = None, json: Json = False) -> None:
    """Follow feeds, or the feeds that pages name; nothing is pulled yet."""
    from bot.shell import opened, output
    from corpus.errors import DocumentRefused

    language, results = locale_language(), []
    with opened(data, False) as sibilla:
        for url in urls:
            try:
                feed, is_new = sibilla.feeds.add(url)
            except DocumentRefused as error:
                reason = error.tell(language)
                results.append({"url": url, "title": "", "status": "refused", "reason": reason})
                continue
            status = "added" if is_new else "unchanged"
            results.append({"url": feed.url, "title": feed.title, "status": status, "reason": ""})

    def show() -> None:
        for result in results:
            if result["reason"]:
                complain(result["reason"])
            else:
                typer.echo(_WORDS[language][result["status"]].format(**result))

    output(results, json, show)
    _leave(sum(bool(result["reason"]) for result in results), len(results))


@app.command("list")
def list_feeds(data: Data = None, json: Json = False) -> None:
    """List the feeds that are followed."""
    from bot.shell import opened, output

    words = _WORDS[locale_language()]
    with opened(data, False) as sibilla:
        feeds = sibilla.feeds.all()
    lines = [f"{feed.url}  {feed.title}  ({feed.pulled or words['never']})" for feed in feeds]
    listed = [
        {"url": feed.url, "title": feed.title, "pulled": feed.pulled or None} for feed in feeds
    ]
    output(listed, json, lambda: typer.echo("\n".join(lines) or words["none"]))


@app.command()
def remove(urls: Urls, data: Data = None, json: Json = False) -> None:
    """Follow feeds no longer; their articles stay."""
    from bot.shell import opened, output
    from corpus.errors import FeedUnknown

    language, removed = locale_language(), []
    with opened(data, False) as sibilla:
        for url in urls:
            try:
                removed.append(sibilla.feeds.remove(url))
            except FeedUnknown as error:
                complain(error.tell(language))
    lines = [_WORDS[language]["removed"].format(url=url) for url in removed]
    output({"removed": removed}, json, lambda: typer.echo("\n".join(lines)))
    _leave(len(urls) - len(removed), len(urls))


@app.command()
def pull(
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="URL", help="Only these feeds.")
    ] = None,
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
) -> None:
    """Add what is new in the feeds to the library."""
    from bot.shell import interruptible, opened, output, sync_first
    from bot.terminal_adding import INDEXING_INTERRUPTED, INTERRUPTED, show_sum
    from bot.terminal_progress import progress_bar

    language = locale_language()
    reports: list[Pulled] = []
    with opened(data, no_demo) as sibilla:
        with interruptible(INTERRUPTED) as note, progress_bar("pulling", language) as report:
            done = itertools.count(1)

            def count(_: int) -> None:
                items = next(done)
                note(items)
                report(items, 0)

            for pulled in sibilla.feeds.pull(urls or (), count):
                reports.append(pulled)
                if not json:
                    _show_pulled(pulled, language)
        items = [outcome for pulled in reports for outcome in pulled.outcomes]
        with interruptible(INDEXING_INTERRUPTED) as note:
            note(len(items))
            indexed = sync_first(sibilla) if items else True

    def show() -> None:
        if reports:
            show_sum(items, language, indexed=indexed)
        else:
            typer.echo(_WORDS[language]["none"])

    output([_pulled_json(pulled, language) for pulled in reports], json, show)
    failed = sum(bool(pulled.error) for pulled in reports)
    refused = sum(bool(outcome.error) for outcome in items)
    _leave(failed + refused, len(reports) + len(items))


def _pulled_json(report: "Pulled", language: str) -> dict[str, Any]:
    from bot.terminal_adding import outcome_json

    return {
        "url": report.url,
        "title": report.title,
        "reason": report.error.tell(language) if report.error else "",
        "left": report.left,
        "items": [outcome_json(outcome, language) for outcome in report.outcomes],
    }


def _show_pulled(pulled: "Pulled", language: str) -> None:
    """Print what came of a feed, and of each of its new items."""
    from bot.terminal_adding import show_outcome

    if pulled.error:
        complain(pulled.error.tell(language))
        return
    count = sum(not outcome.error for outcome in pulled.outcomes)
    told = _WORDS[language]["left" if pulled.left else "new"]
    typer.echo(told.format(title=pulled.title or pulled.url, count=count, left=pulled.left))
    for outcome in pulled.outcomes:
        show_outcome(outcome, language)


def _leave(failed: int, of: int) -> None:
    """End with the status that says how much was done."""
    if failed:
        raise typer.Exit(SOME_DONE if failed < of else NOTHING_DONE)
