"""Options and exit statuses that commands share."""

from pathlib import Path
from typing import Annotated

import typer

# Exit statuses beside 0: nothing was done, and some was done.
NOTHING_DONE = 2
SOME_DONE = 3

Data = Annotated[
    Path | None, typer.Option("--data", metavar="FOLDER", help="The data folder to use.")
]
NoDemo = Annotated[bool, typer.Option("--no-demo", help="Leave the demo corpus out.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
In = Annotated[str, typer.Option("--in", metavar="it|en", help="Only articles in this language.")]
Since = Annotated[
    str, typer.Option("--since", metavar="DATE", help="Only articles of this day or later.")
]
Until = Annotated[
    str, typer.Option("--until", metavar="DATE", help="Only articles of this day or before.")
]
Outlet = Annotated[
    str, typer.Option("--outlet", metavar="NAME", help="Only articles of this outlet.")
]
