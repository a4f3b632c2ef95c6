"""A process beside this one that reads what may hang, crash or eat memory while being read.

PDF, Word and web pages are taken apart by large libraries, and a file can be made to run them
into the ground. The process reads one document after another, so that it costs nothing a
document, within limits of time and memory; when it goes, only the document does.
"""

import atexit
import contextlib
import json
import subprocess
import sys
import threading
from typing import Any

from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.markdown import article_from_markdown

# A PDF of 300 pages takes 30 s on a busy machine of two cores; nothing in the tests took longer.
READING_SECONDS = 120.0
# Of address space: a page of 10 MB takes 0.5 GB, a PDF of 10 MB about as much.
READING_MEGABYTES = 1500
_CHILD = "corpus.readers.child"
# What stands idle for so long gives its memory back.
_IDLE_SECONDS = 60.0


class ReadingProcess:
    """Reads documents in one child process, which is started when needed. Safe for threads."""

    def __init__(
        self, seconds: float = READING_SECONDS, megabytes: int = READING_MEGABYTES
    ) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._lock = threading.Lock()
        self._idle: threading.Timer | None = None

    def read(self, format: str, content: bytes, name: str, **options: str) -> Article:
        """Read a document in the child; `options` go to the reader of its format.

        Raises:
            DocumentRefused: the reader refused it, or could not end within the limits.
        """
        with self._lock:
            self._stop_idling()
            fresh = not self._served
            reply = self._ask(format, content, name, options)
            if reply.get("refused") in ("memory", "crashed") and not fresh:
                # What came before may be the cause, or it was killed meanwhile: once more, alone.
                reply = self._ask(format, content, name, options)
            self._start_idling()
        if "refused" in reply:
            raise DocumentRefused(reply["refused"], **reply["details"])
        return article_from_markdown(reply["article"], reply["id"])

    def close(self) -> None:
        """End the child process; another document starts it again."""
        with self._lock:
            self._stop_idling()
            self._end()

    def _ask(
        self, format: str, content: bytes, name: str, options: dict[str, str]
    ) -> dict[str, Any]:
        process = self._process or self._start()
        self._process = process
        self._served += 1
        timed_out = threading.Event()

        def stop() -> None:
            timed_out.set()
            process.kill()

        timer = threading.Timer(self._seconds, stop)
        timer.daemon = True
        timer.start()
        header = {"format": format, "name": name, "size": len(content), "options": options}
        try:
            reply = _exchange(process, header, content)
        except BaseException:
            self._end()  # interrupted in between, its next answer would be that of this question
            raise
        finally:
            timer.cancel()
        if reply is None:
            self._end()
            refused = DocumentRefused("crashed", name=name)
            if timed_out.is_set():
                refused = DocumentRefused("too-slow", name=name, seconds=int(self._seconds))
            return {"refused": refused.reason, "details": refused.details}
        if reply.get("refused") == "memory":
            self._end()
        return reply

    def _start(self) -> subprocess.Popen[bytes]:
        # The paths of this process and not -m, which would import from the folder it stands in.
        paths = [path for path in sys.path if path]
        code = f"import sys; sys.path[:] = {paths!r}; from {_CHILD} import serve"
        return subprocess.Popen(
            [sys.executable, "-IB", "-c", f"{code}; serve({self._megabytes})"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the parent to handle
        )

    def _end(self) -> None:
        process, self._process, self._served = self._process, None, 0
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()
        process.wait()

    def _start_idling(self) -> None:
        self._idle = threading.Timer(_IDLE_SECONDS, self._end_if_idle)
        self._idle.daemon = True
        self._idle.start()

    def _stop_idling(self) -> None:
        if self._idle:
            self._idle.cancel()
            self._idle = None

    def _end_if_idle(self) -> None:
        with self._lock:
            if self._idle is threading.current_thread():
                self._end()


def _exchange(
    process: subprocess.Popen[bytes], header: dict[str, Any], content: bytes
) -> dict[str, Any] | None:
    """Send a document and wait for what becomes of it; None when the process went."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(header).encode() + b"\n" + content)
        process.stdin.flush()
        line = process.stdout.readline()
        reply: dict[str, Any] = json.loads(line)
        return reply
    except (OSError, ValueError):
        return None


shared = ReadingProcess()
"""The one that this program reads with."""

atexit.register(shared.close)
