"""Which chat model the settings mean, and LangChain's object for it."""

import re
import shlex
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from langchain.chat_models import BaseChatModel, init_chat_model

from bot.generation.failures import told
from bot.settings import Settings
from corpus.errors import ModelUnavailable

# The providers that come as extras of Sibilla's own package.
EXTRAS = ("anthropic", "google_genai", "ollama", "openai")
# A server given by its address gets this in place of a key: the protocol's client wants one.
NO_KEY = "no-key"
# Models on one's own machine obey it; some hosted ones refuse anything but their own choice.
_TEMPERATURE = 0.0
_SECONDS_TO_LIST = 5.0
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class NamedModel:
    """A chat model that was made, and its name as answers and messages tell it."""

    name: str
    chat: BaseChatModel


def make_model(settings: Settings) -> NamedModel:
    """The chat model of the settings; nothing is asked of it yet.

    Raises:
        ModelUnavailable: its provider is unknown, its package or key is missing, or the server
            named by its address has to be asked for its models and does not answer.
    """
    name = settings.answerer
    try:
        if settings.model_url:
            return _by_address(settings)
        return NamedModel(name, init_chat_model(settings.model, **_options(settings)))
    except ModelUnavailable:
        raise
    except ImportError as error:
        raise ModelUnavailable("package", name=name, command=_command(settings, error)) from None
    except Exception as error:  # each provider's package has errors of its own
        raise told(error, name, settings.model_timeout) from None


def base_address(url: str) -> str:
    """The address that requests go below: a bare host is taken to mean its `/v1`."""
    address = url.rstrip("/").removesuffix("/chat/completions")
    return address if urlsplit(address).path else f"{address}/v1"


def _by_address(settings: Settings) -> NamedModel:
    key = settings.model_key.get_secret_value() or NO_KEY
    address = base_address(settings.model_url)
    name = settings.model.removeprefix("openai:") or _first_model(address, key, settings)
    chat = init_chat_model(
        name,
        model_provider="openai",
        base_url=address,
        api_key=key,
        timeout=settings.model_timeout,
        max_retries=0,
        temperature=_TEMPERATURE,
    )
    return NamedModel(_shown(name), chat)


def _first_model(address: str, key: str, settings: Settings) -> str:
    """The first model that a server lists: some serve one and still want it named."""
    from openai import OpenAI

    seconds = min(settings.model_timeout, _SECONDS_TO_LIST)
    with OpenAI(base_url=address, api_key=key, timeout=seconds, max_retries=0) as server:
        listed = server.models.list().data
    if not listed:
        raise ModelUnavailable("garbage", name=settings.answerer, cause="it lists no model")
    return listed[0].id


def _shown(name: str) -> str:
    """A name that a server gave itself: llama.cpp's is the path of a file."""
    file = name.rpartition("/")[2] if name.startswith("/") else name
    return "".join(character for character in file if character.isprintable())[:_LONGEST_NAME]


def _options(settings: Settings) -> dict[str, Any]:
    """What a provider is told beside the model's name. Sibilla retries and gives up by itself."""
    provider = settings.model.partition(":")[0]
    key = settings.model_key.get_secret_value()
    if provider == "ollama":
        client: dict[str, Any] = {"timeout": settings.model_timeout}
        if key:
            client["headers"] = {"Authorization": f"Bearer {key}"}
        return {
            "temperature": _TEMPERATURE,
            "num_ctx": settings.model_context,
            "reasoning": False,
            "client_kwargs": client,
        }
    options: dict[str, Any] = {"api_key": key} if key else {}
    if provider in EXTRAS:
        options |= {"timeout": settings.model_timeout, "max_retries": 0}
    return options


def _command(settings: Settings, error: ImportError) -> str:
    """The command that installs what is missing into the environment that runs."""
    provider = "openai" if settings.model_url else settings.model.partition(":")[0]
    wanted = re.search(r"pip install ([\w-]+)", str(error))
    package = wanted[1] if wanted else str(error.name or provider)
    if provider in EXTRAS:
        package = f"sibilla-news[{provider}]"
    return f"{shlex.quote(sys.executable)} -m pip install '{package}'"
