"""Asks the address that people open, over the network, as a phone does: its certificate and its health.

One rule: only when somebody asked for it; nothing else of Ekko goes out on the net.
"""

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit

WAITS_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address answered: a status or why there was none, and when its certificate ends."""

    status: int = 0
    problem: str = ""
    ends_at: int | None = None


def ask_address(address: str, trust: ssl.SSLContext | None = None) -> Asked:
    """Ask for /health; a certificate that a phone would refuse is a problem here too."""
    at = urlsplit(address)
    wire = HTTPSConnection(
        at.hostname or "",
        at.port or 443,
        timeout=WAITS_SECONDS,
        context=trust or ssl.create_default_context(),
    )
    try:
        wire.connect()
        ends_at = _end_of(wire.sock)
        wire.request("GET", "/health", headers={"User-Agent": "ekko-doctor"})
        return Asked(wire.getresponse().status, ends_at=ends_at)
    except ssl.SSLCertVerificationError as error:
        return Asked(problem=f"its certificate is not accepted ({error.verify_message})")
    except (OSError, HTTPException) as error:
        return Asked(problem=f"it does not answer ({type(error).__name__})")
    finally:
        wire.close()


def _end_of(sock: socket.socket) -> int | None:
    told = sock.getpeercert() if isinstance(sock, ssl.SSLSocket) else None
    if not told:
        return None
    ends = ssl.cert_time_to_seconds(str(told["notAfter"]))
    return int(datetime.fromtimestamp(ends, UTC).timestamp() * 1000)
