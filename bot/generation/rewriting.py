"""Follow-ups rewritten by a chat model: "E quanto vale?" as a question that stands alone."""

import re
from collections.abc import Sequence
from dataclasses import replace

from langchain_core.language_models import BaseChatModel
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable

from bot.generation.parser import AnswerParser
from bot.generation.patience import Patience
from bot.generation.prompt import harmless
from bot.names import proper_names
from bot.question import Question, read_question
from bot.settings import Settings
from corpus.language import detect_language, names_no_language
from index.words import content_words, split_words

# A question is shorter than this; a model that writes more has begun to answer.
_LONGEST = 300
# Earlier questions that are shown to the model, the latest ones.
_REMEMBERED = 6
# Seconds that rewriting may take at most: the rule-based reading is there at once.
_SECONDS = 10.0

_TASKS = {
    "en": (
        "Rewrite the last question so that it can be understood without the earlier ones. Keep "
        "its meaning and all its names and numbers. Bring in only what the earlier questions "
        "name. If it can be understood alone, repeat it unchanged. Write the question alone, in "
        "English, on one line.",
        "Earlier questions:\n{earlier}\n\nLast question: {question}",
    ),
    "it": (
        "Riscrivi l'ultima domanda in modo che si capisca senza quelle prima. Conserva il suo "
        "significato e tutti i suoi nomi e numeri. Aggiungi solo quello che le domande prima "
        "nominano. Se si capisce da sola, ripetila com'è. Scrivi la domanda soltanto, in "
        "italiano, su una riga.",
        "Domande prima:\n{earlier}\n\nUltima domanda: {question}",
    ),
}
_LABEL = re.compile(
    r"^\W*(?:(?:rewritten|last|standalone)?\s*question|(?:ultima\s+)?domanda(?:\s+riscritta)?)\s*:\s*",
    re.IGNORECASE,
)


def needs_rewriting(asked: Question, history: Sequence[str]) -> bool:
    """Whether a question may lean on earlier ones: by the rules it does, or it has no name."""
    return bool(history) and (asked.understood != asked.text or not asked.names)


def rewriting_chain(chat: BaseChatModel, language: str) -> Runnable[dict[str, str], str]:
    """The Runnable that rewrites a question of a language."""
    system, human = _TASKS["it" if language == "it" else "en"]
    template = ChatPromptTemplate.from_messages([("system", system), ("human", human)])
    return template | chat | AnswerParser()


def rewriting_input(asked: Question, history: Sequence[str]) -> dict[str, str]:
    """What the chain is given."""
    earlier = "\n".join(f"- {harmless(' '.join(q.split()))}" for q in history[-_REMEMBERED:])
    return {"earlier": earlier, "question": harmless(asked.text)}


def rewriting_patience(settings: Settings) -> Patience:
    """How long the model may take: far less than for an answer."""
    seconds = min(settings.model_timeout / 3, _SECONDS)
    return Patience(first=seconds, between=seconds, overall=seconds, characters=_LONGEST)


def rewritten(asked: Question, written: str, history: Sequence[str]) -> Question | None:
    """The question as the model understood it; None when what it wrote cannot be trusted."""
    lines = [line.strip() for line in written.strip().splitlines() if line.strip()]
    if len(lines) != 1:
        return None
    text = _LABEL.sub("", lines[0]).strip(" \"'“”«»*_`")
    if not _faithful(text, asked, history):
        return None
    read = read_question(text, (), asked.language)
    return replace(read, text=asked.text, language=asked.language)


def _faithful(text: str, asked: Question, history: Sequence[str]) -> bool:
    """Whether nothing of the question was dropped and nothing invented."""
    if not re.search(r"\w", text) or len(text) > _LONGEST:
        return False
    if not names_no_language(text) and detect_language(text, asked.language) != asked.language:
        return False
    now, given = set(split_words(text)), set(split_words(asked.text))
    known = given | set(split_words(" ".join((asked.understood, *history))))
    asked_names = set(split_words(" ".join(proper_names(asked.text))))
    names = set(split_words(" ".join(proper_names(text))))
    numbers = {word for word in now if any(map(str.isdigit, word))}
    kept = set(content_words(asked.text))
    return (
        asked_names <= now
        and names <= known
        and numbers <= known
        and {word for word in given if any(map(str.isdigit, word))} <= now
        and (not kept or bool(kept & now))
    )
