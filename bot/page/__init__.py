"""The web page: questions and cited answers in a browser, served by Gradio.

`layout.build_page` builds it and `serve.serve` runs it; only those two, with what they wire
together, import Gradio. The texts and what is rendered from an answer stand apart from it.
"""

import os

# Gradio looks up its analytics host whenever a page is built, unless told not to before it is
# imported: so here, ahead of every module that imports it.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

# After every event Gradio sums up the last 10,000 with pandas, for a page of its own that is
# closed here: a table that grows with each, and half a second for the first.
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
