"""Which addresses of the network are public: the only ones that a document may come from."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# What `ipaddress` calls global in some version of Python, though no page of the public network
# is there: the IANA registries of special-purpose addresses, of which Python knows a part.
_NOT_PUBLIC = (
    IPv4Network("0.0.0.0/8"),
    IPv4Network("100.64.0.0/10"),  # shared behind a carrier's NAT
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.31.196.0/24"),
    IPv4Network("192.52.193.0/24"),
    IPv4Network("192.88.99.0/24"),  # 6to4 relays, abandoned
    IPv4Network("192.175.48.0/24"),
    IPv4Network("224.0.0.0/3"),  # multicast, reserved, broadcast
    IPv6Network("2001::/23"),  # Teredo and other protocols
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),  # 6to4: holds an IPv4 address, abandoned
    IPv6Network("2620:4f:8000::/48"),
    IPv6Network("3fff::/20"),
)
# All unicast addresses given out so far. Outside it is nothing public but translated IPv4.
_IPV6_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an address, as a resolver writes it, is one of the public network.

    Not so are loopback, private, link-local (with the cloud's metadata service), carrier NAT,
    multicast, documentation, reserved and unspecified addresses, in IPv4, in IPv6, and as an
    IPv4 address inside an IPv6 one. What is no address is not public either.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        if parsed.scope_id:
            return False
        if parsed in _NAT64:
            # On a network with IPv6 only, this is how the whole of IPv4 is reached.
            return is_public(str(IPv4Address(int(parsed) & 0xFFFFFFFF)))
        if parsed not in _IPV6_UNICAST:
            return False
    if any(parsed in network for network in _NOT_PUBLIC if network.version == parsed.version):
        return False
    return parsed.is_global and not parsed.is_multicast
