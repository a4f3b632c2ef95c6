"""How well documents that nobody here wrote are read: `make bench-reading`.

The documents are manuals of Debian in Italian and English: web pages, texts and PDF files. With a
folder as argument they are copied there as well, to be added with `sibilla add`.
"""

import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from corpus.errors import DocumentRefused
from corpus.readers import read_document
from tests.benchmarks.documents import copy_documents, installed_manuals

_ENDINGS = (".html", ".txt", ".pdf", ".epub")


def measure(paths: list[Path]) -> None:
    """Read every document and print what became of them, by format."""
    read: Counter[str] = Counter()
    refused: defaultdict[str, Counter[str]] = defaultdict(Counter)
    seconds: Counter[str] = Counter()
    megabytes: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for path in paths:
        ending = path.suffix
        began = time.perf_counter()
        try:
            article = read_document(path)
        except DocumentRefused as error:
            refused[ending][error.reason] += 1
            print(f"refused: {path}: {error}")
        else:
            read[ending] += 1
            languages[article.language] += 1
        seconds[ending] += time.perf_counter() - began
        megabytes[ending] += path.stat().st_size / 1e6
    print(f"{'format':8}{'read':>6}{'refused':>9}{'MB':>8}{'files/s':>9}{'MB/s':>7}")
    for ending in (*_ENDINGS, "all"):
        chosen = [ending] if ending != "all" else list(_ENDINGS)
        done = sum(read[e] for e in chosen)
        lost = sum(refused[e].total() for e in chosen)
        size, took = sum(megabytes[e] for e in chosen), sum(seconds[e] for e in chosen)
        rates = f"{(done + lost) / took:9.1f}{size / took:7.2f}"
        print(f"{ending:8}{done:6}{lost:9}{size:8.1f}{rates}")
    print("languages:", dict(languages))
    print("refused:", {ending: dict(reasons) for ending, reasons in refused.items()})


def main() -> None:
    """Copy the documents, and measure."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        measure(copy_documents(installed_manuals(), folder))


if __name__ == "__main__":
    main()
