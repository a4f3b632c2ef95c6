"""What the tests of the ways to ask share: small and demo libraries, and the command itself."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from zefiro import ZEFIRO

from bot.settings import Settings
from bot.sibilla import Sibilla
from index.embedding import Encoder

NEWS = {
    "cerebras.en": """---
title: OpenAI picks Cerebras
published: 2026-01-14
outlet: The Wire
url: https://example.com/cerebras
language: en
questions:
  - How much is the contract between OpenAI and Cerebras worth?
---

OpenAI chose Cerebras for fast inference. The contract between OpenAI and Cerebras is worth
ten billion dollars.

## Capacity

The deal covers 750 megawatts of computing power through 2028.
""",
    "cerebras.it": """---
title: OpenAI sceglie Cerebras
published: 2026-01-15
outlet: Il Cavo
language: it
questions:
  - Quanto vale il contratto tra OpenAI e Cerebras?
---

OpenAI ha scelto Cerebras per l'inferenza veloce. Il contratto tra OpenAI e Cerebras vale dieci
miliardi di dollari.

## Capacità

L'accordo copre 750 megawatt di potenza di calcolo fino al 2028.
""",
    "reactors.en": """---
title: Small reactors for data centres
published: 2025-10-01
outlet: The Wire
language: en
---

Amazon and Google signed agreements for small nuclear reactors. The first reactor of Google should
start in 2030.
""",
    "latte.it": """---
title: Il prezzo del latte
outlet: Il Cavo
language: it
---

Il prezzo del latte è salito del cinque per cento. Gli allevatori sono preoccupati.
""",
}


@dataclass(frozen=True)
class Ran:
    """What a command left behind: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """Its one line on standard error."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("sibilla: ")
        return lines[0].removeprefix("sibilla: ")


Command = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing that is set where the tests run may reach them, nor they the user's own folders."""
    for name in [name for name in os.environ if name.upper().startswith("SIBILLA_")]:
        monkeypatch.delenv(name)
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("SIBILLA_DATA", str(tmp_path / "home"))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A document that is not in the library yet."""
    path = tmp_path / "zefiro.txt"
    path.write_text(ZEFIRO)
    return path


def _indexed(data: Path, encoder: Encoder, *, demo: bool) -> Path:
    sibilla = Sibilla(Settings(data=data, demo=demo))
    sibilla.index.encoder = encoder
    sibilla.sync()
    sibilla.close()
    return data


@pytest.fixture(scope="session")
def _indexed_news(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    data = tmp_path_factory.mktemp("news")
    (data / "articles").mkdir()
    for id, text in NEWS.items():
        (data / "articles" / f"{id}.md").write_text(text, encoding="utf-8")
    return _indexed(data, encoder, demo=False)


@pytest.fixture(scope="session")
def _indexed_demo(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    return _indexed(tmp_path_factory.mktemp("demo"), encoder, demo=True)


@pytest.fixture
def news(_indexed_news: Path, tmp_path: Path) -> Path:
    """A data folder of four articles, two in each language, indexed, without the demo."""
    return Path(shutil.copytree(_indexed_news, tmp_path / "news"))


@pytest.fixture
def demo(_indexed_demo: Path, tmp_path: Path) -> Path:
    """A data folder with the demo corpus, indexed."""
    return Path(shutil.copytree(_indexed_demo, tmp_path / "demo"))


Open = Callable[..., Sibilla]


@pytest.fixture
def open_sibilla(encoder: Encoder) -> Iterator[Open]:
    """Opens data folders with the encoder that all tests share; closes them all in the end."""
    opened: list[Sibilla] = []

    def open_one(data: Path, *, demo: bool = False, **given: Any) -> Sibilla:
        sibilla = Sibilla(Settings(data=data, demo=demo, **given))
        sibilla.index.encoder = encoder
        opened.append(sibilla)
        return sibilla

    yield open_one
    for sibilla in opened:
        sibilla.close()


@pytest.fixture
def sibilla(open_sibilla: Open, news: Path) -> Sibilla:
    """Sibilla over four articles."""
    sibilla = open_sibilla(news)
    sibilla.sync()
    return sibilla


Serve = Callable[..., httpx.Client]


@pytest.fixture
def serve_web(encoder: Encoder, news: Path) -> Iterator[Serve]:
    """Serves the real application on a free port, under the settings given; gives a client."""
    with ExitStack() as stack:

        def serve(*, data: Path = news, **settings: Any) -> httpx.Client:
            sibilla = Sibilla(Settings(data=data, demo=False, **settings))
            sibilla.index.encoder = encoder
            sibilla.sync()
            stack.callback(sibilla.close)
            return stack.enter_context(served(sibilla))

        yield serve


@pytest.fixture(scope="session")
def serve_one() -> Callable[[Sibilla], AbstractContextManager[httpx.Client]]:
    """Serves the application of a Sibilla for as long as the context lasts; gives a client."""
    return served


@contextmanager
def served(sibilla: Sibilla) -> Iterator[httpx.Client]:
    """Serve the application of a Sibilla on a free port of this machine; gives a client."""
    from bot.page.serve import PageServer, create_app, listen

    ready = threading.Event()
    with listen("127.0.0.1", 0) as listener:
        server = PageServer(create_app(sibilla), ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            assert ready.wait(60), "the server did not start"
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="session")
def demo_sibilla(_indexed_demo: Path, encoder: Encoder) -> Iterator[Sibilla]:
    """Sibilla over the demo corpus, for all tests that only ask."""
    sibilla = Sibilla(Settings(data=_indexed_demo, demo=True))
    sibilla.index.encoder = encoder
    sibilla.sync()
    yield sibilla
    sibilla.close()


@pytest.fixture
def process(tmp_path: Path) -> Command:
    """Runs the real command in a process of its own, in a folder that is nobody's checkout."""

    def run(*arguments: object, env: Mapping[str, str] | None = None, cwd: Path = tmp_path) -> Ran:
        code = "from bot.cli import main; main()"
        ran = subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            cwd=cwd,
            env=os.environ | (env or {}),
            capture_output=True,
            check=False,
            timeout=120,
        )
        decoded = (stream.decode("utf-8", "replace") for stream in (ran.stdout, ran.stderr))
        return Ran(ran.returncode, *decoded)

    return run


@pytest.fixture
def command(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Runs the command in this process, which saves loading the encoder each time."""
    from bot import cli

    monkeypatch.setattr("index.catalogue.make_encoder", lambda name: encoder)
    monkeypatch.setattr("signal.signal", lambda *given: None)

    def run(*arguments: object, env: Mapping[str, str] | None = None) -> Ran:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["sibilla", *map(str, arguments)])
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            try:
                cli.main()
                status: Any = 0
            except SystemExit as stopped:
                status = stopped.code or 0
        return Ran(status, *capsys.readouterr())

    return run
