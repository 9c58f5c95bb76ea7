"""Brings an answer to whoever wished on a messenger: one message, in the transaction that keeps the answer.

One rule: nobody gets a message who did not write there first; on the web the answer waits at the talk itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.record import Record, open_record
from bot.speech import Speech
from bot.turn import body_place
from collector.model import Answer, Wish
from collector.sealing import Seal
from collector.store import outgoing, talks
from collector.store.front import Tx

BEHIND_WORDS = 50
"""So many messages of the talk's newest turn may stand before an answer; a turn has a hundred places."""
Write = Callable[[str], str]
"""How a channel writes plain words as one message body."""


@dataclass(frozen=True, slots=True)
class Bringer:
    """Knows the channels that answer by themselves; `link` is how a receipt's address begins."""

    seal: Seal
    speech: Speech
    link: str
    channels: Mapping[str, Write]

    def bring(self, tx: Tx, wish: Wish, answer: Answer) -> None:
        """Put the answer in the queue, once; one that is taken back before it went is never sent."""
        row = talks.find_by_id(tx, answer.talk_id) if answer.talk_id else None
        if row is None or row["handle"] is None or row["channel"] not in self.channels:
            return
        if answer.takes_back and outgoing.recall(tx, answer.takes_back):
            return
        record = open_record(self.seal, row["id"], row["version"], row["state"])
        body = self.channels[row["channel"]](self.words(record, wish, answer))
        outgoing.add_outgoing(
            tx,
            id=answer.id,
            talk_id=record.id,
            channel=row["channel"],
            place=outgoing.free_place(tx, record.id, record.version * 100 + BEHIND_WORDS),
            urgent=outgoing.OURS,
            body=self.seal.seal(body, body_place(record.id)),
            now=answer.at,
        )

    def gather(self, tx: Tx, talk_id: str, wishes: int) -> str:
        """Write the one body that stands for several answers: how many wishes, and where they can be read."""
        row = talks.find_by_id(tx, talk_id)
        if row is None:  # it was erased, and its messages with it
            return ""
        record = open_record(self.seal, row["id"], row["version"], row["state"])
        key = "answers.gathered.one" if wishes == 1 else "answers.gathered"
        said = self.speech.texts.say(key, record.talk.language, number=wishes)
        return self.channels[row["channel"]](f"{said}\n{self.link}{record.receipt}")

    def words(self, record: Record, wish: Wish, answer: Answer) -> str:
        """Say the answer; where somebody may not be OK, only that there is one, behind the receipt."""
        language = record.talk.language
        if record.talk.concern:
            return f"{self.speech.texts.say('answers.behind_receipt', language)}\n{self.link}{record.receipt}"
        return self.speech.tell(answer, wish, language)
