"""A phrase between two pages: shown on the first, asked back on the second, kept only sealed in the form itself."""

from __future__ import annotations

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class HeldPhrases:
    """Seals under a key that lives in this process's memory only: after a restart what was sealed opens no more."""

    def __init__(self) -> None:
        self._key = AESGCM(AESGCM.generate_key(bit_length=256))

    def seal(self, phrase: str, *, whose: str) -> str:
        """A phrase as text for a hidden field; `whose` names round, seat and session, and opens it again."""
        nonce = secrets.token_bytes(NONCE)
        return base64.urlsafe_b64encode(nonce + self._key.encrypt(nonce, phrase.encode(), whose.encode())).decode()

    def open(self, sealed: str, *, whose: str) -> str | None:
        """The phrase, or None where it was sealed for somebody else, before a restart, or never."""
        try:
            blob = base64.urlsafe_b64decode(sealed.encode())
            return self._key.decrypt(blob[:NONCE], blob[NONCE:], whose.encode()).decode()
        except (binascii.Error, ValueError, InvalidTag):
            return None
