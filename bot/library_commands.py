"""`sibilla remove | restore | export | import`: taking articles out, and keeping copies."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.options import NOTHING_DONE, SOME_DONE, Data, In, Json, NoDemo, Outlet, Since, Until
from bot.terminal_words import complain, locale_language

if TYPE_CHECKING:
    from bot.sibilla import Sibilla
    from index.passage import Filters

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def remove(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="Ids of articles, as `list` shows them."),
    ] = None,
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
    only: In = "",
    since: Since = "",
    until: Until = "",
    outlet: Outlet = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be removed.")
    ] = False,
) -> None:
    """Take articles out of the library, by id or all that filters choose.

    Their files go to the trash folder, from where `restore` brings them back.
    """
    from bot.shell import opened, output, read_filters, sync_first
    from bot.terminal import show_removed
    from corpus.errors import ArticleUnknown, SettingWrong
    from index.passage import Filters

    filters = read_filters(only, since, until, outlet)
    if bool(ids) == (filters != Filters()):
        raise SettingWrong("remove")
    with opened(data, no_demo) as sibilla:
        wanted = ids or _chosen(sibilla, filters)
        there = sibilla.library.files()
        known = [id for id in dict.fromkeys(wanted) if id in there]
        for id in wanted:
            if id not in there:
                complain(ArticleUnknown("unknown", id=id).tell(locale_language()))
        if not dry_run:
            known = sibilla.library.remove_all(known)
            sync_first(sibilla)
    key = "would_remove" if dry_run else "removed"
    output({key: known}, json, lambda: show_removed(known, locale_language(), dry_run=dry_run))
    if not known:
        raise typer.Exit(NOTHING_DONE)
    if len(known) < len(dict.fromkeys(wanted)):
        raise typer.Exit(SOME_DONE)


@app.command()
def restore(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID", help="Ids of articles that were removed.")
    ],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
) -> None:
    """Bring back what was last removed or replaced, from the trash folder."""
    from bot.shell import opened, output, sync_first
    from bot.terminal import show_restored
    from corpus.errors import ArticleUnknown

    restored: list[str] = []
    with opened(data, no_demo) as sibilla:
        for id in ids:
            try:
                sibilla.library.restore(id)
            except ArticleUnknown as error:
                complain(error.tell(locale_language()))
                continue
            restored.append(id)
        sync_first(sibilla)
    output({"restored": restored}, json, lambda: show_restored(restored, locale_language()))
    if len(restored) < len(ids):
        raise typer.Exit(SOME_DONE if restored else NOTHING_DONE)


@app.command("export")
def export_library(
    target: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER|FILE.zip", help="A new folder, or a new file that ends in .zip."
        ),
    ],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
) -> None:
    """Write the whole library into a folder or a ZIP file."""
    from bot.shell import opened, output
    from bot.terminal import show_exported
    from corpus.backup import export_library as write

    with opened(data, no_demo) as sibilla:
        count = write(sibilla.library, target)
    described = {"articles": count, "target": str(target)}
    output(described, json, lambda: show_exported(count, target, locale_language()))


@app.command("import")
def import_library(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER|FILE.zip", help="What `export` wrote: a folder or a ZIP file."
        ),
    ],
    data: Data = None,
    no_demo: NoDemo = False,
    json: Json = False,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Put what is imported in the place of other versions."),
    ] = False,
) -> None:
    """Bring back what `export` wrote; other versions of an article stay unless told."""
    from bot.adding import take_in
    from bot.shell import opened
    from corpus.backup import import_library as read

    with opened(data, no_demo) as sibilla:
        take_in(sibilla, read(sibilla.library, source, replace=replace), json=json)


def _chosen(sibilla: "Sibilla", filters: "Filters") -> list[str]:
    """The ids of the articles that filters admit, of an index in step with the folder."""
    from bot.shell import sync_first

    sync_first(sibilla)
    return [card.id for card in sibilla.articles(filters)]
