"""The port that Ekko answers on. One rule: whoever cannot have it is told so before seconds are spent."""

import errno
import socket

from bot.problems import BadRequest
from bot.settings import Settings


def look_at_port(settings: Settings) -> None:
    """Refuse a start that could not listen in the end."""
    take_port(settings.host, settings.port).close()


def take_port(host: str, port: int) -> socket.socket:
    """Take the port before anything is promised, so that a busy one is said at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        raise BadRequest(why_not(error, host, port)) from None
    return sock


def why_not(error: OSError, host: str, port: int) -> str:
    """Say why nobody can listen there, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return f"Something else listens on {host}:{port}. Stop it, or choose another port: EKKO_PORT=8001"
    if error.errno == errno.EACCES:
        return f"Port {port} is for the system's own. Choose one above 1023: EKKO_PORT (see .env.example)."
    return f"EKKO_HOST={host} is no address of this machine. See .env.example: 127.0.0.1 is the usual one."
