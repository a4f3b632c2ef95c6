"""The command line: `sibilla serve | ask | search | add | remove | list | show | sync | eval`.

Nothing heavy is imported until a command needs it, so that `--help` answers at once.
"""

import signal
import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import feed_commands, library_commands, user_commands
from bot.options import NOTHING_DONE, Data, In, Json, NoDemo, Outlet, Since, Until
from bot.terminal_words import complain, locale_language
from bot.usage import run

app = typer.Typer(
    name="sibilla",
    help="Ask about AI-infrastructure news, in Italian or English, and get cited answers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(library_commands.app)
app.add_typer(user_commands.app)
app.add_typer(feed_commands.app)


@app.command()
def serve(
    data: Data = None,
    no_demo: NoDemo = False,
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Address to listen on.")
    ] = None,
    port: Annotated[int | None, typer.Option(metavar="NUMBER", help="Port to listen on.")] = None,
    browser: Annotated[
        bool, typer.Option(show_default=False, help="Open the page in a browser.")
    ] = True,
    open: Annotated[
        bool | None,
        typer.Option("--open", help="Let anybody ask without a password, and change nothing."),
    ] = None,
) -> None:
    """Open the chat page and the HTTP API."""
    from bot.access.policy import Access
    from bot.serving import serve as run
    from bot.shell import opened

    with opened(data, no_demo, host=host, port=port, open=open) as sibilla:
        Access(sibilla.settings)  # what may not be served is refused before anything is indexed
        run(sibilla, open_browser=browser)


@app.command()
def mcp(data: Data = None, no_demo: NoDemo = False) -> None:
    """Offer asking and searching over MCP, on standard input and output."""
    from bot.shell import opened, sync_first
    from corpus.errors import SettingWrong

    try:
        from bot.mcp_server import create_server
    except ModuleNotFoundError as error:
        raise SettingWrong("mcp") from error
    with opened(data, no_demo) as sibilla:
        sync_first(sibilla)
        create_server(sibilla).run("stdio")


@app.command()
def ask(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="The question, in Italian or English.")
    ],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
    only: In = "",
    since: Since = "",
    until: Until = "",
    outlet: Outlet = "",
    after: Annotated[
        list[str] | None,
        typer.Option("--after", metavar="QUESTION", help="An earlier question; may be repeated."),
    ] = None,
) -> None:
    """Answer a question, with citations."""
    from bot.question import tidy
    from bot.shell import opened, output, read_filters, sync_first
    from bot.terminal_answer import show_answer, stream_answer

    question, filters = tidy(question), read_filters(only, since, until, outlet)
    with opened(data, no_demo) as sibilla:
        sync_first(sibilla, searching=True)
        # Ctrl-C, too, closes the stream, which stops the request to a chat model.
        with closing(sibilla.stream(question, after or (), locale_language(), filters)) as answers:
            answer = stream_answer(answers, quietly=json)
        output(answer.as_json(), json, lambda: show_answer(answer))


@app.command()
def search(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What to look for.")],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
    top: Annotated[
        int, typer.Option(min=1, max=1000, metavar="NUMBER", help="How many passages.")
    ] = 10,
    only: In = "",
    since: Since = "",
    until: Until = "",
    outlet: Outlet = "",
) -> None:
    """List the passages nearest to a question, without an answer."""
    from bot.question import tidy
    from bot.shell import opened, output, read_filters, sync_first
    from bot.terminal import passage_json, show_passages

    question, filters = tidy(question), read_filters(only, since, until, outlet)
    with opened(data, no_demo) as sibilla:
        sync_first(sibilla, searching=True)
        found = sibilla.search(question, top, filters).passages
        output([passage_json(item) for item in found], json, lambda: show_passages(found))


@app.command()
def add(
    documents: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|FOLDER|ZIP|URL", help="Files, folders or ZIP files of them, web pages."
        ),
    ],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
    skip_near: Annotated[
        bool,
        typer.Option("--skip-near-duplicates", help="Leave out what the library nearly has."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be read, and add nothing.")
    ] = False,
) -> None:
    """Add documents and web pages to the library."""
    from bot.adding import add_documents, preview_documents
    from bot.shell import opened
    from corpus.web.urls import looks_like_url

    given = [document if looks_like_url(document) else Path(document) for document in documents]
    with opened(data, no_demo) as sibilla:
        if dry_run:
            preview_documents(sibilla, given, json=json)
        else:
            add_documents(sibilla, given, json=json, skip_near=skip_near)


@app.command("list")
def list_articles(data: Data = None, no_demo: NoDemo = False, json: Json = False) -> None:
    """List the articles of the library."""
    from bot.shell import opened, output, sync_first
    from bot.terminal import card_json, show_cards

    with opened(data, no_demo) as sibilla:
        sync_first(sibilla)
        cards = sibilla.articles()
        output(
            [card_json(card) for card in cards], json, lambda: show_cards(cards, locale_language())
        )


@app.command()
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="The id of an article.")],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
) -> None:
    """Show an article: the stored text that citations refer to."""
    from bot.shell import opened, output, sync_first
    from bot.terminal import article_json, show_article

    with opened(data, no_demo) as sibilla:
        sync_first(sibilla)
        article = sibilla.article(id)
        output(article_json(article), json, lambda: show_article(article))


@app.command()
def sync(data: Data = None, no_demo: NoDemo = False, json: Json = False) -> None:
    """Bring the library in step with the watched folders, and the index with the library."""
    from dataclasses import replace

    from bot.shell import opened, output
    from bot.terminal import show_sync, sync_json
    from bot.terminal_progress import progress_bar

    with opened(data, no_demo) as sibilla:
        followed = sibilla.sync_folders(wait=10)
        with progress_bar("indexing", locale_language()) as report_progress:
            report = sibilla.sync(report_progress)
        refused = {outcome.name: outcome.error for outcome in followed.outcomes if outcome.error}
        report = replace(report, refused=report.refused | refused)
        language = locale_language()
        output(sync_json(report, language), json, lambda: show_sync(report, language))


@app.command("eval")
def evaluate(
    questions: Annotated[
        Path, typer.Argument(metavar="FILE.jsonl", help="Questions, one JSON object a line.")
    ],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
    only: In = "",
    retrieval_only: Annotated[
        bool, typer.Option("--retrieval-only", help="Rank articles, do not answer.")
    ] = False,
    details: Annotated[
        Path | None, typer.Option(metavar="OUT.jsonl", help="Write a line a question here.")
    ] = None,
) -> None:
    """Measure retrieval, answers, citations and refusals over a file of questions."""
    from bot import evaluation
    from bot.shell import checked_language, opened, output, sync_first
    from bot.terminal_progress import progress_bar
    from bot.terminal_reports import show_report

    cases, language = evaluation.read_cases(questions), checked_language(only)
    with evaluation.details_file(details) as file, opened(data, no_demo) as sibilla:
        sync_first(sibilla, searching=True)
        with progress_bar("asking", locale_language()) as report_progress:
            results = evaluation.evaluate(
                sibilla,
                cases,
                language=language,
                retrieval_only=retrieval_only,
                progress=lambda done: report_progress(done, len(cases)),
            )
        evaluation.write_details(results, file)
    report = evaluation.report(results)
    output(report, json, lambda: show_report(report, locale_language()))


@app.command()
def status(data: Data = None, no_demo: NoDemo = False, json: Json = False) -> None:
    """Say what is in the library, and with what it is searched and answered."""
    from bot.shell import opened, output
    from bot.terminal_reports import model_json, show_status, status_json

    with opened(data, no_demo) as sibilla:
        language = locale_language()
        described = status_json(sibilla) | model_json(sibilla.settings, language)
        output(described, json, lambda: show_status(described, language))


def main() -> None:
    """Run the command line; an error of ours is one line on standard error and status 2."""
    from corpus.errors import SibillaError

    # What a terminal cannot show, or no text can hold, becomes a question mark.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    # As an exception, so that a write under way ends whole: Chroma does not survive less.
    signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(run(app))
    except SibillaError as error:
        complain(error.tell(locale_language()))
        sys.exit(NOTHING_DONE)


def _stop(signal_number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + signal_number)
