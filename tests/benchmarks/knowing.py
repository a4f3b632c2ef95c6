"""What tells that a question is on the articles' matter: learns the signs of `bot.knowing`.

Run as `python -m tests.benchmarks.knowing` (5 minutes). A logistic regression tells the questions
out of the domain from all others, by signs that the best sentences give; each question is read with
a correction that does not know its story. Both sides weigh the same.
"""

from collections.abc import Sequence

import numpy as np
import torch

from bot.knowing import ON_TOPIC, ON_TOPIC_THRESHOLD, signs_of
from index.passage import Vectors

from .left_out import left_out
from .seeking import FOLDS, NEWS

_OUT = "out-of-domain"
# The penalty of weights by which standardised signs are multiplied, in sums over questions.
_PENALTY = 1.7


def learn(signs: Vectors, on_topic: Vectors) -> tuple[Vectors, float]:
    """The weights (n_signs,) and the constant of the log of the odds."""
    mean, deviation = signs.mean(axis=0), signs.std(axis=0)
    x, y = torch.tensor((signs - mean) / deviation), torch.tensor(on_topic)
    weights = torch.zeros(signs.shape[1] + 1, dtype=x.dtype, requires_grad=True)
    worth = torch.where(y > 0, len(y) / (2 * y.sum()), len(y) / (2 * (1 - y).sum()))
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        odds = x @ weights[:-1] + weights[-1]
        missed = torch.nn.functional.binary_cross_entropy_with_logits(
            odds, y, weight=worth, reduction="sum"
        )
        total = missed + _PENALTY * (weights[:-1] ** 2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    scaled = weights.detach().numpy()
    found = scaled[:-1] / deviation
    return found, float(scaled[-1] - found @ mean)


def _shares(odds: Vectors, kinds: Sequence[str], names: Sequence[str]) -> None:
    """Print what is refused at the product's threshold, by set of questions and kind."""
    for name in NEWS:
        for kind in sorted(set(kinds)):
            rows = [o for o, k, n in zip(odds, kinds, names, strict=True) if (k, n) == (kind, name)]
            print(f"   {name}, {kind}: {np.mean(np.array(rows) < ON_TOPIC_THRESHOLD):.3f} refused")


def main() -> None:
    """Print what was learned and how well it does."""
    with left_out() as known:
        found = [(read, known.evidence(read)) for read in known.questions]
    found = [(read, evidence) for read, evidence in found if evidence]
    signs = np.array([[signs_of(e)[name] for name in ON_TOPIC] for _, e in found])
    kinds = ["answerable" if read.case.answerable else read.case.kind for read, _ in found]
    names = [read.name for read, _ in found]
    on_topic = np.array([float(kind != _OUT) for kind in kinds])
    odds = np.zeros(len(found))
    for fold in range(FOLDS):
        rows = np.array([read.fold == fold for read, _ in found])
        weights, constant = learn(signs[~rows], on_topic[~rows])
        odds[rows] = signs[rows] @ weights + constant
    print("left out:")
    _shares(odds, kinds, names)
    weights, constant = learn(signs, on_topic)
    print("learned on all:", *(f"{n} {w:.2f}," for n, w in zip(ON_TOPIC, weights, strict=True)))
    print(f"   constant {constant:.2f}")
    _shares(signs @ weights + constant, kinds, names)


if __name__ == "__main__":
    main()
