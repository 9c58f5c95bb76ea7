"""Everything from the environment, read once and frozen. Each setting is explained in `.env.example`."""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class BadSettings(Exception):
    """A setting is missing or malformed; the text names it and where it is explained."""


def data_folder() -> Path:
    """Find where data lies when nobody said: beside a person's other programs' data, never in the code."""
    return Path.home() / ".local" / "share" / "ekko"


class Settings(BaseSettings):
    """How this Ekko runs."""

    model_config = SettingsConfigDict(env_prefix="EKKO_", env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(default_factory=data_folder)
    database: str = ""
    key_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    address: str = ""
    telegram_token: SecretStr | None = None
    telegram_round: str = ""
    telegram_api: str = "https://api.telegram.org"
    staff_telegram_token: SecretStr | None = None

    @field_validator("database")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @property
    def database_url(self) -> str:
        """Name the database: the one asked for, or a file in the data folder."""
        return self.database or f"sqlite:///{self.data / 'ekko.db'}"

    @property
    def key_path(self) -> Path:
        """Name the key's file: never inside the data folder."""
        return self.key_file or self.data.parent / f"{self.data.name}-key" / "ekko.key"

    @property
    def models(self) -> Path:
        """Name the folder where trained models lie."""
        return self.data / "models"

    @property
    def public_address(self) -> str:
        """Name the address that people open."""
        return (self.address or f"http://localhost:{self.port}").rstrip("/")


def read_settings() -> Settings:
    """Read the settings, or say which one is wrong, what it must be and where it is explained."""
    try:
        return Settings()
    except ValidationError as errors:
        wrong = [
            f"EKKO_{'_'.join(str(part) for part in error['loc']).upper()}: {error['msg']}"
            for error in errors.errors(include_input=False)
        ]
        raise BadSettings(
            "These settings cannot be used:\n  " + "\n  ".join(wrong) + "\nEach is explained in .env.example."
        ) from None
