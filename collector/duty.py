"""Who has duty in a municipality, whether word reaches them, and when the next one is told.

One rule: no hour of the day and no budget holds an alert back; only somebody who takes the case does.
"""

from collector.store import alerts, duty
from collector.store.alerts import ADULT, DEPUTY
from collector.store.front import Tx

HOUR = 60 * 60 * 1000


def plan_more(tx: Tx, deputy_after: int, now: int) -> int:
    """Tell the deputy where nobody took a case in time, and both again after an hour; count those."""
    added = 0
    for place, after in _chain(deputy_after):
        for row in alerts.still_to_plan(tx, place, after, now):
            alerts.add_alert(tx, row["wish_id"], row["municipality_id"], place, row["planned_at"])
            added += 1
    return added


def is_any_due(tx: Tx, deputy_after: int, now: int) -> bool:
    """Tell whether there is anything to plan or to send: a look that changes nothing."""
    if alerts.next_due(tx, now) is not None:
        return True
    return any(alerts.still_to_plan(tx, place, after, now) for place, after in _chain(deputy_after))


def why_unreached(tx: Tx, municipality_id: str, mails: bool) -> str | None:
    """Say why nobody would read a mail about a case, or None where the mails get through."""
    if not mails:
        return "no-mail"
    places = {row["place"] for row in duty.people_on_duty(tx, municipality_id)}
    if ADULT not in places:
        return "no-adult"
    if alerts.count_stuck(tx, municipality_id):
        return "stuck"
    return None if DEPUTY in places else "no-deputy"


def _chain(deputy_after: int) -> tuple[tuple[int, int], ...]:
    """Name who is told when nobody took the case for so long; the duty adult was told when it came."""
    return (DEPUTY, deputy_after), (ADULT, HOUR), (DEPUTY, HOUR)
