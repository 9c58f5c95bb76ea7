"""What one update of Telegram's is, as far as anybody here must know before aiogram has read it.

One rule: nothing here raises, whatever the update holds; what cannot be read is not there.
"""

from collections.abc import Sequence
from typing import Any

Raw = dict[str, Any]

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
UNREADABLE = "?"
NOBODY = {"is_bot": False, "first_name": "-"}
"""What stands where Telegram's libraries want a profile."""


def chat_of(update: Raw) -> int | None:
    """Find the chat that an update, read or not, came from."""
    for kind in KINDS:
        event = update.get(kind)
        inside = event.get("message") if kind == "callback_query" and isinstance(event, dict) else event
        chat = inside.get("chat") if isinstance(inside, dict) else None
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return int(chat["id"])
    return None


def number_of(update: Raw) -> int:
    """Read an update's number; one without comes first.

    >>> number_of({"update_id": 7}), number_of({"update_id": "7"}), number_of({"update_id": True})
    (7, -1, -1)
    """
    number = update.get("update_id")
    return number if isinstance(number, int) and not isinstance(number, bool) else -1


def words_of(update: Raw) -> str:
    """Find what somebody wrote in an update, read or not.

    >>> words_of({"edited_message": {"caption": "oss"}}), words_of({"message": "broken"})
    ('oss', '')
    """
    events = [update.get(kind) for kind in ("message", "edited_message")]
    written = [event.get(part) for event in events if isinstance(event, dict) for part in ("text", "caption")]
    return next((words for words in written if isinstance(words, str)), "")


def kind_of(update: Raw) -> str:
    """Name what an update tells of, where that is something that we asked for.

    >>> kind_of({"update_id": 1, "message": {}}), kind_of({"update_id": 1, "poll": {}})
    ('message', '?')
    """
    return next((kind for kind in KINDS if kind in update), UNREADABLE)


def by_chat(updates: Sequence[Raw]) -> list[list[Raw]]:
    """Sort updates into chats, each in the order in which Telegram numbered them.

    >>> [len(chat) for chat in by_chat([{"message": {"chat": {"id": n}}} for n in (1, 2, 1)])]
    [2, 1]
    >>> by_chat([{"update_id": 2}, {"update_id": 1}])
    [[{'update_id': 1}, {'update_id': 2}]]
    """
    chats: dict[int | None, list[Raw]] = {}
    for update in sorted(updates, key=number_of):
        chats.setdefault(chat_of(update), []).append(update)
    return list(chats.values())


def bare(update: Raw) -> Raw | None:
    """Keep of an update what a turn needs and nothing of a profile; None where that is not there.

    What somebody passed on is not her own words, and must not look so later: nothing of it is kept.

    >>> sent = {"message_id": 2, "chat": {"id": 3, "username": "u"}, "from": {}, "text": "LAN"}
    >>> bare({"update_id": 1, "message": sent})["message"]
    {'message_id': 2, 'date': 1, 'chat': {'id': 3, 'type': 'private'}, 'text': 'LAN'}
    >>> bare({"update_id": 1, "message": "broken"})
    """
    kind, chat = kind_of(update), chat_of(update)
    event = update.get(kind)
    if kind not in ("message", "callback_query") or chat is None or not isinstance(event, dict):
        return None
    if kind == "message":
        kept = None if event.get("forward_origin") else _bare_message(event, chat)
        return {"update_id": number_of(update), kind: kept} if kept else None
    under, data = _bare_message(event.get("message"), chat), event.get("data")
    if under is None or not isinstance(data, str) or not isinstance(event.get("id"), str):
        return None
    tap = {"id": event["id"], "from": {"id": chat} | NOBODY, "chat_instance": "", "data": data}
    return {"update_id": number_of(update), kind: tap | {"message": under | {"text": "-"}}}


def _bare_message(message: object, chat: int) -> Raw | None:
    """Keep a private message's words and where it stands."""
    if not isinstance(message, dict) or not isinstance(message.get("message_id"), int):
        return None
    if not isinstance(message.get("text"), str) or _type_of(message) != "private":
        return None
    here = {"id": chat, "type": "private"}
    return {"message_id": message["message_id"], "date": 1, "chat": here, "text": message["text"]}


def _type_of(message: Raw) -> object:
    chat = message.get("chat")
    return chat.get("type", "private") if isinstance(chat, dict) else None
