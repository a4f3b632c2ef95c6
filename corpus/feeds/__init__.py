"""Feeds: reading them, remembering what of them is known, and pulling what is new."""
