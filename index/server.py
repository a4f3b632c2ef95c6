"""A server of Chroma's own: where it is, whose collections are whose, and what can go wrong there.

Chroma's server has neither users nor passwords: whoever reaches it may read and delete all that it
holds. It belongs on this machine, in a closed network, or behind a proxy that asks for a token.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from chromadb.api import ClientAPI
from chromadb.errors import ChromaAuthError, ChromaError, NotFoundError

from corpus.errors import ChromaUnavailable

# A server that was just started reads all its vectors before the first answer.
_TIMEOUT = httpx.Timeout(60.0, connect=5.0)
_REFUSALS = (401, 403, 407)


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """An address and a place there; `library` begins the names of all collections.

    `owner` tells the data folder that fills them; a reader, who fills none, has "".
    """

    url: str
    library: str = "sibilla"
    owner: str = ""
    token: str = field(default="", repr=False)
    tenant: str = "default_tenant"
    database: str = "default_database"

    @property
    def place(self) -> str:
        """What tells one place for vectors from another; it holds no secret."""
        return f"{self.url}|{self.tenant}|{self.database}|{self.library}"

    def connect(self) -> ClientAPI:
        """A client, once the server has answered.

        Raises:
            ChromaUnavailable: it does not answer, or not as Chroma would.
        """
        import chromadb
        from chromadb.config import Settings

        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        with told(self):
            # Chroma's own client waits for ever, so that whether anybody is there is asked first.
            beat = httpx.get(f"{self.url}/api/v2/heartbeat", headers=headers, timeout=_TIMEOUT)
            if beat.status_code != httpx.codes.OK:
                raise _for_status(self, beat.status_code)
            if "nanosecond heartbeat" not in beat.json():
                raise ChromaUnavailable("garbage", name=self.url, cause="no heartbeat")
            try:
                client = chromadb.HttpClient(
                    host=self.url,
                    headers=headers,
                    settings=Settings(_env_file=None),  # none of the folder the user is in
                    tenant=self.tenant,
                    database=self.database,
                )
            except (NotFoundError, ValueError) as error:
                place = f"{self.tenant}/{self.database}"
                raise ChromaUnavailable("place", name=self.url, place=place) from error
            client._server._session.timeout = _TIMEOUT  # type: ignore[attr-defined]  # no setting
            return client


@contextmanager
def told(server: ChromaServer) -> Iterator[None]:
    """Tell what goes wrong between here and the server in our words.

    Errors that Chroma itself answers with get out: they may mean that a collection is damaged.
    """
    try:
        yield
    except (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
        raise ChromaUnavailable("slow", name=server.url) from error
    except (httpx.TransportError, httpx.InvalidURL) as error:
        raise ChromaUnavailable("down", name=server.url) from error
    except ChromaAuthError as error:
        raise ChromaUnavailable("token", name=server.url) from error
    except (ChromaError, ChromaUnavailable):
        raise
    except ValueError as error:  # what is no JSON
        raise ChromaUnavailable("garbage", name=server.url, cause="no JSON") from error
    except Exception as error:
        # Chroma's client raises what a proxy wrote as a bare Exception after the HTTP error.
        if not isinstance(error.__context__, httpx.HTTPStatusError):
            raise
        raise _for_status(server, error.__context__.response.status_code) from error


def _for_status(server: ChromaServer, status: int) -> ChromaUnavailable:
    if status in _REFUSALS:
        return ChromaUnavailable("token", name=server.url)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return ChromaUnavailable("failed", name=server.url, cause=f"HTTP {status}")
    return ChromaUnavailable("garbage", name=server.url, cause=f"HTTP {status}")
