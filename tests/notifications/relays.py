"""Real SMTP servers for the letters: one that follows a script line by line, one with TLS and a login."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from handoff.clock import machine_now

HANG_UP = ""


class ScriptedRelay:
    """Says what it is told to say, then hangs up; keeps every line that it heard."""

    def __init__(self, **said: str) -> None:
        self.said = {
            "greeting": "220 relay.example ESMTP",
            "EHLO": "250 relay.example",
            "MAIL": "250 ok",
            "RCPT": "250 ok",
            "DATA": "354 go on",
            "dot": "250 taken",
        } | said
        self.heard: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "ScriptedRelay":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(60)
        self._listener.close()

    @property
    def letter(self) -> bytes:
        """The lines between DATA and the dot, as they came over the wire."""
        begins = self.heard.index(b"DATA\r\n") + 1
        return b"".join(self.heard[begins:-1])

    def _serve(self) -> None:
        # Who hangs up early has heard enough.
        with contextlib.suppress(ConnectionError):
            self._converse()

    def _converse(self) -> None:
        self._listener.settimeout(60)
        connection, _ = self._listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.settimeout(60)
            is_going_on, is_data = self._say(connection, "greeting"), False
            while is_going_on and (line := lines.readline()):
                self.heard.append(line)
                verb = line.split()[0].decode().upper() if line.split() and not is_data else ""
                if is_data and line == b".\r\n":
                    is_going_on, is_data = self._say(connection, "dot"), False
                elif verb:
                    is_going_on = self._say(connection, verb)
                    is_data = verb == "DATA" and is_going_on

    def _say(self, connection: socket.socket, name: str) -> bool:
        words = self.said.get(name, "502 what?")
        if words == HANG_UP:
            return False
        connection.sendall(words.replace("\n", "\r\n").encode() + b"\r\n")
        return not words.startswith("421")


class Postbox:
    """Keeps what a real server took."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.logins: list[str] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        return "250 taken"

    def log_in(self, _server: Any, _session: Any, _envelope: Any, _how: str, given: Any) -> Any:
        assert isinstance(given, LoginPassword)
        is_right = (given.login, given.password) == (b"handoff", b"right")
        self.logins.append(given.login.decode())
        return AuthResult(success=is_right, handled=not is_right and False)


@contextmanager
def real_relay(folder: Path, **options: Any) -> Iterator[tuple[Postbox, int, Path]]:
    """A server that wants STARTTLS before anything else, with a certificate made now."""
    certificate, key = certificate_for_loopback(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    box = Postbox()
    wish: dict[str, Any] = {"tls_context": context, "require_starttls": True, **options}
    if options.pop("has_login", False):
        wish.pop("has_login")
        wish |= {"authenticator": box.log_in, "auth_required": True}
    controller = Controller(box, hostname="127.0.0.1", port=_free_port(), ready_timeout=60, **wish)
    controller.start()
    try:
        yield box, controller.port, certificate
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def certificate_for_loopback(folder: Path) -> tuple[Path, Path]:
    """A certificate for `localhost` that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(machine_now() - timedelta(hours=1))
        .not_valid_after(machine_now() + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "relay.pem", folder / "relay.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
