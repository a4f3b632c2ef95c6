"""The trunk of the tree of errors: what all have, and who can mend them."""

from typing import ClassVar


class SibillaError(Exception):
    """An error with a sentence for the user: what was wrong and what to do next.

    `messages` holds, per reason, the sentence in "en" and "it", with named places that the
    keyword arguments of the constructor fill.
    """

    messages: ClassVar[dict[str, dict[str, str]]] = {}

    def __init__(self, reason: str, **details: object) -> None:
        self.reason = reason
        self.details = details
        super().__init__(self.tell("en"))

    def tell(self, language: str) -> str:
        """The sentence for the user, in Italian for "it" and in English otherwise."""
        message = self.messages[self.reason]
        return message["it" if language == "it" else "en"].format(**self.details)


class RequestError(SibillaError):
    """The user asked for something that cannot be; another request will do."""


class OperationError(SibillaError):
    """The machine or its set-up stands in the way; whoever runs Sibilla can mend it."""
