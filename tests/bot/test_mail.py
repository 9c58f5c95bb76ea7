"""Mail through a real mail server: what it is handed, byte for byte, and what it is never handed."""

import datetime
import ipaddress
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench.servers import free_port
from bot.alerting import Alerting
from bot.host import Host
from bot.mail import Letter, Mail
from bot.settings import BadSettings, Settings, read_settings
from collector.model import Round
from collector.store import duty
from collector.store.alerts import ADULT, LEASE_MS
from collector.store.front import Store
from collector.texts import Catalogue
from tests.bot.fields import say
from tests.bot.mailbox import running
from tests.conftest import Clock

LETTER = Letter("01abc", "vakt@example.org", "Ekko: noe venter på deg", "Å, æ og ø.\n", 1_790_000_000_000)
CONCERN = "jeg vil ikke leve lenger, bare med kanarifugl. ring 900 12 345"
ROOT = Path(__file__).parents[2]


def settings(port: int, **more: object) -> Settings:
    more = {"mail_tls": "none", **more}
    return Settings(_env_file=None, mail_server=f"localhost:{port}", **more)  # type: ignore[arg-type, call-arg]


async def named(store: Store, asked: Round) -> None:
    here = asked.municipality.id
    await store.write(lambda tx: duty.put_person(tx, here, ADULT, "Vakt-Vibeke", "vakt@example.org", 1))


async def test_a_letter_arrives_as_it_was_written() -> None:
    port = free_port()
    with running(port) as mailbox:
        await Mail(settings(port, address="https://ekko.example.no")).send(LETTER)
    message = mailbox.read()
    assert (mailbox.to, message["To"], message["From"]) == (
        ["vakt@example.org"],
        "vakt@example.org",
        "ekko@ekko.example.no",
    )
    assert message["Subject"] == "Ekko: noe venter på deg"
    assert message["Message-ID"] == "<01abc@ekko.example.no>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().strip() == "Å, æ og ø."


async def test_no_byte_of_what_somebody_wrote_reaches_the_mail_server(
    host: Host, asked: Round, store: Store, texts: Catalogue, clock: Clock
) -> None:
    port = free_port()
    await named(store, asked)
    await host.turn(say(CONCERN))
    with running(port) as mailbox:
        carrier = Alerting(store, texts, clock, "https://ekko.test", 900_000, Mail(settings(port)).send)
        assert await carrier.carry() == 1
    (_, sent), text = mailbox.came[0], mailbox.read().get_content()
    for word in ("kanarifugl", "leve", "900", "12 345", "concern", "somebody", "Vibeke", "Eksempelvik"):
        assert word.encode() not in sent
        assert word not in text
    assert "https://ekko.test/desk/cases/" in text


async def test_a_server_that_is_down_or_refuses_is_tried_again_until_it_takes_the_mail(
    host: Host, asked: Round, store: Store, texts: Catalogue, clock: Clock
) -> None:
    port = free_port()
    await named(store, asked)
    await host.turn(say(CONCERN))
    carrier = Alerting(store, texts, clock, "https://ekko.test", 900_000, Mail(settings(port)).send)
    assert await carrier.carry() == 1  # nobody listens
    with running(port) as mailbox:
        mailbox.answer = "451 later, please"
        clock.now += 5_000
        assert await carrier.carry() == 1
        assert mailbox.came == []
        mailbox.answer = "250 taken"
        clock.now += 10_000
        assert await carrier.carry() == 1
        assert mailbox.to == ["vakt@example.org"]
        assert await carrier.carry() == 0


@pytest.mark.slow
async def test_a_carrier_killed_between_send_and_note_leads_to_one_mail_more_and_never_to_none(
    host: Host, asked: Round, store: Store, texts: Catalogue, clock: Clock, tmp_path: Path
) -> None:
    port = free_port()
    await named(store, asked)
    await host.turn(say(CONCERN))
    with running(port) as mailbox:
        url = f"sqlite:///{tmp_path / 'ekko.db'}"
        dying = [sys.executable, "-m", "tests.bot.dying_carrier", url, str(port), str(clock())]
        died = subprocess.run(dying, cwd=ROOT, check=False, capture_output=True)  # noqa: ASYNC221
        assert died.returncode == -9, died.stderr.decode()
        assert len(mailbox.came) == 1
        carrier = Alerting(store, texts, clock, "https://ekko.test", 900_000, Mail(settings(port)).send)
        assert await carrier.carry() == 0
        clock.now += LEASE_MS
        assert await carrier.carry() == 1
        assert await carrier.carry() == 0
    assert mailbox.to == ["vakt@example.org"] * 2
    assert mailbox.read(0)["Message-ID"] == mailbox.read(1)["Message-ID"]


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for this machine, and what a server needs of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    return pem, context


async def test_mail_is_signed_in_to_only_where_nobody_can_read_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem, context = certificate(tmp_path)
    port = free_port()
    tried: list[tuple[bytes, bytes]] = []

    def check(server: object, session: object, envelope: object, how: str, who: object) -> AuthResult:
        tried.append((who.login, who.password))  # type: ignore[attr-defined]
        return AuthResult(success=True)

    safe = {"tls_context": context, "require_starttls": True, "authenticator": check, "auth_required": True}
    mail = Mail(settings(port, mail_tls="starttls", mail_user="ekko", mail_password="hemmelig"))
    with running(port, **safe) as mailbox:
        with pytest.raises(Exception, match="certificate verify failed"):
            await mail.send(LETTER)
        assert (tried, mailbox.came) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        await mail.send(LETTER)
    assert tried == [(b"ekko", b"hemmelig")]
    assert mailbox.to == ["vakt@example.org"]


async def test_a_server_without_starttls_gets_no_mail_where_it_was_asked_for() -> None:
    port = free_port()
    with running(port) as mailbox:
        with pytest.raises(Exception, match="STARTTLS"):
            await Mail(settings(port, mail_tls="starttls")).send(LETTER)
        assert mailbox.came == []


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("MAIL_SERVER", "mail.example.no", "a host and a port"),
        ("MAIL_SERVER", "mail.example.no:0", "a host and a port"),
        ("MAIL_FROM", "Ekko <ekko@example.no>", "one mail address alone"),
        ("MAIL_USER", "ekko", "EKKO_MAIL_PASSWORD"),
        ("MAIL_PASSWORD", "kanarifugl", "EKKO_MAIL_USER"),
        ("MAIL_TLS", "no", "EKKO_MAIL_TLS"),
        ("DEPUTY_MINUTES", "0", "EKKO_DEPUTY_MINUTES"),
    ],
)
def test_a_mail_setting_that_cannot_work_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"EKKO_{name}", value)
    with pytest.raises(BadSettings, match=why) as refused:
        read_settings()
    assert "kanarifugl" not in str(refused.value)


def test_mail_in_the_clear_never_leaves_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EKKO_MAIL_SERVER", "mail.example.no:25")
    monkeypatch.setenv("EKKO_MAIL_TLS", "none")
    with pytest.raises(BadSettings, match="only for a mail server on this machine"):
        read_settings()
    monkeypatch.setenv("EKKO_MAIL_SERVER", "localhost:25")
    assert read_settings().mail_tls == "none"
