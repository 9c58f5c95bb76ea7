"""Everything from the environment, read once and frozen. Each setting is explained in `.env.example`."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MAIL_SERVER = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):[0-9]{1,5}")
MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})
METRICS_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{32,200}")
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
BOT_TOKEN = re.compile(r"\d+:[\w-]{8,}")
Network = IPv4Network | IPv6Network


class BadSettings(Exception):
    """A setting is missing or malformed; the text names it and where it is explained."""


def data_folder() -> Path:
    """Find where data lies when nobody said: beside a person's other programs' data, never in the code."""
    return Path.home() / ".local" / "share" / "ekko"


class Settings(BaseSettings):
    """How this Ekko runs."""

    model_config = SettingsConfigDict(
        env_prefix="EKKO_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data: Path = Field(default_factory=data_folder)
    database: str = ""
    key_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    address: str = ""
    trusted_proxy: str = ""
    telegram_token: SecretStr | None = None
    telegram_round: str = Field(default="", validate_default=True)
    telegram_api: str = "https://api.telegram.org"
    telegram_way: Literal["polling", "webhook"] = "polling"
    telegram_secret: SecretStr | None = Field(default=None, validate_default=True)
    staff_telegram_token: SecretStr | None = None
    mail_server: str = ""
    mail_from: str = ""
    mail_user: str = ""
    mail_password: SecretStr | None = Field(default=None, validate_default=True)
    mail_tls: Literal["starttls", "tls", "none"] = Field(default="starttls", validate_default=True)
    backups: Path | None = None
    backups_kept: int = Field(default=30, ge=1, le=1000)
    deputy_minutes: int = Field(default=15, ge=1, le=60)
    logs: Literal["plain", "json"] = "plain"
    metrics_token: SecretStr | None = None

    @field_validator("data", "key_file", "backups")
    @classmethod
    def _whole_path(cls, value: Path | None) -> Path | None:
        """Read ~ as a shell does, and a path from here as one from here, wherever the program goes later."""
        return value.expanduser().absolute() if value else None

    @field_validator("backups")
    @classmethod
    def _apart_from_the_data(cls, value: Path | None, others: ValidationInfo) -> Path | None:
        data = others.data.get("data")
        if value is not None and data is not None and value.is_relative_to(data):
            raise ValueError("must not lie in EKKO_DATA: whoever loses the one loses the other")
        return value

    @field_validator("address")
    @classmethod
    def _address_of_a_page(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// (or http:// on this machine alone)")
        return value

    @field_validator("database")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("trusted_proxy")
    @classmethod
    def _addresses_of_proxies(cls, value: str) -> str:
        try:
            read_proxies(value)
        except ValueError:
            raise ValueError(
                "must be addresses or networks such as 127.0.0.1 or 10.0.0.0/8, commas between"
            ) from None
        return value

    @field_validator("telegram_token", "staff_telegram_token")
    @classmethod
    def _token_of_a_bot(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value().strip():
            return None
        if not BOT_TOKEN.fullmatch(value.get_secret_value().strip()):
            raise ValueError(
                "must be a bot's token as BotFather gives it: digits, a colon, letters and digits"
            )
        return SecretStr(value.get_secret_value().strip())

    @field_validator("telegram_round")
    @classmethod
    def _round_of_the_bot(cls, value: str, others: ValidationInfo) -> str:
        if others.data.get("telegram_token") and not value.strip():
            raise ValueError("must name the round that talks begin in, where EKKO_TELEGRAM_TOKEN is set")
        return value.strip().lower()

    @field_validator("telegram_api")
    @classmethod
    def _address_of_the_api(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// or http://")
        return value.rstrip("/")

    @field_validator("telegram_secret")
    @classmethod
    def _secret_of_the_webhook(cls, value: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        value = value if value is not None and value.get_secret_value() else None
        if value is not None and not WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("must be 32 to 256 letters and digits, as `openssl rand -hex 32` makes them")
        if others.data.get("telegram_way") == "webhook":
            if value is None:
                raise ValueError("must be set where EKKO_TELEGRAM_WAY is webhook: anybody could write else")
            if not str(others.data.get("address", "")).startswith("https://"):
                raise ValueError("needs EKKO_ADDRESS to be https://, since Telegram brings nothing elsewhere")
        return value

    @field_validator("staff_telegram_token")
    @classmethod
    def _a_bot_of_its_own(cls, value: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if value is not None and value == others.data.get("telegram_token"):
            raise ValueError(
                "must be another bot than EKKO_TELEGRAM_TOKEN: leaders and young people never share one"
            )
        return value

    @field_validator("metrics_token")
    @classmethod
    def _token_that_nobody_guesses(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not METRICS_TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("must be at least 32 letters and digits, as `openssl rand -hex 32` makes them")
        return value

    @field_validator("mail_server")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        if value and not (MAIL_SERVER.fullmatch(value) and 0 < int(value.rpartition(":")[2]) < 65536):
            raise ValueError("must be a host and a port, as in mail.example.no:587")
        return value

    @field_validator("mail_from")
    @classmethod
    def _address_of_a_mailbox(cls, value: str) -> str:
        if value and not MAIL_ADDRESS.fullmatch(value):
            raise ValueError("must be one mail address alone, as in ekko@example.no")
        return value

    @field_validator("mail_password")
    @classmethod
    def _password_of_a_user(cls, value: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        value = value if value is not None and value.get_secret_value() else None
        if bool(others.data.get("mail_user")) != (value is not None):
            raise ValueError("must be set where EKKO_MAIL_USER is, and only there")
        return value

    @field_validator("mail_tls")
    @classmethod
    def _in_the_clear_only_here(cls, value: str, others: ValidationInfo) -> str:
        host = str(others.data.get("mail_server", "")).rpartition(":")[0]
        if value == "none" and host and host not in THIS_MACHINE:
            raise ValueError("may be none only for a mail server on this machine (localhost)")
        return value

    @property
    def mail_sender(self) -> str:
        """Name whom mail comes from: the address asked for, or ekko@ and the name that people open."""
        return self.mail_from or f"ekko@{urlsplit(self.public_address).hostname or 'localhost'}"

    @property
    def database_url(self) -> str:
        """Name the database: the one asked for, or a file in the data folder."""
        return self.database or f"sqlite:///{self.data / 'ekko.db'}"

    @property
    def key_path(self) -> Path:
        """Name the key's file: never inside the data folder."""
        return self.key_file or self.data.parent / f"{self.data.name}-key" / "ekko.key"

    @property
    def proxies(self) -> tuple[Network, ...]:
        """Name the proxies whose word about where a message comes from is believed."""
        return read_proxies(self.trusted_proxy)

    @property
    def models(self) -> Path:
        """Name the folder where trained models lie."""
        return self.data / "models"

    @property
    def public_address(self) -> str:
        """Name the address that people open."""
        return (self.address or f"http://localhost:{self.port}").rstrip("/")


def read_proxies(named: str) -> tuple[Network, ...]:
    """Read addresses or networks with commas between; ValueError where one is neither.

    >>> [str(each) for each in read_proxies("127.0.0.1, 10.0.0.0/8")]
    ['127.0.0.1/32', '10.0.0.0/8']
    """
    return tuple(ip_network(each.strip()) for each in named.split(",") if each.strip())


def read_settings() -> Settings:
    """Read the settings, or say which one is wrong, what it must be and where it is explained."""
    try:
        return Settings()
    except UnicodeDecodeError:
        raise BadSettings("The file .env is not UTF-8 text. Write it anew from .env.example.") from None
    except ValidationError as errors:
        wrong = [
            f"EKKO_{'_'.join(str(part) for part in error['loc']).upper()}: {error['msg']}"
            for error in errors.errors(include_input=False)
        ]
        raise BadSettings(
            "These settings cannot be used:\n  " + "\n  ".join(wrong) + "\nEach is explained in .env.example."
        ) from None
