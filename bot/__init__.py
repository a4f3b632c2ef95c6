"""From a question to an answer with checked citations, and the ways to ask it."""
