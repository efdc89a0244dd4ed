"""Office documents that need a password: what is locked in them is the document itself."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from nerkit.errors import BrokenDocument, EncryptedFile
from nerkit.extras import require
from nerkit.reading.heartbeat import alive
from nerkit.reading.passwords import GIVE_PASSWORD, WRONG_PASSWORD


def unlocked(data: bytes, source: str, passwords: Sequence[str]) -> bytes:
    """The document by the first password that fits; raises EncryptedFile, BrokenDocument and ExtraMissing."""
    if not passwords:
        raise EncryptedFile(f"{source}: an Office document with a password; {GIVE_PASSWORD}")
    require("passwords", "msoffcrypto")
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import InvalidKeyError

    for password in passwords:
        alive()
        opened = BytesIO()
        try:
            locked = OfficeFile(BytesIO(data))
            locked.load_key(password=password, verify_password=True)
            locked.decrypt(opened)
        except InvalidKeyError:
            continue
        except MemoryError:
            raise
        except Exception as error:  # the library raises whatever its parsers do
            raise BrokenDocument(f"{source}: a damaged Office document; get it again") from error
        return opened.getvalue()
    raise EncryptedFile(f"{source}: an Office document; {WRONG_PASSWORD}; {GIVE_PASSWORD}")
