"""MCP: the official client starts the real command and uses its tools."""

import os
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from bot.page.texts import LANGUAGES

HOW_MUCH = "How much is the contract between OpenAI and Cerebras worth?"


def use(data: Path, *calls: tuple[str, dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """The tools there are, and what these calls of them gave."""
    code = "from bot.cli import main; main()"
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", code, "mcp", "--data", str(data), "--no-demo"],
        env=dict(os.environ),
    )

    async def run() -> tuple[list[Any], list[Any]]:
        with anyio.fail_after(120):
            async with stdio_client(server) as streams, ClientSession(*streams) as session:
                await session.initialize()
                tools = (await session.list_tools()).tools
                return tools, [await session.call_tool(name, given) for name, given in calls]

    return anyio.run(run)


def test_an_assistant_asks_and_searches(news: Path) -> None:
    tools, (answer, found, italian, refused, wrong) = use(
        news,
        ("ask", {"question": HOW_MUCH}),
        ("search", {"question": "Cerebras", "top": 1, "language": "it"}),
        ("ask", {"question": "OpenAI Cerebras", "page_language": "it"}),
        ("ask", {"question": "?", "page_language": "it"}),
        ("ask", {"question": "Cerebras?", "since": "yesterday"}),
    )
    assert {tool.name for tool in tools} == {"ask", "search"}
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert all(tool.description for tool in tools)

    assert not answer.is_error
    given = answer.structured_content
    assert "ten billion" in given["text"]
    citation = given["citations"][0]
    text = (news / "articles" / f"{citation['article']}.md").read_text()
    assert citation["quote"] in text

    [passage] = found.structured_content["result"]
    assert passage["article"] == "cerebras.it"
    assert italian.structured_content["language"] in LANGUAGES
    assert refused.is_error
    assert "Non c'è una domanda" in refused.content[0].text
    assert wrong.is_error


def test_without_the_package_it_says_what_to_install(
    news: Path, command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bot.mcp_server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    ran = command("mcp", "--data", news, "--no-demo")
    assert ran.status == 2
    assert "pip install mcp" in ran.complaint
