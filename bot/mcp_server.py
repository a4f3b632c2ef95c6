"""Asking and searching over MCP, for assistants that start Sibilla as a tool."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from bot.api.shapes import AnswerGiven, PassageGiven
from bot.sibilla import Sibilla
from bot.terminal import passage_json
from corpus.errors import SibillaError
from index.passage import Filters

_INSTRUCTIONS = (
    "A library of news articles in Italian and English. `ask` gives an answer whose numbered "
    "citations quote the articles, or says that they do not hold it (`abstained`); `search` gives "
    "the nearest passages. Ask in the language that the answer shall have."
)
_READ_ONLY = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_MOST_PASSAGES = 50

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def create_server(sibilla: Sibilla) -> MCPServer[Any]:
    """An MCP server with the tools `ask` and `search` over a Sibilla; neither changes anything."""
    server: MCPServer[Any] = MCPServer("sibilla", instructions=_INSTRUCTIONS, log_level="WARNING")

    @server.tool(annotations=_READ_ONLY)
    @_telling_errors
    def ask(
        question: str,
        history: list[str] | None = None,
        page_language: Literal["it", "en"] = "en",
        since: date | None = None,
        until: date | None = None,
        outlet: str = "",
    ) -> AnswerGiven:
        """Answer a question from the articles, with citations.

        `history` has the earlier questions, oldest first; `page_language` is what to answer in
        when the question's words tell none. `since`, `until` and `outlet` narrow the articles.
        """
        filters = Filters(since=since, until=until, outlet=outlet)
        answer = sibilla.ask(question, history or (), page_language, filters)
        return AnswerGiven.model_validate(answer.as_json() | {"complete": answer.complete})

    @server.tool(annotations=_READ_ONLY)
    @_telling_errors
    def search(
        question: str,
        top: int = 10,
        language: Literal["it", "en"] | None = None,
        since: date | None = None,
        until: date | None = None,
        outlet: str = "",
    ) -> list[PassageGiven]:
        """Find the passages nearest to a question, best first, at most `top` of them."""
        filters = Filters(language or "", since, until, outlet)
        found = sibilla.search(question, max(1, min(top, _MOST_PASSAGES)), filters)
        return [PassageGiven.model_validate(passage_json(item)) for item in found.passages]

    return server


def _telling_errors(work: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """A tool that tells our errors in their own words."""

    @wraps(work)
    def telling(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        try:
            return work(*args, **kwargs)
        except SibillaError as error:
            language = str(kwargs.get("page_language") or kwargs.get("language") or "en")
            raise ToolError(error.tell(language)) from error

    return telling
