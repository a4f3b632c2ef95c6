"""Features: what a sentence is weighed by, and how much each weighs.

Each is between 0 and 1, or a cosine:

- similarity: cosine of sentence and question; alignment: how much of the question's words the
  sentence has a like word for.
- covered: the same over true counterparts, those in the article's title and the heading counting
  too, which need not be said again in each sentence; window: with those of the sentence before as
  well; distinctive: with words weighted by how few of the sentences read have them, instead of by
  how few passages of the corpus.
- standing: the passage's fused score, 1 for the best and 0 for the last one read; context: cosine
  of title and heading with the question.
- own_language: whether the sentence is in the asker's language.
- names: how many of the names asked about it speaks of, itself or in its context; all_names:
  whether its passage speaks of every one, since what OpenAI chose Oracle for does not answer why it
  chose Cerebras.
- clue: whether it holds the kind of thing asked for (see `bot.clues`); near: how near to that stand
  the question's words; years: how many of the years asked about it gives.
- sought: cosine with what an answer is like (see `bot.seeking`); sought_besides_names: the same for
  the question without its names.
- ..._by_twin: the better of its own and of the sentence of the other language that says the same.
"""

import numpy as np

FEATURES = (
    "similarity",
    "alignment",
    "covered",
    "window",
    "distinctive",
    "standing",
    "context",
    "own_language",
    "names",
    "all_names",
    "clue",
    "near",
    "sought",
    "sought_besides_names",
    "sought_by_twin",
    "besides_names_by_twin",
    "clue_by_twin",
    "near_by_twin",
    "years",
)

# Learned by `python -m tests.benchmarks.evidence`, rounded. With weights and a correction of
# questions' vectors learned from other stories, the first sentence answers .65 of the demo
# questions and .54 of the paraphrased ones, one of the first three .83 and .72.
WEIGHTS = np.array(
    [
        *(0.3, 0.7, 2.0, 2.4, 1.9, 1.6, 1.8, -1.0, 0.2, 1.2, 1.7, 0.9),
        *(1.6, 2.2, 1.6, 2.3, 1.5, 1.1, 1.1),
    ],
    dtype=np.float32,
)
