"""The SMTP listener (RFC 5321), with the faults that a mail server can have.

https://aiosmtpd.aio-libs.org/en/latest/controller.html
"""

import asyncio
import socket
import weakref
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.faults import Fault
from sandbox.listener import PortTaken
from sandbox.mail import letters
from sandbox.world import World

READY_TIMEOUT = 60.0
"""Seconds that a crowded machine may need to begin."""
TURNS = 5
"""Of the loop, until a connection that has come in is a conversation, or one that was ended is closed."""
ACCEPTED = "250 2.0.0 Ok: queued as {}"
REFUSED = {
    421: "4.3.2 Service shutting down",
    450: "4.2.1 Mailbox busy",
    451: "4.3.0 Temporary failure",
    452: "4.3.1 Insufficient storage",
    535: "5.7.8 Authentication credentials invalid",
    550: "5.1.1 No such user here",
    552: "5.2.2 Mailbox full",
    554: "5.7.1 Rejected",
}


class Postbox:
    """Takes letters in; aiosmtpd calls `handle_DATA` when the final dot has arrived."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        world = self.world
        recipients = list(envelope.rcpt_tos)
        world.count("mail", "deliver")
        await asyncio.sleep(world.faults.latency("mail"))
        if world.is_cut_off("mail", "deliver", "before"):
            return _drop(server)
        fault = world.faults.take("mail", "deliver", recipients)
        if fault and (refusal := await self._trouble(fault, server)):
            return refusal
        source = envelope.original_content or b""
        letter = letters.store(world, source=source, recipients=recipients)
        if (fault and fault.kind == "drop_after") or world.is_cut_off("mail", "deliver", "after"):
            return _drop(server)
        return ACCEPTED.format(letter.id)

    async def _trouble(self, fault: Fault, server: SMTP) -> str | None:
        """The answer instead of accepting the letter, or None when it is accepted after all."""
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "status":
            return f"{fault.status} {fault.body or REFUSED.get(fault.status, 'Refused')}"
        elif fault.kind == "lose_access":
            return f"535 {REFUSED[535]}"
        elif fault.kind == "drop_before":
            return _drop(server)
        return None


class MailServer:
    """The listener in a thread of its own; raises PortTaken when the port is another program's."""

    def __init__(self, world: World, port: int) -> None:
        self._socket = _bound(port)
        self.port: int = self._socket.getsockname()[1]
        self._controller = _SocketController(
            Postbox(world), sock=self._socket, port=self.port, enable_SMTPUTF8=True
        )
        self._running = False

    def start(self) -> None:
        self._controller.start()
        self._running = True

    def stop(self) -> None:
        if self._running:
            self._controller.stop(no_assert=True)
            self._running = False
        self._socket.close()


class _SocketController(Controller):
    """A controller on a socket that is bound already, so that port 0 works."""

    def __init__(self, handler: Postbox, *, sock: socket.socket, port: int, **options: Any) -> None:
        super().__init__(
            handler, hostname="127.0.0.1", port=port, ready_timeout=READY_TIMEOUT, **options
        )
        self._sock = sock
        self._met: weakref.WeakSet[SMTP] = weakref.WeakSet()

    def factory(self) -> SMTP:
        met = super().factory()
        self._met.add(met)
        return met

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result()
        super().stop(no_assert=no_assert)

    async def _hang_up(self) -> None:
        """End every conversation: the loop would forget one that has hardly begun, its socket open."""
        self.loop.remove_reader(self._sock)
        await _settled()
        for met in list(self._met):
            if met.transport is not None:
                met.transport.abort()
        await _settled()

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._sock)


async def _settled() -> None:
    """Let what has begun come to rest."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


def _bound(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(("127.0.0.1", port))
        found.listen(64)
    except OSError as failure:
        found.close()
        raise PortTaken(f"port {port} is in use by another program") from failure
    return found


def _drop(server: SMTP) -> str:
    """Reset the connection: the client never learns what became of its letter."""
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()
    return "421 never sent"
