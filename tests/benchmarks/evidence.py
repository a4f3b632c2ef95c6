"""What sentences are weighed by: learns `bot.evidence.WEIGHTS`, and says how well they do.

Run as `python -m tests.benchmarks.evidence` (5 minutes). A softmax regression finds, for each
question that the demo corpus answers, the sentence that holds the answer among all those read. Both
the weights and the correction of question vectors that a question is tested with come from
questions on other stories.
"""

import re
from collections.abc import Sequence

import numpy as np
import torch

from bot.answer import Answer
from bot.answering import answer_from
from bot.features import FEATURES, WEIGHTS
from index.passage import Vectors

from .left_out import LeftOut, Read, left_out, using
from .seeking import FOLDS, NEWS

_RIDGE = 0.002

Choice = tuple[Vectors, Vectors]
"""The features of the sentences read for a question, (n, n_features), and which answer, (n,)."""


def choice_of(known: LeftOut, read: Read) -> Choice:
    """The sentences read for a question that has an answer, and which of them hold it."""
    evidence = known.evidence(read)
    right = [
        item.found.article.id in read.case.documents
        and any(re.search(it, " ".join(item.core_text.split())) for it in read.case.answers)
        for item in evidence
    ]
    features = np.array([item.features for item in evidence], dtype=np.float32)
    return features, np.array(right, dtype=np.float32)


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


def found_among_first(choice: Choice, weights: Vectors, count: int) -> bool:
    """Whether an answering sentence is among the first `count`."""
    features, right = choice
    return bool(right[np.argsort(-(features @ weights))[:count]].any())


def is_right(read: Read, answer: Answer) -> bool:
    """Whether an answer says what it should, as `sibilla eval` judges."""
    return not answer.abstained and any(it.search(answer.text) for it in read.case.answers)


def main() -> None:
    """Print what was learned and how well it does."""
    with left_out() as known:
        reads = [read for read in known.questions if read.case.answerable and read.case.answers]
        choices = [choice_of(known, read) for read in reads]
        of_fold = [
            learn([c for c, read in zip(choices, reads, strict=True) if read.fold != fold])
            for fold in range(FOLDS)
        ]
        answers = []
        for read in reads:
            with using(known.corrections[read.fold], of_fold[read.fold]):
                answers.append(answer_from(read.question, read.findings))
    learned = learn(choices)
    for title, weights in {"the product's": WEIGHTS, "learned on all": learned}.items():
        print(title, ", ".join(f"{n} {w:.1f}" for n, w in zip(FEATURES, weights, strict=True)))
    for name in NEWS:
        tested = [
            (choice, read, answer)
            for choice, read, answer in zip(choices, reads, answers, strict=True)
            if read.name == name
        ]
        for title, weights_of in (
            ("the product's weights", [WEIGHTS] * FOLDS),
            ("left out", of_fold),
        ):
            shares = [
                np.mean([found_among_first(c, weights_of[r.fold], count) for c, r, _ in tested])
                for count in (1, 3)
            ]
            print(f"{name}, {title}: {shares[0]:.3f} in 1, {shares[1]:.3f} in 3")
        right = np.mean([is_right(read, answer) for _, read, answer in tested])
        refused = np.mean([answer.abstained for _, _, answer in tested])
        print(f"{name}, left out: answers right {right:.3f}, refused {refused:.3f}")


if __name__ == "__main__":
    main()
