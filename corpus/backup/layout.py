"""What a backup looks like, as a folder or in a ZIP file."""

MANIFEST = "sibilla-library.json"
"""Lists the articles with the SHA-256 of each file, and which demo articles were removed."""

FORMAT = 1
ARTICLES = "articles/"
