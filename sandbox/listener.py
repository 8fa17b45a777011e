"""A small threaded HTTP/1.1 server for WSGI apps that keeps connections open between requests.

Werkzeug's own server answers every request with `Connection: close`, which no vendor does and which
would cost the product a new connection for every remote call.
"""

import io
import logging
import socket
import socketserver
import struct
import threading
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote_to_bytes

from sandbox.wire import DROPPED_KEY

log = logging.getLogger("sandbox")
MAX_BODY = 32 * 1024 * 1024
LINGER_NOT = struct.pack("ii", 1, 0)
SAID_OTHERWISE = ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING")
UNANSWERED = b"500 the sandbox failed; its log has the reason\n"


class PortTaken(OSError):
    """Another program already listens there."""


class Conversation(BaseHTTPRequestHandler):
    """One client connection: any number of requests, one after another."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: "Listener"

    def answer(self) -> None:
        body = self._read_body()
        if body is None:
            return
        environ = self._environ(body)
        answer: dict[str, Any] = {}

        def start_response(
            status: str, headers: list[tuple[str, str]], _failure: Any = None
        ) -> None:
            answer.update(status=status, headers=headers)

        try:
            parts = self.server.app(environ, start_response)
            content = b"".join(parts)
            if hasattr(parts, "close"):
                parts.close()
        except Exception:
            log.exception("%s %s failed", self.command, self.path)
            answer = {"status": "500 Sandbox failed", "headers": [("Content-Type", "text/plain")]}
            content = UNANSWERED
        if environ.get(DROPPED_KEY):
            self.close_connection = True
            self.server.reset(self.connection)
            return
        self._write(answer["status"], answer["headers"], content)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = answer  # noqa: N815

    def _write(self, status: str, headers: list[tuple[str, str]], content: bytes) -> None:
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        bodyless = self.command == "HEAD" or int(code) in (204, 304)
        for name, value in headers:
            if name.lower() != "content-length" or bodyless:
                self.send_header(name, value)
        if not bodyless:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if not bodyless:
            self.wfile.write(content)

    def _read_body(self) -> bytes | None:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._read_chunks()
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            self.send_error(413)
            self.close_connection = True
            return None
        return self.rfile.read(length)

    def _read_chunks(self) -> bytes:
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0] or b"0", 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            continue
        return b"".join(chunks)

    def _environ(self, body: bytes) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "REQUEST_URI": self.path,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": str(self.server.port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            key = "HTTP_" + name.upper().replace("-", "_")
            if key not in SAID_OTHERWISE:
                environ[key] = f"{environ[key]},{value}" if key in environ else value
        return environ

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, TimeoutError, ValueError):
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (ConnectionError, ValueError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        log.debug(format, *args)


class Listener(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Listens on 127.0.0.1, a thread per connection; `stop` ends every one of them."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int) -> None:
        self.app: Any = None
        self._open: set[socket.socket] = set()
        self._to_reset: set[socket.socket] = set()
        self._guard = threading.Lock()
        try:
            super().__init__(("127.0.0.1", port), Conversation)
        except OSError as failure:
            raise PortTaken(f"port {port} is in use by another program") from failure
        self.port: int = self.server_address[1]
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.01}, name="sandbox", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        self._thread.join()
        with self._guard:
            connections = list(self._open)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def reset(self, connection: socket.socket) -> None:
        """Let the connection end with a reset.

        A plain close looks like an idle connection gone stale, which httplib2 repeats by itself.
        """
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
        with self._guard:
            self._to_reset.add(connection)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
            is_reset = request in self._to_reset
            self._to_reset.discard(request)
        if is_reset:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.exception("connection from %s failed", client_address)
