"""Backup: a whole library as a folder or a ZIP file, and back into a library."""

from corpus.backup.layout import MANIFEST
from corpus.backup.reading import import_library
from corpus.backup.writing import export_library

__all__ = ["MANIFEST", "export_library", "import_library"]
