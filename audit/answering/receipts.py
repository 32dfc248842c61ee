"""A receipt: what lets somebody take back the answers that they sent, until the closing day. It opens no answers."""

from __future__ import annotations

import random

from audit.answering.rounds import Answering
from audit.ballot.box import ReceiptHashes, ReceiptNotAccepted
from audit.ballot.slips import new_codes, read_code, receipt_hash_of

NOT_A_RECEIPT = "0" * 12  # looked for in place of what cannot be a receipt, so that it takes as long


def new_receipt(chance: random.Random) -> str:
    """A receipt, written like the code of a slip. It is no slip: the two are hashed unlike each other."""
    (receipt,) = new_codes(1, chance)
    return receipt


def hashes_of(receipt: str, pepper: bytes) -> ReceiptHashes:
    """What the two slots of one person keep of it."""
    return ReceiptHashes(
        ballot=receipt_hash_of(receipt, pepper, of="ballot"),
        comment=receipt_hash_of(receipt, pepper, of="sealed_comment"),
    )


def withdraw(here: Answering, typed: str, *, pepper: bytes, chance: random.Random) -> None:
    """Take back what belongs to this receipt, for good; RoundNotOpen, or ReceiptNotAccepted for every other text, after
    the same work for all of them."""
    receipt = read_code(typed)
    here.box.withdraw(hashes_of(receipt or NOT_A_RECEIPT, pepper), chance=chance)
    if receipt is None:
        raise ReceiptNotAccepted
