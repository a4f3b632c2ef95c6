"""From articles to ranked passages: chunking, encoding, Chroma, words, fusion."""
