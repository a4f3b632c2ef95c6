"""The web page: questions and cited answers in a browser, served by Gradio.

`layout.build_page` builds it and `serve.serve` runs it; only those two, with what they wire
together, import Gradio. The texts and what is rendered from an answer stand apart from it.
"""

import os

# Gradio looks up its analytics host whenever a page is built, unless told not to before it is
# imported: so here, ahead of every module that imports it.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
