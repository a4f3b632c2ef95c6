"""The trash: where what was removed or replaced is kept, until somebody empties it by hand."""

import re
from datetime import UTC, datetime
from pathlib import Path

from corpus.state import copy_whole

_STAMP = r"\d{8}T\d{12}"


class Trash:
    """A folder of article files, each named after its article and when it came."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, file: Path, *, keep: bool) -> None:
        """Move a file here, or copy it when it shall also stay where it is."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        target = self._folder / f"{file.stem}.{stamp}.md"
        self._folder.mkdir(exist_ok=True)
        if keep:
            copy_whole(file, target)
        else:
            file.replace(target)

    def newest(self, id: str) -> Path | None:
        """The file of an article that came last, None when there is none."""
        name = re.compile(rf"{re.escape(id)}\.{_STAMP}\.md")
        try:
            kept = [file for file in self._folder.iterdir() if name.fullmatch(file.name)]
        except FileNotFoundError:
            return None
        return max(kept, default=None)
