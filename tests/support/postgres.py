"""A PostgreSQL server for one test session, and a database of its own for every test that asks."""

import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import psycopg

from tests.support.processes import wait_until

USER = "handoff"


class Postgres:
    """A throw-away server on a unix socket, without the care for power cuts that makes one slow."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._directory = Path(tempfile.mkdtemp(prefix="handoff-pg-"))
        self._account = _unprivileged_account()
        self._process: subprocess.Popen[bytes] | None = None
        self._templates: dict[str, str] = {}
        self._numbers = count(1)

    def start(self) -> "Postgres":
        """Make the cluster and wait until it takes connections."""
        if os.geteuid() == 0:
            shutil.chown(self._directory, self._account, pwd.getpwnam(self._account).pw_gid)
        self._run(
            *("initdb", "-D", str(self._directory / "cluster"), "-U", USER, "--auth=trust"),
            *("--encoding=UTF8", "--locale=C", "--no-sync"),
        )
        with (self._directory / "log").open("wb") as log:
            self._process = subprocess.Popen(
                self._server_command(),
                cwd=self._directory,
                stdout=log,
                stderr=subprocess.STDOUT,
                **self._as_account(),
            )
        wait_until(self._answers, "PostgreSQL takes connections")
        return self

    def stop(self) -> None:
        """End the server and remove everything it wrote."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self._directory, ignore_errors=True)

    def url(self, database: str) -> str:
        """Return SQLAlchemy's address of one database."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self._directory}"

    def empty(self) -> str:
        """Return the address of a new, empty database."""
        return self._created("template1")

    def prepared(self, prepare: Callable[[str], None]) -> str:
        """Return the address of a new database that `prepare(url)` has filled, once per session."""
        name = f"{prepare.__module__}.{prepare.__qualname__}"
        if name not in self._templates:
            url = self.empty()
            prepare(url)
            self._templates[name] = _database_of(url)
        return self._created(self._templates[name])

    def copied(self, url: str) -> str:
        """Return the address of a new database that is as another, which nobody uses, is now."""
        return self._created(_database_of(url))

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._execute(f'DROP DATABASE "{_database_of(url)}" WITH (FORCE)')

    def _created(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def _execute(self, statement: str) -> None:
        with self._connected() as connection:
            connection.execute(statement.encode())

    def _connected(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self._directory), user=USER, dbname="postgres", autocommit=True
        )

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise AssertionError((self._directory / "log").read_text(encoding="utf-8"))
        try:
            self._connected().close()
        except psycopg.OperationalError:
            return False
        return True

    def _server_command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._directory),
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "max_connections": "200",
            "timezone": "UTC",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self._programs / "postgres"), "-D", str(self._directory / "cluster"), *options]

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            cwd=self._directory,
            capture_output=True,
            text=True,
            check=False,
            **self._as_account(),
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def _as_account(self) -> dict[str, object]:
        if os.geteuid() != 0:
            return {}
        group = pwd.getpwnam(self._account).pw_gid
        return {"user": self._account, "group": group, "extra_groups": []}


def _database_of(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def _unprivileged_account() -> str:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return getpass.getuser()
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


def _programs() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3])
    )
    if not versions:
        raise AssertionError(
            "these tests need PostgreSQL's server programs; bin/test installs them"
        )
    return versions[-1].parent
