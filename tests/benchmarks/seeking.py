"""The correction of question vectors: learns `bot/seeking.npz`, and says how well it does.

Run as `python -m tests.benchmarks.seeking`; `--write` stores what was learned. It learns from
`paraphrased.jsonl`, `demo.jsonl` and, where it is there, from the development half of the
benchmark, by a softmax of the sentences that hold the answer over all sentences of their language.
It is tested on topics left out of the learning.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from bot.evaluation import Case, read_cases
from bot.question import read_question
from bot.seeking import WEIGHTS_FILE, Correction, corrected
from bot.settings import Settings
from bot.sibilla import Sibilla
from corpus.language import LANGUAGES
from index.passage import Vectors

from .bilingual import write_library

_ROOT = Path(__file__).parents[2]
BENCH = _ROOT.parent / "shared" / "bench"
QUESTIONS = _ROOT / "tests" / "questions"
NEWS = ("demo", "paraphrased")

# Ranks of 32, 64 and 128, penalties of .005 to .05, 8 and 14 epochs, temperatures of 1/12 and 1/20
# came within a hundredth of each other on topics left out.
_RANK, _EPOCHS, _RATE, _PENALTY, _SHARPNESS, _BATCH = 32, 8, 2e-3, 0.02, 20.0, 64
FOLDS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the sentences of one language that hold its answer.

    `sentences` (n, dimension) are all of that language, `right` the rows that answer. Questions of
    one topic must not be split between learning and testing.
    """

    direction: str
    topic: str
    question: Vectors
    sentences: Vectors
    right: NDArray[np.int64]

    def reciprocal_rank(self, by: Correction | None) -> float:
        """1 / rank of the first right sentence."""
        vector = self.question if by is None else corrected(self.question[None], by)[0]
        scores = self.sentences @ vector
        return float(1 / (1 + (scores > scores[self.right].max()).sum()))


@dataclass(frozen=True, slots=True)
class _Pool:
    """All sentences of a language: their vectors (n, dimension), articles and texts."""

    vectors: Vectors
    articles: NDArray[np.str_]
    texts: list[str]

    @classmethod
    def of(cls, sibilla: Sibilla, language: str) -> "_Pool":
        cards = [card for card in sibilla.articles() if card.language == language and card.passages]
        items = [item for c in cards for item in sibilla.index._read_ledger.passages_of(c.id)]
        sentences = [(i.passage.article, s.text) for i in items for s in i.passage.sentences]
        return cls(
            np.concatenate([item.sentence_vectors for item in items]),
            np.array([article for article, _ in sentences]),
            [" ".join(text.split()) for _, text in sentences],
        )

    def right(self, documents: Sequence[str], holds: Callable[[str], bool]) -> NDArray[np.int64]:
        rows = np.flatnonzero(np.isin(self.articles, documents))
        return np.array([row for row in rows if holds(self.texts[row])], dtype=np.int64)


def examples_of_news(sibilla: Sibilla, files: Mapping[str, Path]) -> dict[str, list[Example]]:
    """The answerable questions of each file over the demo corpus, once for each language."""
    pools = {language: _Pool.of(sibilla, language) for language in LANGUAGES}
    return {
        name: [
            example
            for case in read_cases(file)
            if case.answerable and case.answers
            for example in _examples_of(case, sibilla, pools)
        ]
        for name, file in files.items()
    }


def topic_of(case: Case) -> str:
    """The story that a question is about, whatever the language of its articles."""
    return case.documents[0].rpartition(".")[0]


def _examples_of(case: Case, sibilla: Sibilla, pools: Mapping[str, _Pool]) -> Iterator[Example]:
    asked = read_question(case.question, case.history, case.language)
    vector = sibilla.index.encoder.encode_questions([asked.understood])[0]
    for language, pool in pools.items():
        right = pool.right(case.documents, lambda text: any(a.search(text) for a in case.answers))
        if right.size:
            direction = f"{case.language} -> {language}"
            yield Example(direction, topic_of(case), vector, pool.vectors, right)


def examples_of_bench(folder: Path, data: Path) -> list[Example]:
    """The questions of the benchmark, once for each direction; `data` is an empty folder."""
    write_library(folder, data).close()
    sibilla = Sibilla(Settings(data=data, demo=False))
    sibilla.sync()
    pools = {language: _Pool.of(sibilla, language) for language in LANGUAGES}
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    vectors = sibilla.index.encoder.encode_questions([line["question"] for line in questions])
    sibilla.close()
    examples = []
    for line, vector in zip(questions, vectors, strict=True):
        pool = pools[line["direction"][-2:]]
        answers = [" ".join(answer.split()) for answer in line["answers"]]
        right = pool.right(line["documents"], lambda t, a=answers: any(x in t for x in a))
        if right.size:
            topic = "bench " + line["documents"][0].split("-")[1]
            direction = line["direction"].replace("->", " -> ")
            examples.append(Example(direction, topic, vector, pool.vectors, right))
    return examples


def learn(examples: Sequence[Example], epochs: int = _EPOCHS) -> Correction:
    """The correction that makes the answering sentences likeliest among all of their language."""
    torch.set_num_threads(1)  # two wait for each other beside another busy program
    torch.manual_seed(0)
    random = np.random.default_rng(0)
    dimension = len(examples[0].question)
    towards = torch.nn.Parameter(torch.randn(dimension, _RANK) * 0.02)
    back = torch.nn.Parameter(torch.zeros(_RANK, dimension))
    optimiser = torch.optim.Adam([towards, back], lr=_RATE)
    by_pool: dict[int, list[Example]] = {}
    for example in examples:
        by_pool.setdefault(id(example.sentences), []).append(example)
    for _ in range(epochs):
        batches = [
            [group[row] for row in order[first : first + _BATCH]]
            for group in by_pool.values()
            for order in (random.permutation(len(group)),)
            for first in range(0, len(group), _BATCH)
        ]
        for number in random.permutation(len(batches)):
            batch = batches[number]
            moved = torch.tensor(np.array([example.question for example in batch]))
            moved = moved + moved @ towards @ back
            moved = moved / moved.norm(dim=1, keepdim=True)
            scores = _SHARPNESS * moved @ torch.tensor(batch[0].sentences).T
            missed = [
                torch.logsumexp(row, 0) - torch.logsumexp(row[torch.tensor(example.right)], 0)
                for row, example in zip(scores, batch, strict=True)
            ]
            loss = torch.stack(missed).mean() + _PENALTY * ((towards @ back) ** 2).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return towards.detach().numpy(), back.detach().numpy()


def folds(topics: Iterable[str]) -> list[frozenset[str]]:
    """The topics in as many parts as there are folds, each to be left out once."""
    shuffled = sorted(set(topics))
    np.random.default_rng(1).shuffle(shuffled)
    return [frozenset(shuffled[fold::FOLDS]) for fold in range(FOLDS)]


def read_examples(folder: Path) -> dict[str, list[Example]]:
    """The examples of each set of questions; `folder` is an empty one to work in."""
    sibilla = Sibilla(Settings(data=folder / "news"))
    sibilla.sync()
    found = examples_of_news(sibilla, {name: QUESTIONS / f"{name}.jsonl" for name in NEWS})
    sibilla.close()
    if (BENCH / "questions.jsonl").is_file():
        found["benchmark"] = examples_of_bench(BENCH, folder / "bench")
    return found


def show(title: str, ranks: Sequence[tuple[Example, float, float]]) -> None:
    """Print the mean reciprocal rank by direction, before and after."""
    print(title)
    for direction in sorted({example.direction for example, _, _ in ranks}):
        plain, moved = np.mean([r[1:] for r in ranks if r[0].direction == direction], axis=0)
        print(f"   {direction}: {plain:.3f}, corrected {moved:.3f}")


def main() -> None:
    """Learn, print how well it does, and store it if asked to."""
    with tempfile.TemporaryDirectory() as folder:
        sets = read_examples(Path(folder))
    everything = [example for examples in sets.values() for example in examples]
    ranks: dict[int, tuple[Example, float, float]] = {}
    for fold in folds(example.topic for example in everything):
        by = learn([example for example in everything if example.topic not in fold])
        for example in everything:
            if example.topic in fold:
                plain, moved = example.reciprocal_rank(None), example.reciprocal_rank(by)
                ranks[id(example)] = example, plain, moved
    for name, examples in sets.items():
        show(f"{name}, topics left out", [ranks[id(example)] for example in examples])
    if "--write" in sys.argv:
        towards, back = (half.astype(np.float16) for half in learn(everything))
        np.savez(WEIGHTS_FILE, towards=towards, back=back)


if __name__ == "__main__":
    main()
