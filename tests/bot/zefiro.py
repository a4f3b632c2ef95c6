"""A document that no library of the tests has, and what it answers."""

ZEFIRO = "Zefiro Compute will build its data centre in Matera, next to a solar park.\n"
WHERE = "Where will Zefiro Compute build its data centre?"
