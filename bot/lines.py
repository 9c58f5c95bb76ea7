"""Forgets in a talk's own sealed lines what is erased elsewhere."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.dialogs.talk import UnreadableTalk
from bot.record import Record, open_record
from collector.sealing import KeyProblem, Seal
from collector.store import talks
from collector.store.front import Tx

log = logging.getLogger("ekko.keeping")


@dataclass(frozen=True, slots=True)
class TalkLines:
    """The lines of every talk, for whoever has the key."""

    seal: Seal

    def forget_wish(self, tx: Tx, talk_id: str, wish_id: str) -> bool:
        return self._change(tx, talk_id, lambda record: record.without(wish_id))

    def forget_words(self, tx: Tx, talk_id: str, wish_id: str = "") -> bool:
        return self._change(tx, talk_id, lambda record: record.without_words(wish_id))

    def _change(self, tx: Tx, talk_id: str, change: Callable[[Record], Record]) -> bool:
        row = talks.find_by_id(tx, talk_id)
        if row is None or not row["state"]:
            return True  # nothing was ever written there, or it is gone
        try:
            record = open_record(self.seal, talk_id, row["version"], row["state"])
        except (UnreadableTalk, KeyProblem):
            log.error("A talk cannot be read, so what is due in it could not be erased.")
            return False
        changed = change(record)
        if changed != record:
            talks.put_state(tx, talk_id, row["version"], changed.seal(self.seal))
        return True
