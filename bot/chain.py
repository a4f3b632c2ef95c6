"""The answer path as one LangChain Runnable: sources first, then the answer.

A chat model replaces the last step and nothing else.
"""

from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import (
    Runnable,
    RunnableBranch,
    RunnableLambda,
    RunnablePassthrough,
)

from bot.answer import Answer
from bot.answering import answer_from
from bot.question import Question, read_question
from bot.settings import Settings
from index.langchain_retriever import SibillaDocument, SibillaRetriever
from index.retrieval import Findings


def answer_chain(
    retriever: SibillaRetriever,
    model: BaseChatModel | None = None,
    context: int = Settings.model_fields["model_context"].default,
) -> Runnable[dict[str, Any], dict[str, Any]]:
    """A Runnable from {"question", "history"?, "page_language"?} to an answer with its sources.

    Its output adds "asked" (the `Question` as understood), "documents" (LangChain documents,
    best first) and "answer" (an `Answer`). Streamed, the documents come before the answer. With
    `k=DEPTH` and `spread=False` the retriever gives what `Sibilla.ask` reads.

    With a chat model, which reads and writes `context` tokens, the answer is its text, checked;
    between documents and answer "text" comes word by word, not yet checked.
    """
    found = RunnablePassthrough.assign(asked=RunnableLambda(_understand)) | (
        RunnablePassthrough.assign(documents=RunnableLambda(_understood) | retriever)
    )
    if model is None:
        return found | RunnablePassthrough.assign(answer=RunnableLambda(_answer))
    return found | _written(retriever, model, context)


def _written(
    retriever: SibillaRetriever, model: BaseChatModel, context: int
) -> Runnable[dict[str, Any], dict[str, Any]]:
    """The last steps with a chat model, which is not asked where it could only invent."""
    from bot.generation.chat import writing_chain
    from bot.generation.composing import Draft, finished, make_draft

    def draft(given: dict[str, Any]) -> Draft:
        return make_draft(given["asked"], _findings(given), context)

    def check(given: dict[str, Any]) -> Answer:
        drafted = draft(given)
        if not drafted.worthwhile:
            return drafted.extractive
        return finished(
            drafted, given["text"], model.get_name(), retriever.index.encoder, cut=False
        )

    write = RunnableLambda(lambda drafted: drafted.request) | writing_chain(model)
    text = RunnableLambda(draft) | RunnableBranch(
        (lambda drafted: drafted.worthwhile, write), RunnableLambda(lambda drafted: "")
    )
    return RunnablePassthrough.assign(text=text) | RunnablePassthrough.assign(
        answer=RunnableLambda(check)
    )


def _understand(given: dict[str, Any]) -> Question:
    history = given.get("history") or ()
    return read_question(given["question"], history, given.get("page_language") or "en")


def _understood(given: dict[str, Any]) -> str:
    asked: Question = given["asked"]
    return asked.understood


def _answer(given: dict[str, Any]) -> Answer:
    return answer_from(given["asked"], _findings(given))


def _findings(given: dict[str, Any]) -> Findings:
    documents: list[SibillaDocument] = given["documents"]
    findings = documents[0].findings if documents else None
    return findings or Findings((), ())
