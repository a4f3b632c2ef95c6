"""Server-side request forgery: what an address, a name, a redirect or a server may try."""

import socket
import time
from collections.abc import Iterator

import pytest
from internet import OTHER_PUBLIC, PUBLIC, QUICK, Internet, Page, Site, redirect

from corpus.errors import FetchRefused
from corpus.web.fetching import Fetcher
from corpus.web.network import Network

from .conftest import TYPES, Refused

INSIDE = [
    "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "169.254.170.2", "100.100.100.200", "0.0.0.0", "192.0.0.192", "198.18.0.1", "192.0.2.1",
    "224.0.0.1", "255.255.255.255", "::1", "::", "::127.0.0.1", "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
    "2002:a9fe:a9fe::", "2001:0:7f00:1::", "fe80::1", "fd00:ec2::254", "fc00::1", "fec0::1",
    "ff02::1", "2001:db8::1",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _within_the_time_limit() -> Iterator[None]:
    """Every refusal comes within the limit set, and a little for a busy machine."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < QUICK.seconds + 2


def host(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def test_a_public_page_is_fetched_from_the_address_that_was_checked(
    internet: Internet, fetcher: Fetcher
) -> None:
    fetched = fetcher.fetch("http://news.example/page", TYPES)
    assert fetched
    assert fetched.content == b"<p>Chips and reactors.</p>"
    assert {address for address, _ in internet.connected} == {PUBLIC}


@pytest.mark.parametrize("address", INSIDE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_address_that_is_not_public_is_refused(
    internet: Internet, refused: Refused, scheme: str, address: str
) -> None:
    assert refused(f"{scheme}://{host(address)}/page").reason == "private"
    assert internet.connected == []


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_to_such_an_address_is_refused(
    internet: Internet, refused: Refused, address: str
) -> None:
    internet.names["inside.example"] = [address]
    refusal = refused("http://inside.example/page")
    assert refusal.reason == "private"
    assert address in str(refusal)
    assert internet.connected == []


@pytest.mark.parametrize("address", INSIDE)
def test_a_redirect_to_such_an_address_is_refused(
    internet: Internet, refused: Refused, site: Site, address: str
) -> None:
    site.pages["/away"] = redirect(f"http://{host(address)}/page")
    assert refused("http://news.example/away").reason == "private"
    assert {connected for connected, _ in internet.connected} == {PUBLIC}


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "localhost.", "LocalHost。"])
def test_this_machine_by_its_name_is_refused(
    internet: Internet, refused: Refused, name: str
) -> None:
    internet.names["localhost"] = ["::1", "127.0.0.1"]
    assert refused(f"http://{name}/").reason == "private"


@pytest.mark.parametrize(
    "written", ["127。0。0。1", "127.0.0.1.", "[::ffff:127.0.0.1]", "[0:0:0:0:0:0:0:1]"]
)
def test_another_spelling_of_an_address_is_the_same_address(refused: Refused, written: str) -> None:
    assert refused(f"http://{written}/").reason == "private"


@pytest.mark.parametrize(
    "mixed", [[PUBLIC, "127.0.0.1"], ["10.0.0.1", PUBLIC], ["2606:4700::1111", "::1"]]
)
def test_one_private_address_among_public_ones_is_enough_to_refuse(
    internet: Internet, refused: Refused, mixed: list[str]
) -> None:
    internet.names["mixed.example"] = mixed
    assert refused("http://mixed.example/page").reason == "private"
    assert internet.connected == []


def test_a_name_that_changes_between_check_and_connection_gains_nothing(
    internet: Internet, fetcher: Fetcher
) -> None:
    """Every connection takes one look-up, which is checked and connected to."""
    internet.names["rebind.example"] = [[PUBLIC], ["127.0.0.1"]]
    fetched = fetcher.fetch("http://news.example/page", TYPES)
    with pytest.raises(FetchRefused) as caught:
        fetcher.fetch("http://rebind.example/page", TYPES)
    assert fetched
    assert caught.value.reason == "private"
    assert "127.0.0.1" not in {address for address, _ in internet.connected}


@pytest.mark.parametrize("answers", range(1, 6))
def test_a_name_that_turns_inside_at_any_look_up_never_gets_there(
    internet: Internet, fetcher: Fetcher, site: Site, answers: int
) -> None:
    internet.names["turning.example"] = [[PUBLIC]] * answers + [["127.0.0.1"]]
    site.pages["/round"] = redirect("http://turning.example/round")
    with pytest.raises(FetchRefused) as caught:
        fetcher.fetch("http://turning.example/round", TYPES)
    assert caught.value.reason == "private"
    assert {address for address, _ in internet.connected} == {PUBLIC}


@pytest.mark.parametrize("answer", ["", "localhost", "127.1", "fe80::1%eth0", "0x7f.1"])
def test_an_answer_of_the_dns_that_is_no_address_is_not_connected_to(
    internet: Internet, refused: Refused, answer: str
) -> None:
    internet.names["odd.example"] = [answer]
    assert refused("http://odd.example/").reason == "private"
    assert internet.connected == []


@pytest.mark.parametrize("answer", [[], None])
def test_a_name_without_an_address_is_refused(
    internet: Internet, refused: Refused, answer: list[str] | None
) -> None:
    if answer is not None:
        internet.names["nowhere.example"] = answer
    assert refused("http://nowhere.example/").reason == "unknown-host"


@pytest.mark.parametrize("port", [21, 22, 25, 81, 6379, 8000, 8080, 8443, 9200, 11211, 65535])
def test_other_ports_are_refused_before_any_look_up(
    internet: Internet, refused: Refused, port: int
) -> None:
    assert refused(f"http://news.example:{port}/page").reason == "port"
    assert internet.resolved == []


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://news.example/", "scheme"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "scheme"),
        ("data:text/html,hello", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http://user:secret@news.example/", "userinfo"),
        ("http://news.example:8080/", "port"),
        ("//127.0.0.1/", "private"),
        ("http://0x7f.1/", "malformed"),
        ("http://2130706433/", "malformed"),
        ("http://127.0.0.1\\@news.example/", "malformed"),
        ("http://[::ffff:169.254.169.254]/latest/meta-data/", "private"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_looked_at_like_any_address(
    refused: Refused, site: Site, target: str, reason: str, status: int
) -> None:
    site.pages["/away"] = redirect(target, status)
    assert refused("http://news.example/away").reason == reason
    assert site.paths == ["/away"]


def test_a_robots_txt_cannot_redirect_inside_either(refused: Refused, site: Site) -> None:
    site.pages["/robots.txt"] = redirect("http://169.254.169.254/latest/meta-data/")
    assert refused("http://news.example/page").reason == "private"


def test_five_redirects_are_followed_and_no_sixth(
    fetcher: Fetcher, refused: Refused, site: Site
) -> None:
    for step in range(6):
        site.pages[f"/{step}"] = redirect(f"/{step + 1}")
    site.pages["/6"] = Page("<p>There.</p>")
    fetched = fetcher.fetch("http://news.example/1", TYPES)
    assert fetched
    assert fetched.url == "http://news.example/6"
    assert refused("http://news.example/0").reason == "redirects"


@pytest.mark.parametrize("target", ["/round", "", "http://news.example/round"])
def test_a_redirect_in_a_circle_ends(refused: Refused, site: Site, target: str) -> None:
    site.pages["/round"] = redirect(target)
    assert refused("http://news.example/round").reason == "redirects"
    assert len(site.paths) == QUICK.redirects + 1


# -- hosts that the operator answers for


def inside(internet: Internet, *hosts: tuple[str, int]) -> Fetcher:
    return Fetcher(frozenset(hosts), network=internet.network(), limits=QUICK)


@pytest.fixture
def intranet(internet: Internet, site: Site) -> Internet:
    internet.names["intranet.example"] = ["10.0.0.1"]
    internet.servers["10.0.0.1", 8080] = site.port
    return internet


INTRANET = "http://intranet.example:8080/page"


def test_a_host_inside_is_fetched_only_when_it_is_named_with_its_port(intranet: Internet) -> None:
    assert inside(intranet, ("intranet.example", 8080)).fetch(INTRANET, TYPES)
    for other in (("intranet.example", 80), ("10.0.0.1", 8080), ("example", 8080)):
        with pytest.raises(FetchRefused):
            inside(intranet, other).fetch(INTRANET, TYPES)


def test_a_page_from_outside_cannot_lead_inside_to_a_host_that_is_named(
    intranet: Internet, site: Site
) -> None:
    site.pages["/away"] = redirect(INTRANET)
    fetcher = inside(intranet, ("intranet.example", 8080))
    with pytest.raises(FetchRefused):
        fetcher.fetch("http://news.example/away", TYPES)
    assert ("10.0.0.1", 8080) not in intranet.connected


def test_an_address_found_in_a_document_cannot_lead_inside(intranet: Internet) -> None:
    fetcher = inside(intranet, ("intranet.example", 8080))
    with pytest.raises(FetchRefused):
        fetcher.fetch(INTRANET, TYPES, trusted=False)
    assert intranet.connected == []


def test_a_way_that_left_the_inside_does_not_come_back(intranet: Internet, site: Site) -> None:
    site.pages["/out"] = redirect("http://news.example/back")
    site.pages["/back"] = redirect(INTRANET)
    with pytest.raises(FetchRefused) as caught:
        inside(intranet, ("intranet.example", 8080)).fetch(
            "http://intranet.example:8080/out", TYPES
        )
    assert caught.value.reason == "port"
    assert site.paths == ["/out", "/back"]


# -- the network as it is


def test_a_resolver_that_hangs_is_left_behind() -> None:
    def hang(host: str, port: int) -> list[str]:
        time.sleep(60)
        return [PUBLIC]

    with pytest.raises(FetchRefused) as caught:
        Fetcher(network=Network(resolve=hang), limits=QUICK).fetch("http://a.example/", TYPES)
    assert caught.value.reason == "slow"


def test_the_next_address_is_tried_when_one_does_not_answer(
    internet: Internet, fetcher: Fetcher
) -> None:
    internet.names["two.example"] = [OTHER_PUBLIC, PUBLIC]
    assert fetcher.fetch("http://two.example/page", TYPES)
    assert (OTHER_PUBLIC, 80) in internet.connected


def test_nobody_there_is_told(internet: Internet, refused: Refused) -> None:
    internet.names["gone.example"] = [OTHER_PUBLIC]
    assert refused("http://gone.example/").reason == "unreachable"


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_the_real_network_is_guarded_alike(address: str, site: Site) -> None:
    """No invented names here: this machine's own resolver and sockets."""
    with pytest.raises(FetchRefused) as caught:
        Fetcher().fetch(f"http://{host(address)}/page", TYPES)
    assert caught.value.reason == "private"
    assert Fetcher(frozenset({("127.0.0.1", site.port)})).fetch(
        f"http://127.0.0.1:{site.port}/page", TYPES
    )


def test_no_proxy_of_the_environment_is_used(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    proxy = f"http://127.0.0.1:{listener.getsockname()[1]}"
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy)
    with listener:
        assert fetcher.fetch("http://news.example/page", TYPES)
    assert site.paths == ["/page"]
