"""Settings: from the command line, then the environment (`SIBILLA_…`), then these defaults."""

import difflib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.faults import Impossible, told_fault
from corpus.errors import FetchRefused, SettingWrong, Told
from corpus.web.urls import read_hosts
from index.embedding import DEFAULT_MODEL

PREFIX = "SIBILLA_"


class Settings(BaseSettings):
    """Everything that can be set. Each field is also read from `SIBILLA_` and its name."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid"
    )

    data: Annotated[Path, Field(description="The folder of your articles and of the index.")] = (
        user_data_path("sibilla", appauthor=False)
    )
    demo: Annotated[bool, Field(description="Whether the demo corpus is part of the library.")] = (
        True
    )
    embedding: Annotated[
        str,
        Field(
            min_length=1,
            description="The embedding model: the built-in one, or the name or folder of a "
            "sentence-transformers model.",
        ),
    ] = DEFAULT_MODEL
    reranker: Annotated[
        str,
        Field(
            description="A cross-encoder that orders what is found anew: the name or folder of a "
            "sentence-transformers model. Empty: none.",
        ),
    ] = ""
    chroma: Annotated[
        str,
        Field(
            description="A server of Chroma's own (`chroma run`) that keeps the vectors, such as "
            "`http://127.0.0.1:8000`. Empty: they are kept in the data folder.",
        ),
    ] = ""
    chroma_token: Annotated[
        SecretStr,
        Field(
            description="What a proxy before the Chroma server asks for, sent as "
            "`Authorization: Bearer`. Empty: nothing is sent.",
        ),
    ] = SecretStr("")
    chroma_tenant: Annotated[
        str, Field(min_length=1, description="The tenant on the Chroma server.")
    ] = "default_tenant"
    chroma_database: Annotated[
        str, Field(min_length=1, description="The database on the Chroma server.")
    ] = "default_database"
    chroma_library: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{1,40}$",
            description="The name of the library on the Chroma server, which begins the names of "
            "its collections: letters, digits and hyphens.",
        ),
    ] = "sibilla"
    follow: Annotated[
        bool,
        Field(
            description="Whether the articles are copies of those that another Sibilla, with this "
            "`SIBILLA_CHROMA` and this library, keeps on another machine."
        ),
    ] = False
    model: Annotated[
        str,
        Field(
            description="The chat model that writes the answers, as `provider:name` "
            "(`ollama:qwen3:4b`). Empty: answers are made of quotations.",
        ),
    ] = ""
    model_url: Annotated[
        str,
        Field(
            description="A server that speaks OpenAI's protocol (llama.cpp, vLLM, LM Studio); "
            "`SIBILLA_MODEL` then only names one of its models, and may be empty.",
        ),
    ] = ""
    model_key: Annotated[
        SecretStr,
        Field(
            description="The key of the chat model's provider or server. Empty: the provider's own "
            "variable, such as `OPENAI_API_KEY`; none for a server given by its address.",
        ),
    ] = SecretStr("")
    model_timeout: Annotated[
        float,
        Field(
            gt=0,
            le=3600,
            description="Seconds to wait for the chat model's first word; its whole answer may "
            "take three times as long.",
        ),
    ] = 60.0
    model_context: Annotated[
        int,
        Field(
            ge=1024,
            description="How many tokens the chat model reads and writes at once; passages are "
            "cut to fit.",
        ),
    ] = 4096
    tracing: Annotated[
        bool,
        Field(
            description="Whether `LANGSMITH_TRACING` is honoured, which sends questions and "
            "passages to LangSmith."
        ),
    ] = False
    host: Annotated[str, Field(description="The address that `sibilla serve` listens on.")] = (
        "127.0.0.1"
    )
    port: Annotated[
        int, Field(ge=1, le=65535, description="The port that `sibilla serve` listens on.")
    ] = 7860
    unguarded_hosts: Annotated[
        str,
        Field(
            description="Hosts of your own network that pages may be fetched from, such as "
            "`intranet.example, 10.0.0.5:8080`. Dangerous: see below.",
        ),
    ] = ""

    password: Annotated[
        SecretStr,
        Field(
            description="The password that editors share, on the page and over HTTP. Empty: none.",
        ),
    ] = SecretStr("")
    users: Annotated[
        Path | None,
        Field(
            description="The file of users with passwords of their own. Empty: `users.txt` in "
            "the data folder, if it is there.",
        ),
    ] = None
    open: Annotated[
        bool,
        Field(description="Whether anybody who reaches the server may ask without a password."),
    ] = False
    names: Annotated[
        str,
        Field(
            description="The names that the server is reached under beside its address, "
            "separated by commas.",
        ),
    ] = ""
    per_minute: Annotated[
        int,
        Field(
            ge=0,
            description="How many questions and changes one client may make a minute. 0: no limit "
            "on this machine alone, 60 when others are served.",
        ),
    ] = 0
    watch: Annotated[
        str,
        Field(
            description="Folders whose documents are part of the library, separated like `PATH`: "
            "by `:`, on Windows by `;`."
        ),
    ] = ""

    feeds_every: Annotated[
        int,
        Field(
            ge=0,
            description="Every how many minutes `sibilla serve` pulls the feeds that are "
            "followed. 0: never.",
        ),
    ] = 0

    @property
    def watched_folders(self) -> tuple[Path, ...]:
        """The folders to watch."""
        parts = filter(None, self.watch.split(os.pathsep))
        return tuple(dict.fromkeys(Path(part).expanduser().absolute() for part in parts))

    @model_validator(mode="after")
    def _check_folders(self) -> "Settings":
        data = self.data.absolute().resolve()
        for folder in self.watched_folders:
            watched = folder.resolve()
            if data.is_relative_to(watched) or watched.is_relative_to(data):
                raise Impossible(
                    f"{folder} and the data folder {self.data} lie in each other",
                    f"{folder} e la cartella dei dati {self.data} stanno l'una nell'altra",
                )
        return self

    @field_validator("model_url")
    @classmethod
    def _check_address(cls, address: str) -> str:
        _refuse_odd_address(address, "http://127.0.0.1:8080/v1", "SIBILLA_MODEL_KEY")
        return address

    @field_validator("chroma")
    @classmethod
    def _check_chroma(cls, address: str) -> str:
        _refuse_odd_address(address, "http://127.0.0.1:8000", "SIBILLA_CHROMA_TOKEN")
        return address.rstrip("/")

    @field_validator("follow")
    @classmethod
    def _check_follow(cls, follow: bool, info: ValidationInfo) -> bool:
        if follow and not info.data.get("chroma"):
            raise Impossible(
                "it needs SIBILLA_CHROMA, the server where the other one publishes",
                "serve SIBILLA_CHROMA, il server dove l'altra pubblica",
            )
        return follow

    @field_validator("unguarded_hosts")
    @classmethod
    def _check_hosts(cls, hosts: str) -> str:
        try:
            read_hosts(hosts)
        except FetchRefused as error:
            name = str(error.details["name"]).removeprefix("http://").rstrip("/")
            raise Impossible(
                f"{name} is not a host or host:port", f"{name} non è né host né host:porta"
            ) from error
        return hosts

    @property
    def users_file(self) -> Path:
        """Where users with passwords of their own are kept."""
        return self.users or self.data / "users.txt"

    @property
    def has_model(self) -> bool:
        """Whether a chat model writes the answers."""
        return bool(self.model or self.model_url)

    @property
    def answerer(self) -> str:
        """Who answers, as messages call it: the chat model, or "extractive" without one."""
        if self.model or not self.model_url:
            return self.model or "extractive"
        return urlsplit(self.model_url).netloc


def _refuse_odd_address(address: str, example: str, secret: str) -> None:
    # What stands in an address ends up in logs of every kind: a password has its own setting.
    if not address:
        return
    if re.fullmatch(r"https?://[^\s/@?#]+(?:/[^\s@?#]*)?", address):
        with suppress(ValueError):  # of a port that is none, or half an IPv6 address
            parts = urlsplit(address)
            if parts.hostname and parts.port != 0:
                return
    raise Impossible(
        f"write an address such as {example}, and a key or password, if there is one, into "
        f"{secret}",
        f"scrivi un indirizzo come {example}, e una chiave o password, se c'è, in {secret}",
    )


def load_settings(**given: Any) -> Settings:
    """The settings, with those of `given` that are not None before all others.

    Raises:
        SettingWrong: a value is impossible, or a `SIBILLA_` variable has an unknown name.
    """
    _refuse_unknown(name for name in os.environ if name.startswith(PREFIX))
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        # Only the folders to watch are checked against another setting.
        name = PREFIX + "_".join(str(part) for part in first["loc"] or ("watch",)).upper()
        raise SettingWrong("setting", name=name, cause=told_fault(first)) from error


def _refuse_unknown(names: Iterable[str]) -> None:
    known = list(Settings.model_fields)
    for name in names:
        meant = name.removeprefix(PREFIX).lower()
        if meant not in known:
            close = [PREFIX + field.upper() for field in difflib.get_close_matches(meant, known, 1)]
            cause = Told(
                "there is no such setting" + (f" (did you mean {close[0]}?)" if close else ""),
                "non c'è una simile impostazione" + (f" (forse {close[0]}?)" if close else ""),
            )
            raise SettingWrong("setting", name=name, cause=cause)
