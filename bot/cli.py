"""The command line: `sibilla serve | ask | search | add | remove | list | show | sync | eval`.

Nothing heavy is imported until a command needs it, so that `--help` answers at once.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.sibilla import Sibilla

# Exit statuses beside 0: nothing was done, and some was done.
NOTHING_DONE = 2
SOME_DONE = 3

app = typer.Typer(
    name="sibilla",
    help="Ask about AI-infrastructure news, in Italian or English, and get cited answers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Data = Annotated[
    Path | None, typer.Option("--data", metavar="FOLDER", help="The data folder to use.")
]
NoDemo = Annotated[bool, typer.Option("--no-demo", help="Leave the demo corpus out.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
In = Annotated[
    str, typer.Option("--in", metavar="it|en", help="Only articles in this language.")
]


@app.command()
def serve(
    data: Data = None,
    no_demo: NoDemo = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Open the chat page."""
    settings = _settings(data, no_demo, host=host, port=port)
    with _opened(settings) as sibilla:
        from bot.serving import serve as run

        _sync(sibilla)  # with a progress bar, before the page is there
        run(sibilla, open_browser=browser)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in Italian or English.")],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
    only: In = "",
    after: Annotated[
        list[str] | None,
        typer.Option("--after", metavar="QUESTION", help="An earlier question; may be repeated."),
    ] = None,
) -> None:
    """Answer a question, with citations."""
    from bot.terminal import show_answer
    from index.passage import Filters

    with _opened(_settings(data, no_demo)) as sibilla:
        _sync(sibilla, optional=True)
        filters = Filters(language=_language(only))
        answer = sibilla.ask(question, after or (), _locale_language(), filters)
        _print(answer.as_json(), json, lambda: show_answer(answer))


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="What to look for.")],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
    top: Annotated[int, typer.Option(min=1, max=1000, help="How many passages.")] = 10,
    only: In = "",
) -> None:
    """List the passages nearest to a question, without an answer."""
    from bot.terminal import passage_json, show_passages
    from index.passage import Filters

    with _opened(_settings(data, no_demo)) as sibilla:
        _sync(sibilla, optional=True)
        found = sibilla.search(question, top, Filters(language=_language(only))).passages
        _print([passage_json(item) for item in found], json, lambda: show_passages(found))


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(help="Documents, or folders of them.")],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
) -> None:
    """Add documents to the library."""
    from bot.terminal import outcome_json, show_outcomes
    from corpus.library import Status

    with _opened(_settings(data, no_demo)) as sibilla:
        with _progress("Reading") as progress:
            outcomes = sibilla.add_files(paths, lambda done: progress(done, 0), sync=False)
        indexed = _sync(sibilla, optional=True)
        language = _locale_language()
        _print(
            [outcome_json(outcome, language) for outcome in outcomes],
            json,
            lambda: show_outcomes(outcomes, language, indexed=indexed),
        )
    refused = [outcome for outcome in outcomes if outcome.status is Status.REFUSED]
    if refused:
        raise typer.Exit(SOME_DONE if len(refused) < len(outcomes) else NOTHING_DONE)


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(help="Ids of articles, as `list` shows them.")],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
) -> None:
    """Take articles out of the library; their files go to its trash folder."""
    from corpus.errors import ArticleUnknown

    removed: list[str] = []
    with _opened(_settings(data, no_demo)) as sibilla:
        for id in ids:
            try:
                sibilla.library.remove(id)
            except ArticleUnknown as error:
                _complain(error.tell(_locale_language()))
                continue
            removed.append(id)
        _sync(sibilla, optional=True)
    _print({"removed": removed}, json, lambda: [typer.echo(f"removed {id}") for id in removed])
    if len(removed) < len(ids):
        raise typer.Exit(SOME_DONE if removed else NOTHING_DONE)


@app.command("list")
def list_articles(data: Data = None, no_demo: NoDemo = False, json: Json = False) -> None:
    """List the articles of the library."""
    from bot.terminal import card_json, show_cards

    with _opened(_settings(data, no_demo)) as sibilla:
        _sync(sibilla, optional=True)
        cards = sibilla.articles()
        _print([card_json(card) for card in cards], json, lambda: show_cards(cards))


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="The id of an article.")],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
) -> None:
    """Show an article: the stored text that citations refer to."""
    from bot.terminal import article_json, show_article

    with _opened(_settings(data, no_demo)) as sibilla:
        _sync(sibilla, optional=True)
        article = sibilla.article(id)
        _print(article_json(article), json, lambda: show_article(article))


@app.command()
def sync(data: Data = None, no_demo: NoDemo = False, json: Json = False) -> None:
    """Bring the index in step with the folder of articles."""
    from bot.terminal import show_sync, sync_json

    with _opened(_settings(data, no_demo)) as sibilla:
        with _progress("Indexing") as progress:
            report = sibilla.sync(progress)
        language = _locale_language()
        _print(sync_json(report, language), json, lambda: show_sync(report, language))


@app.command("eval")
def evaluate(
    questions: Annotated[Path, typer.Argument(help="Questions, one JSON object a line.")],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
    only: In = "",
    retrieval_only: Annotated[bool, typer.Option(help="Rank articles, do not answer.")] = False,
    details: Annotated[
        Path | None, typer.Option(metavar="OUT.jsonl", help="Write a line a question here.")
    ] = None,
) -> None:
    """Measure retrieval, answers, citations and refusals over a file of questions."""
    from bot import evaluation
    from bot.terminal import show_report

    cases = evaluation.read_cases(questions)
    with _opened(_settings(data, no_demo)) as sibilla:
        _sync(sibilla, optional=True)
        with _progress("Asking") as progress:
            results = evaluation.evaluate(
                sibilla,
                cases,
                language=_language(only),
                retrieval_only=retrieval_only,
                progress=lambda done: progress(done, len(cases)),
            )
    if details:
        with details.open("w", encoding="utf-8") as file:
            evaluation.write_details(results, file)
    report = evaluation.report(results)
    _print(report, json, lambda: show_report(report))


@app.command()
def status(data: Data = None, no_demo: NoDemo = False, json: Json = False) -> None:
    """Say what is in the library, and with what it is searched and answered."""
    from bot.terminal import show_status, status_json

    with _opened(_settings(data, no_demo)) as sibilla:
        described = status_json(sibilla)
        _print(described, json, lambda: show_status(described))


def main() -> None:
    """Run the command line; an error of ours is one line on standard error and status 2."""
    from corpus.errors import SibillaError

    # As an exception, so that a write under way ends whole: Chroma does not survive less.
    signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    except SibillaError as error:
        _complain(error.tell(_locale_language()))
        sys.exit(NOTHING_DONE)


def _stop(signal_number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + signal_number)


def _complain(sentence: str) -> None:
    typer.echo(f"sibilla: {sentence}", err=True)


def _settings(data: Path | None, no_demo: bool, **given: Any) -> "Settings":
    from bot.settings import load_settings

    return load_settings(data=data, demo=False if no_demo else None, **given)


@contextmanager
def _opened(settings: "Settings") -> Iterator["Sibilla"]:
    from bot.sibilla import Sibilla

    sibilla = Sibilla(settings)
    try:
        yield sibilla
    finally:
        sibilla.close()


def _sync(sibilla: "Sibilla", *, optional: bool = False) -> bool:
    """Index what is new; when optional and another process is at it, leave it to that one."""
    from corpus.errors import IndexBusy

    try:
        with _progress("Indexing") as progress:
            report = sibilla.sync(progress)
    except IndexBusy:
        if not optional:
            raise
        return False
    for error in report.refused.values():
        _complain(error.tell(_locale_language()))
    return True


@contextmanager
def _progress(label: str) -> Iterator[Any]:
    """A progress bar on standard error, shown from the first report of work on."""
    from bot.terminal import progress_bar

    with progress_bar(label) as report:
        yield report


def _language(code: str) -> str:
    from corpus.errors import SettingWrong
    from corpus.language import LANGUAGES

    if code and code not in LANGUAGES:
        raise SettingWrong("setting", name="--in", cause=f"{code} is not one of it, en")
    return code


def _locale_language() -> str:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return "it" if (locale or "").lower().startswith("it") else "en"


def _print(value: Any, as_json: bool, show: Any) -> None:
    if as_json:
        import json

        typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        show()
