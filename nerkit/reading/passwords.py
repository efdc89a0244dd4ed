"""The passwords that files are opened with. None of them is ever said, logged or kept."""

from __future__ import annotations

from pathlib import Path

from nerkit.errors import OptionError
from nerkit.reading.options import ReadingOptions

MOST = 1_000
"""How many passwords may be tried on a file: some formats make each try take long, on purpose."""

GIVE_PASSWORD = "give it with --password or --passwords, or save the file without one"
WRONG_PASSWORD = "no password that was given opens it"


def passwords_of(options: ReadingOptions) -> tuple[str, ...]:
    """The passwords to try, in order; raises `OptionError` where their file cannot be read or is too long."""
    given = [password] if (password := options.get("password")) else []
    if name := options.get("passwords"):
        given += _listed(Path(name))
    return tuple(dict.fromkeys(given))


def check_passwords(options: ReadingOptions) -> None:
    """Raises `OptionError` where `passwords_of` would, so that it is said before a file is read."""
    passwords_of(options)


def _listed(path: Path) -> list[str]:
    """The lines of a file that are not empty."""
    from nerkit.reading.content import file_bytes

    try:
        lines = file_bytes(path).decode("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        kind = "is not UTF-8" if isinstance(error, UnicodeError) else "cannot be read"
        raise OptionError(f"{path}: the file of passwords {kind}; it is a text file with one password a line") from None
    found = [line for line in lines if line]
    if len(found) > MOST:
        raise OptionError(f"{path}: more than {MOST:,} passwords; name fewer")
    return found
