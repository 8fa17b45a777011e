"""What `bin/demo` promises before and while everything runs."""

import json
import socket
import subprocess
import sys
from pathlib import Path

from handoff.config import Settings
from sandbox import credentials
from sandbox.environment import admin_environment, as_shell, environment, new_key

ROOT = Path(__file__).resolve().parents[2]


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sandbox.demo", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_product_accepts_what_the_sandbox_gives_out() -> None:
    url = "http://localhost:8001"
    given = credentials.generate().as_json(url=url, smtp_port=8002)

    settings = Settings.from_env(
        environment(
            given,
            app_url="http://127.0.0.1:8000",
            sandbox_url=url,
            database_url="sqlite://",
            redis_url="unix:///nowhere",
            secret_key=new_key(),
        )
    )

    assert [org.name for org in settings.orgs.values()] == ["Larkspur", "Fernhill"]
    assert settings.mail.port == 8002
    assert all(org.google and org.microsoft for org in settings.orgs.values())


def test_a_shell_reads_the_environment_back(tmp_path: Path) -> None:
    given = credentials.generate().as_json(url="http://localhost:8001", smtp_port=8002)
    variables = admin_environment(given) | {"HANDOFF_ORGS": json.dumps(given["orgs"]) + "it's"}
    path = tmp_path / "environment"
    path.write_text(as_shell(variables), "ascii")

    read = subprocess.run(
        [
            "sh",
            "-c",
            f'set -a; . {path}; set +a; printf \'%s\\0\' "$SF_ACCESS_TOKEN" "$HANDOFF_ORGS"',
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    wanted = [variables["SF_ACCESS_TOKEN"], variables["HANDOFF_ORGS"], ""]
    assert read.stdout.split("\0") == wanted


def test_a_busy_port_is_refused_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        answer = demo("--port", str(port))

    assert answer.returncode == 1
    assert f"Port {port} (web)" in answer.stdout
    assert "bin/demo --port N" in answer.stdout


def test_help_names_the_ports() -> None:
    answer = demo("--help")

    assert answer.returncode == 0
    assert "--empty" in answer.stdout
    assert "web on N, sandbox on N+1, its mail server on N+2" in " ".join(answer.stdout.split())
