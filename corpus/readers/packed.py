"""Documents that are ZIP files of XML, as EPUB and ODF have them: unpacked within limits."""

import io
import zipfile
from typing import Any

from corpus.errors import DocumentRefused

# All that is read of one document, unpacked; more is a bomb.
_MAX_UNPACKED = 50_000_000


class Packed:
    """The files in a document. What is unpacked is counted, whatever the document says of it."""

    def __init__(self, content: bytes, name: str) -> None:
        """Open a document; errors call it by `name`."""
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._name = name
        self._left = _MAX_UNPACKED
        self.places = frozenset(self._archive.namelist())
        """The places of its files."""

    def read(self, place: str) -> bytes:
        """The file at a place.

        Raises:
            DocumentRefused: it is locked, or all that was read becomes too much.
        """
        if self._archive.getinfo(place).flag_bits & 1:
            raise DocumentRefused("encrypted", name=self._name)
        with self._archive.open(place) as file:
            content = file.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise DocumentRefused("bomb", name=self._name)
        return content

    def tree(self, place: str) -> Any:
        """The XML at a place, with nothing fetched and no entity of its own filled in."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(self.read(place), parser)
