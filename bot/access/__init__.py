"""Access: who may ask, who may change the library, and from where.

The gate (`gate.py`) stands before the whole web application and notes on each request whose it
is. Whatever changes the library asks here first. An event of the page takes the request and says:

    from bot.access import admit, may_edit

    def upload(self, paths, request: gr.Request):
        if not may_edit(request):      # a reader, or somebody who never passed the gate
            ...
        admit(request)                 # counts it; raises TooBusy when the client asks too much

That an event is hidden or private does not protect it: only this does.
"""

from bot.access.visit import Role, Visit, admit, may_edit, require_editor, visit_of

__all__ = ["Role", "Visit", "admit", "may_edit", "require_editor", "visit_of"]
