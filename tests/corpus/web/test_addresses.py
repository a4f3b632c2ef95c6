"""Which addresses are public."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.web.addresses import is_public

PRIVATE_V4 = (
    "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.0.3 "
    "169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.9 192.0.0.170 "
    "192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 "
    "203.0.113.9 224.0.0.1 224.0.1.1 239.255.255.250 240.0.0.1 255.255.255.255"
).split()
PRIVATE_V6 = (
    ":: ::1 ::7f00:1 ::ffff:0:7f00:1 64:ff9b:1::1 100::1 2001::1 2001:2::1 2001:db8::1 2001:10::1 "
    "3fff::1 5f00::1 fc00::1 fd12:3456::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 ff0e::1"
).split()
PUBLIC = (
    "1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 "
    "198.17.0.1 198.20.0.1 223.255.255.254 2606:4700:4700::1111 2a00:1450:4002::1 "
    "64:ff9b::101:101"
).split()


@pytest.mark.parametrize("address", [*PRIVATE_V4, *PRIVATE_V6])
def test_what_is_not_of_the_public_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_anyone_can_reach_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE_V4)
@pytest.mark.parametrize(
    "wrapped",
    [
        lambda v4: IPv6Address((0xFFFF << 32) | int(v4)),  # mapped
        lambda v4: IPv6Address(int(v4)),  # compatible
        lambda v4: IPv6Address((0x2002 << 112) | (int(v4) << 80)),  # 6to4
        lambda v4: IPv6Address((0x64FF9B << 96) | int(v4)),  # NAT64
    ],
)
def test_a_private_address_inside_an_ipv6_one_is_not_public(address: str, wrapped: object) -> None:
    assert callable(wrapped)
    assert not is_public(str(wrapped(IPv4Address(address))))


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "fe80::1%eth0", "2606:4700::1%1"])
def test_what_is_no_plain_address_is_not_public(text: str) -> None:
    assert not is_public(text)


@given(st.ip_addresses())
def test_what_python_calls_not_global_is_never_public(address: IPv4Address | IPv6Address) -> None:
    if not address.is_global and not str(address).startswith("64:ff9b::"):
        assert not is_public(str(address))
