"""Keeps the tests on this machine: a socket or a look-up that would leave it is an error."""

import ipaddress
import socket
from typing import Any


class LeftTheMachine(RuntimeError):
    """A test tried to reach another machine; no OSError, so that nothing takes it for bad luck."""


def stay_here() -> None:
    """From now on refuse every other address."""
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def checked_connect(self: socket.socket, address: Any) -> None:
        _check(self, address)
        connect(self, address)

    def checked_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self, address)
        return connect_ex(self, address)

    def checked_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        _check_host(host)
        return look_up(host, *arguments, **options)

    socket.socket.connect = checked_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = checked_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = checked_look_up


def _check(opened: socket.socket, address: Any) -> None:
    if opened.family in (socket.AF_INET, socket.AF_INET6):
        _check_host(address[0])


def _check_host(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        is_here = ipaddress.ip_address(name).is_loopback or name == "0.0.0.0"  # noqa: S104
    except ValueError:
        is_here = False
    if not is_here:
        raise LeftTheMachine(f"a test tried to reach {name}")
