"""Young people's groups for the page tests: a group with its members, a wish in its inbox, what was said."""

from collector.group import Group, Line, LineStatus, Rule
from collector.ids import new_id
from collector.store import group_words, groups, inbox
from collector.store.front import Tx
from collector.store.group_words import Drafted
from tests.web.cast import Cast, Person, Place

OTHER, COMMENT, RULE = "1" * 26, "2" * 26, "3" * 26
"""What forms of the matrix name."""


async def found_group(
    cast: Cast, *members: Person, name: str = "Rådet", where: str = "Vika", place: Place | None = None
) -> str:
    """Make a group with these members."""
    place = place or cast.here
    cast.clock.now += 1
    group = Group(new_id(cast.clock()), place.municipality.id, name, where)

    def work(tx: Tx) -> None:
        groups.add_group(tx, group, cast.clock())
        groups.put_members(tx, group.id, [person.staff.id for person in members if person.staff])

    await cast.store.write(work)
    return group.id


async def in_inbox(cast: Cast, group_id: str, wish_id: str, status: LineStatus = "new") -> str:
    """Let a wish lie in a group's inbox, as a leader puts it there."""
    cast.clock.now += 1
    now = cast.clock()
    line = Line(new_id(now), group_id, wish_id, True, status, "hand", None, "", now, now)

    def work(tx: Tx) -> None:
        inbox.put_line(tx, line)
        inbox.count_groups(tx, wish_id)

    await cast.store.write(work)
    return line.id


async def let_show(cast: Cast, wish_id: str, may: bool = True) -> None:
    """Note what a wish's sender said of showing her words."""
    await cast.store.write(
        lambda tx: tx.run("UPDATE wishes SET may_show = :may WHERE id = :id", may=int(may), id=wish_id)
    )


async def furnish_all(cast: Cast, place: Place) -> tuple[str, str]:
    """A group in which every young person of the place is, with a wish at which everything has been said."""
    group_id = await found_group(cast, place=place)
    wish_id = await cast.wish(state="approved", place=place)
    line_id = await in_inbox(cast, group_id, wish_id, "taken")
    here, now = place.municipality.id, cast.clock()

    def work(tx: Tx) -> None:
        everybody = [row["id"] for row in groups.youth_here(tx, here)]
        groups.put_members(tx, group_id, everybody)
        if groups.find_group(tx, here, OTHER) is None:
            groups.add_group(tx, Group(OTHER, here, "Naborådet", "Nes"), now)
        group_words.drop_comment(tx, COMMENT)
        tx.buried.clear()
        groups.drop_rule(tx, RULE)
        groups.put_rule(tx, here, Rule(RULE, group_id, ("gaming",)), now)
        if everybody:
            group_words.add_comment(tx, COMMENT, line_id, max(everybody), "Bra idé", now)
        group_words.propose_tag(tx, here, line_id, "dance", "", now)
        draft = Drafted(line_id, "waiting", "done", "Nå er det klart.", "", "", "4" * 26, now)
        group_words.put_draft(tx, here, draft)

    await cast.store.write(work)
    return group_id, line_id
