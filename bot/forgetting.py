"""`ekko forget`: tells what stands behind a receipt, and erases it for whoever holds it.

One rule: without --yes nothing is changed; and nothing of what was written is ever printed.
"""

from functools import partial

from rich.console import Console

from bot.opening import open_kept
from bot.problems import BadRequest
from bot.settings import Settings
from bot.wiring import clock
from collector import finding, forgetting, receipt_words
from collector.forgetting import Standing
from collector.model import WishState
from collector.receipt_words import Slip
from collector.sealing import Seal, read_key
from collector.store import rounds, talks
from collector.store.front import Tx
from collector.store.keys import check_key

IN_WORDS: dict[WishState, str] = {
    "waiting": "waiting for a leader",
    "approved": "approved",
    "held": "held back",
    "not-a-wish": "taken for no wish",
    "case": "with the duty adult",
}
WHY = {
    "count": "A receipt has four words: the three, and the check word. Write them in quotes, in order.",
    "unknown": "One of these words stands on no receipt. Look at the receipt once more.",
    "check": "These words do not fit together. Is the order right, and the check word last?",
}


async def forget(settings: Settings, receipt: str, code: str, console: Console, *, really: bool) -> None:
    """Tell what stands, and erase it if that is really meant."""
    seal = read_key(settings.key_path)
    store = open_kept(settings, seal)
    try:
        await store.write(lambda tx: check_key(tx, seal))
        if really:
            stood = await store.write(partial(_forget, seal, receipt, code), erases=True)
        else:
            stood = await store.read(partial(_look, seal, receipt, code))
    finally:
        store.close()
    console.print(tell(stood, really=really), highlight=False, soft_wrap=True)


def tell(stood: Standing, *, really: bool) -> str:
    """Say what was erased, or what would be."""
    told = " and ".join(part for part in (_wishes(stood), "the whole talk", _messages(stood)) if part)
    if not really:
        return (
            f"Behind this receipt: {told}. Nothing is erased.\n"
            "To erase it all for good, give the same command with --yes."
        )
    left = "\nA case keeps its level and its times, and no word." if stood.wishes["case"] else ""
    return (
        f"Erased for good: {told}.{left}\n"
        "Backups from before still hold it, sealed; `ekko restore` erases it again."
    )


def _wishes(stood: Standing) -> str:
    if not stood.wishes:
        return "no wishes"
    states = [f"{n} {IN_WORDS[state]}" for state, n in sorted(stood.wishes.items())]
    n = stood.wishes.total()
    return f"{n} {'wish' if n == 1 else 'wishes'} ({', '.join(states)})"


def _messages(stood: Standing) -> str:
    if not stood.messages:
        return ""
    return "1 message on its way" if stood.messages == 1 else f"{stood.messages} messages on their way"


def _look(seal: Seal, receipt: str, code: str, tx: Tx) -> Standing:
    return forgetting.look(tx, find(tx, seal, receipt, code))


def _forget(seal: Seal, receipt: str, code: str, tx: Tx) -> Standing:
    return forgetting.forget(tx, find(tx, seal, receipt, code), clock())


def find(tx: Tx, seal: Seal, receipt: str, code: str) -> str:
    """Find the talk behind a receipt, by its words where a round's code stands beside them."""
    if code:
        return _by_words(tx, seal, receipt, code.strip().lower())
    if len(receipt.split()) > 1:
        raise BadRequest("Words need the code of their round: ekko forget WORDS --round CODE")
    secret = receipt.strip().rpartition("/r/")[2].partition("?")[0]
    row = talks.find_by_receipt(tx, seal.fingerprint(secret))
    if row is None:
        raise BadRequest("No receipt has this link. Either it is not whole, or all of it is erased already.")
    return str(row["id"])


def _by_words(tx: Tx, seal: Seal, typed: str, code: str) -> str:
    words = receipt_words.read(seal, typed)
    if isinstance(words, Slip):
        raise BadRequest(WHY[words.why])
    asked = rounds.find_round(tx, code)
    if asked is None:
        raise BadRequest("No round has this code. It stands on the poster, and on the receipt.")
    row = talks.find_by_words(tx, finding.print_of(seal, asked.id, words))
    if row is None:
        raise BadRequest("No receipt of that round has these words, or all of it is erased already.")
    return str(row["id"])
