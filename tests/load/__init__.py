"""Many people at once, as the page's own client and the API's clients would be."""
