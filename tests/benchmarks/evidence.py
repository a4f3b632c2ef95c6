"""What sentences are weighed by: learns `bot.evidence.WEIGHTS`, and says how well they do.

Run as `python -m tests.benchmarks.evidence`. A softmax regression finds, for each question that the
demo corpus answers, the sentence that holds the answer among all those read. Weights learned on
`paraphrased.jsonl` are tested on `demo.jsonl`, which others wrote, and the other way round.
"""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from bot.evaluation import Case, read_cases
from bot.evidence import FEATURES, WEIGHTS, find_evidence
from bot.question import read_question
from bot.settings import Settings
from bot.sibilla import DEPTH, Sibilla
from index.passage import Vectors

_QUESTIONS = Path(__file__).parents[1] / "questions"
_RIDGE = 0.002

Choice = tuple[Vectors, Vectors]
"""The features of the sentences read for a question, (n, n_features), and which answer, (n,)."""


def read_choices(sibilla: Sibilla, cases: Sequence[Case]) -> list[Choice]:
    """The sentences read for each question that has an answer, and which of them hold it."""
    choices = []
    for case in cases:
        if not (case.answerable and case.answers):
            continue
        asked = read_question(case.question, case.history, case.language)
        findings = sibilla.index.search(asked.understood, DEPTH, spread=False)
        evidence = find_evidence(asked, findings)
        right = [
            item.found.article.id in case.documents
            and any(re.search(answer, " ".join(item.core_text.split())) for answer in case.answers)
            for item in evidence
        ]
        features = np.array([item.features for item in evidence], dtype=np.float32)
        choices.append((features, np.array(right, dtype=np.float32)))
    return choices


def learn(choices: Sequence[Choice]) -> Vectors:
    """The weights (n_features,) that make the answering sentences likeliest."""
    usable = [(torch.tensor(f), torch.tensor(r) > 0) for f, r in choices if r.any()]
    weights = torch.zeros(len(FEATURES), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        losses = [
            torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0)
            for features, right in usable
            for scores in (features @ weights,)
        ]
        total = torch.stack(losses).mean() + _RIDGE * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    return weights.detach().numpy()


def found_among_first(choices: Sequence[Choice], weights: Vectors, count: int) -> float:
    """The share of questions with an answering sentence among the first `count`."""
    hits = [bool(r[np.argsort(-(f @ weights))[:count]].any()) for f, r in choices]
    return float(np.mean(hits))


def main() -> None:
    """Print what was learned and how well it does."""
    with tempfile.TemporaryDirectory() as folder:
        sibilla = Sibilla(Settings(data=Path(folder)))
        sibilla.sync()
        sets = {
            name: read_choices(sibilla, read_cases(_QUESTIONS / f"{name}.jsonl"))
            for name in ("paraphrased", "demo")
        }
        sibilla.close()
    everything = [choice for choices in sets.values() for choice in choices]
    variants = {"the product's": WEIGHTS, "learned on all": learn(everything)}
    variants |= {f"learned on {name}": learn(choices) for name, choices in sets.items()}
    for title, weights in variants.items():
        figures = [
            f"{name} {found_among_first(choices, weights, count):.3f} in {count}"
            for name, choices in sets.items()
            for count in (1, 3)
        ]
        print(f"{title}: {', '.join(figures)}")
        print("   " + ", ".join(f"{n} {w:.1f}" for n, w in zip(FEATURES, weights, strict=True)))


if __name__ == "__main__":
    main()
