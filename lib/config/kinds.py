"""The kinds of value that a setting can have: how each is read from text, and what is said of it in words."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

Value_co = TypeVar("Value_co", covariant=True)
DATABASES = ("postgresql", "postgres")
"""How the address of a database begins."""
_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
_HOST = re.compile(r"\*|(\*\.)?[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*|\[[0-9A-Fa-f:]+\]")
_ORIGIN = re.compile(r"https?://(\*\.)?[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*(:[0-9]{1,5})?")
_WHOLE = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
"""Digits 0 to 9: ``int`` and ``float`` would take blanks, signs, 1_000 and the digits of any script."""


class Kind(Protocol[Value_co]):
    """What values a setting takes."""

    @property
    def words(self) -> str:
        """The values it takes, as they follow "has to be"."""

    def read(self, text: str) -> Value_co:
        """Return the value that ``text`` stands for.

        Raises:
            ValueError: It stands for none.
        """


@dataclass(frozen=True)
class File:
    """A file, which need not be there: what reads it says what is wrong with it."""

    words: str = "the path of a file"

    def read(self, text: str) -> str:
        """Return the text itself."""
        return text


@dataclass(frozen=True)
class Table(File):
    """An event table: a file, or the address of a database that holds one."""

    words: str = "the path of a file, or the address of a database as postgresql://user@host/name"

    def read(self, text: str) -> str:
        """Return the text itself; raises ValueError for an address of another sort."""
        scheme, address, _rest = text.partition("://")
        if address and scheme.lower() not in DATABASES:
            raise ValueError
        return text


@dataclass(frozen=True)
class Folder:
    """A folder, which need not be there yet."""

    words: str = "a folder, made when it is missing"

    def read(self, text: str) -> Path:
        """Return the folder's path; raises ValueError for one that is a file."""
        path = Path(text).expanduser()
        if path.exists() and not path.is_dir():
            raise ValueError
        return path


@dataclass(frozen=True)
class ExistingFolder:
    """A folder that is there."""

    words: str = "a folder that is there"

    def read(self, text: str) -> Path:
        """Return the folder's whole path; raises ValueError where there is none."""
        path = Path(text).expanduser().resolve()
        if not path.is_dir():
            raise ValueError
        return path


@dataclass(frozen=True)
class Address:
    """The address of a server, with a path or without."""

    words: str = "an address that begins with http:// or https://"

    def read(self, text: str) -> str:
        """Return the address without a slash at its end; raises ValueError for anything else."""
        if not _ADDRESS.fullmatch(text):
            raise ValueError
        return text.rstrip("/")


@dataclass(frozen=True)
class Hosts:
    """Names of a server, without a port, with commas between them."""

    words: str = "names of a server without a port, with commas between them"

    def read(self, text: str) -> tuple[str, ...]:
        """Return the names; raises ValueError where one is none."""
        names = tuple(name.strip() for name in text.split(",") if name.strip())
        if not names or not all(_HOST.fullmatch(name) for name in names):
            raise ValueError
        return names


@dataclass(frozen=True)
class Networks:
    """Addresses of machines or of networks, with commas between them."""

    words: str = "addresses, or networks as 10.0.0.0/8, with commas between them"

    def read(self, text: str) -> tuple[str, ...]:
        """Return the addresses; raises ValueError where one is none."""
        names = tuple(name.strip() for name in text.split(",") if name.strip())
        if not names:
            raise ValueError
        return tuple(name if name == "*" else str(ipaddress.ip_network(name)) if "/" in name
                     else str(ipaddress.ip_address(name)) for name in names)  # fmt: skip


@dataclass(frozen=True)
class Origins:
    """Servers by scheme and name, with commas between them; ``*`` for all there are, ``none`` for none."""

    words: str = "`*`, `none`, or servers as https://example.org or https://*.example.org, with commas between them"

    def read(self, text: str) -> tuple[str, ...]:
        """Return the servers, ``("*",)`` for all, nothing for none; raises ValueError where one is none."""
        if text in {"*", "none"}:
            return ("*",) if text == "*" else ()
        names = tuple(name.strip().rstrip("/") for name in text.split(",") if name.strip())
        if not names or not all(_ORIGIN.fullmatch(name) for name in names):
            raise ValueError
        return names


@dataclass(frozen=True)
class Whole:
    """A whole number between two others, both included."""

    least: int
    most: int
    unit: str = ""

    @property
    def words(self) -> str:
        """The range in words, with the unit where there is one."""
        what = f"a whole number of {self.unit}" if self.unit else "a whole number"
        return f"{what} from {self.least} to {self.most}"

    def read(self, text: str) -> int:
        """Return the number; raises ValueError for anything but digits, and beyond the range."""
        if not _WHOLE.fullmatch(text) or not self.least <= (value := int(text)) <= self.most:
            raise ValueError
        return value


@dataclass(frozen=True)
class Seconds:
    """A time in seconds, more than none."""

    most: float

    @property
    def words(self) -> str:
        """The range in words."""
        return f"a number of seconds above 0, up to {self.most:g}"

    def read(self, text: str) -> float:
        """Return the time, seconds; raises ValueError for anything but digits and a point, and beyond the range."""
        if not _DECIMAL.fullmatch(text) or not 0 < (value := float(text)) <= self.most:
            raise ValueError
        return value
