"""The web server in front, as docs/machine has it: with other ports, and a certificate of its own.

One rule: the very file is run; only names, ports and places are put in, and each of them must stand in it.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.servers import free_port
from tests.whole.running import PATIENCE
from tools.places import ROOT

MACHINE = ROOT / "docs" / "machine"
NGINX = """daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/main.log emerg;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    default_type text/html;
    access_log {folder}/access.log;
    error_log {folder}/error.log;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Front:
    """A web server that stands before `upstream`, and where it may write."""

    kind: str
    port: int
    folder: Path

    @property
    def at(self) -> str:
        return f"https://localhost:{self.port}"

    def client(self) -> httpx.Client:
        """Somebody on the net, who trusts this certificate."""
        return httpx.Client(base_url=self.at, verify=False, timeout=PATIENCE, trust_env=False)  # noqa: S501

    def files(self) -> dict[str, bytes]:
        """Everything that it has written, but for copies of how it was set up."""
        found = [path for path in self.folder.rglob("*") if path.is_file()]
        set_up = {".pem", ".conf", ".json"}
        return {path.name: path.read_bytes() for path in found if path.suffix not in set_up}


@contextmanager
def standing(kind: str, program: str, upstream: int, folder: Path) -> Iterator[Front]:
    """Let it run until the block is left."""
    front = Front(kind, free_port(), folder)
    make_certificate(folder)
    command = {"nginx": _nginx, "caddy": _caddy}[kind](program, front, upstream)
    env = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "said.log").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=said, stderr=said)
    try:
        wait_until_it_answers(front, process)
        yield front
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _nginx(program: str, front: Front, upstream: int) -> list[str]:
    folder = front.folder
    site = put_in(
        (MACHINE / "nginx.conf").read_text("utf-8"),
        {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen [::]:80;": "",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{front.port} ssl http2;",
            "listen [::]:443 ssl http2;": "",
            "/etc/letsencrypt/live/ekko.example.no/fullchain.pem": f"{folder}/cert.pem",
            "/etc/letsencrypt/live/ekko.example.no/privkey.pem": f"{folder}/key.pem",
            "server_name ekko.example.no": "server_name localhost",
            "/var/log/nginx/ekko.log": f"{folder}/ekko.log",
            "127.0.0.1:8000": f"127.0.0.1:{upstream}",
            "/opt/ekko": str(ROOT),
        },
    )
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder))
    return [program, "-p", str(folder), "-e", str(folder / "main.log"), "-c", str(folder / "nginx.conf")]


def _caddy(program: str, front: Front, upstream: int) -> list[str]:
    folder = front.folder
    site = put_in(
        (MACHINE / "Caddyfile").read_text("utf-8"),
        {
            "{\n\tlog {": "{\n\tadmin off\n\tauto_https disable_redirects\n\tlog {",
            "ekko.example.no {\n": f"{front.at} {{\n\ttls {folder}/cert.pem {folder}/key.pem\n",
            "127.0.0.1:8000": f"127.0.0.1:{upstream}",
            "/opt/ekko": str(ROOT),
        },
    )
    (folder / "site.conf").write_text(site)
    return [program, "run", "--adapter", "caddyfile", "--config", str(folder / "site.conf")]


def put_in(text: str, places: dict[str, str]) -> str:
    """Put this machine's names and ports in; a file that names none of them any more is another file."""
    for stands, wanted in places.items():
        assert stands in text, stands
        text = text.replace(stands, wanted)
    return text


def make_certificate(folder: Path, days: int = 2) -> None:
    """Make a certificate for localhost that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def wait_until_it_answers(front: Front, process: "subprocess.Popen[bytes]") -> None:
    end = monotonic() + PATIENCE
    with front.client() as client:
        while monotonic() < end:
            assert process.poll() is None, (front.folder / "said.log").read_text()
            try:
                client.get("/health")
                return
            except httpx.TransportError:
                sleep(0.05)
    raise AssertionError((front.folder / "said.log").read_text())
