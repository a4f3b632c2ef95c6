"""The HTTP API: asking, searching and keeping the library, for other programs.

It is an application of its own under `/api`, beside the page, so that its errors and its
description are all its own. Whose a request is, the gate has noted before it comes here.
"""
