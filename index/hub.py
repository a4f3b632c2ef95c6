"""Loading sentence-transformers models: from a folder, from the hub's cache, from the hub.

Importing the library takes seconds and an unreachable hub over a minute, so what can be told
without either is told first.
"""

import os
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from corpus.errors import EncoderUnavailable, SettingWrong, Told

_HUB_SECONDS = 3
_CAUSE_LENGTH = 200


def load_model(name: str, kind: Literal["SentenceTransformer", "CrossEncoder"]) -> Any:
    """The model of that name or folder, as an object of sentence-transformers' class `kind`.

    Raises:
        SettingWrong: `name` looks like a folder and there is none, or none with a model.
        EncoderUnavailable: the hub does not have it, or cannot be reached.
    """
    folder = Path(name).expanduser()
    looks_like_path = name.startswith((".", "/", "~")) or os.sep + os.sep in name
    if looks_like_path and not folder.is_dir():
        raise SettingWrong(
            "embedding",
            name=name,
            cause=Told("there is no such folder", "non c'è una simile cartella"),
        )
    model = getattr(import_module("sentence_transformers"), kind)
    try:
        if folder.is_dir():
            return model(str(folder), local_files_only=True)
        return _from_hub(model, name)
    except (OSError, ValueError) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        cause = lines[0][:_CAUSE_LENGTH].rstrip(".")
        if folder.is_dir():
            raise SettingWrong("embedding", name=name, cause=cause) from error
        raise EncoderUnavailable("hub", name=name, cause=cause) from error


def _from_hub(model: Any, name: str) -> Any:
    """A model of the hub: from its cache first, since asking an unreachable hub costs a minute."""
    try:
        return model(name, local_files_only=True)
    except OSError:
        import httpx  # a tenth of a second, for those who load a model

        endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co")
        try:
            httpx.head(endpoint, timeout=_HUB_SECONDS, follow_redirects=True)
        except httpx.HTTPError as error:
            raise OSError(f"{endpoint} does not answer") from error
        return model(name)
