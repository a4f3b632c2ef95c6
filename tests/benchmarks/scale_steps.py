"""What `make bench-scale` does with one library, each step in a process of its own.

`python -m tests.benchmarks.scale_steps STEP FOLDER PASSAGES` prints one line of JSON, so that
memory is measured of that step alone.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bot.settings import Settings
from bot.sibilla import Sibilla
from corpus.article import Article
from corpus.library import DEMO_FOLDER
from corpus.markdown import article_to_markdown
from index.chunking import split_passages
from index.embedding import make_encoder
from index.passage import Filters, Vectors
from index.retrieval import POOL

from .kept_encodings import KeptEncodings
from .manuals import read_pages, write_articles

_QUESTIONS = Path(__file__).parents[1] / "questions" / "demo.jsonl"
_SEED = 7
_SHARES = {"it": 0.5, "en": 0.5}
_WARM_UP, _SEARCHES, _COMPARED = 20, 100, 40
# Each is done so often and the median told.
_TIMES = 5
# Texts that the encoder's own rate is measured on.
_SAMPLE = 2_000

Figures = dict[str, Any]


def grow(folder: Path, wanted: int) -> Figures:
    """Add articles until the library has so many passages, and index them."""
    sibilla = _open(folder)
    encoder = KeptEncodings(make_encoder(), folder / "encodings.sqlite")
    sibilla.index.encoder = encoder  # type: ignore[misc]  # what the property would have cached
    sibilla.sync()  # the demo corpus, or nothing
    before, own = sibilla.index.passage_count, 0.0
    passages, articles = before, _more_articles(len(sibilla.index.cards()))
    encoder.reset()
    while passages < wanted:
        for article in _some(articles, wanted - passages):
            path = sibilla.library.folder / f"{article.id}.md"
            path.write_text(article_to_markdown(article), encoding="utf-8")
        inside = encoder.seconds
        own += _both(sibilla.sync)[1]
        own -= encoder.seconds - inside
        passages = sibilla.index.passage_count
        print(f"{passages:,} passages", file=sys.stderr, flush=True)
    bare = encoder.bare_seconds(_SAMPLE)
    added = passages - before
    sibilla.close()
    return {
        "passages": passages,
        "own": own / added,
        "bare": bare / added,
        "memory": _peak_memory(),
    }


def measure(folder: Path, _: int) -> Figures:
    """Start, ask, add and remove, as a server would."""
    began, busy = time.perf_counter(), time.process_time()
    sibilla = _open(folder)
    with sibilla.index.writing():
        questions = _questions()
        sibilla.ask(questions[0])
        start = time.perf_counter() - began, time.process_time() - busy
        look = _seconds(sibilla.sync)
        searches = _times(lambda q: sibilla.index.search(q), questions)
        asks = _times(lambda q: sibilla.ask(q), questions)
        since = Filters(since=max(c.published for c in sibilla.articles() if c.published))
        recent = _times(lambda q: sibilla.index.search(q, filters=since), questions[:60])
        adds, removes = _come_and_go(sibilla, folder)
        articles = len(sibilla.articles())
    memory = _peak_memory()
    index = folder / "library" / "index"
    sibilla.close()
    return {
        "articles": articles,
        "start": start,
        "look": look,
        "search": searches,
        "ask": asks,
        "filtered": recent,
        "add": adds,
        "remove": removes,
        "memory": memory,
        "disk": _bytes(index),
        "text": _bytes(folder / "library" / "articles"),
    }


def compare(folder: Path, _: int) -> Figures:
    """How many of the nearest that an exhaustive search finds the index finds too."""
    sibilla = _open(folder)
    index = sibilla.index
    vectors = index.encoder.encode_questions(_questions()[:_COMPARED])
    sibilla.search("warm up")
    recalls: dict[str, list[float]] = {"passages": [], "sentences": []}
    for language in ("it", "en"):
        exact = _nearest(sibilla, language, vectors)
        for kind, keys in exact.items():
            find = getattr(index._derived.vectors, f"nearest_{kind}")
            for vector, right in zip(vectors, keys, strict=True):
                found = set(find(language, vector, POOL, Filters()))
                recalls[kind].append(len(found & set(right)) / len(right))
    sibilla.close()
    return {kind: float(np.mean(shares)) for kind, shares in recalls.items()}


def _nearest(sibilla: Sibilla, language: str, vectors: Vectors) -> dict[str, list[list[str]]]:
    """For each question the keys of the nearest passages, and of those of nearest sentences."""
    rows = sibilla.index._ledger._connection.execute(
        "SELECT key, vector, sentence_vectors FROM passages WHERE language = ?", (language,)
    )
    tops: dict[str, list[list[tuple[float, str]]]] = {
        "passages": [[] for _ in vectors],
        "sentences": [[] for _ in vectors],
    }
    while block := rows.fetchmany(4_000):
        for column, kind in ((1, "passages"), (2, "sentences")):
            arrays = [np.frombuffer(r[column], np.float32).reshape(-1, 512) for r in block]
            keys = np.repeat([r[0] for r in block], [len(a) for a in arrays])
            cosines = vectors @ np.concatenate(arrays).T
            for top, row in zip(tops[kind], cosines, strict=True):
                for n in np.argsort(-row)[:POOL]:
                    top.append((float(row[n]), str(keys[n])))
                top.sort(reverse=True)
                del top[POOL:]
    return {
        kind: [list(dict.fromkeys(key for _, key in top)) for top in lists]
        for kind, lists in tops.items()
    }


def _open(folder: Path) -> Sibilla:
    return Sibilla(Settings(data=folder / "library"))


def _more_articles(there: int) -> Iterator[Article]:
    """The articles after those that the library has beside the demo corpus."""
    pages = {language: list(read_pages(language)) for language in _SHARES}
    demo = len(list(DEMO_FOLDER.glob("*.md")))
    return islice(write_articles(pages, _SEED, _SHARES), there - demo, None)


def _some(articles: Iterator[Article], passages: int) -> Iterator[Article]:
    """Articles of about so many passages together, 2,000 at most."""
    left = min(passages, 2_000)
    while left > 0:
        article = next(articles)
        left -= len(split_passages(article))
        yield article


def _questions() -> list[str]:
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines][: _WARM_UP + _SEARCHES]


def _times(work: Callable[[str], object], questions: list[str]) -> list[float]:
    """p50 and p95 in milliseconds, of the clock and of the processor, after a few to warm up."""
    times = [_both(lambda q=question: work(q)) for question in questions][_WARM_UP:]  # type: ignore[misc]
    return [
        float(1000 * np.percentile(t, share))
        for t in zip(*times, strict=True)
        for share in (50, 95)
    ]


def _come_and_go(sibilla: Sibilla, folder: Path) -> tuple[list[float], list[float]]:
    """Median seconds until an article that was added can be found, and until it is gone.

    Of the clock and of the processor.
    """
    adds, removes = [], []
    source = sorted(DEMO_FOLDER.glob("*.en.md"))[0].read_text(encoding="utf-8")
    for n in range(_TIMES):
        path = folder / f"zanzibar-{n}.en.md"
        path.write_text(source.replace(" the ", f" the {'very ' * (n + 1)}"), encoding="utf-8")
        adds.append(_both(lambda: sibilla.add_files([path])))  # noqa: B023
        path.unlink()
        sibilla.article(f"zanzibar-{n}.en")
        removes.append(_both(lambda: sibilla.remove(f"zanzibar-{n}.en")))  # noqa: B023
    return np.median(adds, axis=0).tolist(), np.median(removes, axis=0).tolist()


def _seconds(work: Callable[[], object]) -> float:
    return _both(work)[0]


def _both(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock and of the processor, which other programs do not lengthen."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - busy


def _peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Do the step that the arguments name."""
    step: Callable[[Path, int], Figures] = {"grow": grow, "measure": measure, "compare": compare}[
        sys.argv[1]
    ]
    print(json.dumps(step(Path(sys.argv[2]), int(sys.argv[3]))))


if __name__ == "__main__":
    main()
