"""Checking an answer, sentence by sentence, against the passages that it cites."""
