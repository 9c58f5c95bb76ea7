"""docs/tables.md: what is kept where, asked of a database that was made a moment ago."""

import tempfile
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.db import Column, Table

from collector.store.sqlite import SqliteStore

WHAT = {
    "municipalities": "Who runs this Ekko. Everything else belongs to one.",
    "facts": "What a municipality recorded about itself, by whom (nobody: the `ekko` command) and when.",
    "places": "Where its young people live.",
    "schools": "Its schools, with their grades and how many pupils they have.",
    "holidays": "When nobody is at work or at school.",
    "logos": "Its logo, a PNG or a JPEG.",
    "outlines": "What its map is drawn in: the rings of its outline, and whose map they are from.",
    "rounds": "One asking: its code, from when to when it takes wishes, its languages and what it says in own"
    " words.",
    "classes": "The classes of a class round: name, how many pupils, and the code that is handed out.",
    "class_answers": "What a class agreed on: how many were there, how they agreed, which wish it is."
    " `earlier` is the masked text of an answer that a later one took the place of.",
    "talks": "One talk on one channel. `who` is a pseudonym in this municipality alone.",
    "turns": "The key of every event that was kept, so that the same one is never kept twice.",
    "wishes": "One wish. `text` is masked and is what everybody reads; `raw` is as it was written."
    " `hidden` is what people hid by hand, sealed, and goes with `raw`;"
    " so does `whole`, what it was before it was split.",
    "claims": "Who looks at which wish just now, and until when.",
    "wish_words": "The words of each wish as numbers that only the key makes: what leaders search by.",
    "to_index": "Wishes that are new or say something else, until they can be searched.",
    "presses": "The key of every press in the queue, so that one sent twice counts once.",
    "wish_tags": "What a wish is about, how sure that is, and who said so.",
    "answers": "What was answered to a wish, and what was taken back again. `place` numbers those of a talk.",
    "counts": "The figures of a round, kept in the same transaction as what they count.",
    "cases": "A wish whose sender may not be OK, until the duty adult has decided.",
    "catalogue": "What exists already: its name, a line about it, and the tags it answers to.",
    "fits": "Whether something that exists is what a wish was for, by the word of its sender.",
    "to_read_again": "Which wishes were read in a hurry and wait to be read by both readers.",
    "duty_people": "Who is told of a case: the adult on duty (1) and the deputy (2).",
    "alerts": "One mail about a case to one of those places, before and after it went out. No words.",
    "contacts": "How somebody who may not be OK wants to be reached; only a duty adult's desk opens it.",
    "misses": "How many tries at a receipt found nothing, by the hour. Nobody is named.",
    "outgoing": "Messages on their way to a messenger, sealed. `urgent` is 1 for a help card, 0 for what"
    " answers words just written, -1 for what we begin ourselves; `why` is what one given up failed by.",
    "paces": "When each bot may send again: all processes that share it go by this row.",
    "begun_by_us": "When somebody got a message that we began: their budget for a week. No words.",
    "case_notices": "Word of a case on its way to a leader's Telegram: no words, gone when it was sent.",
    "staff": "Who may sign in, in which role.",
    "invitations": "One-time links, by fingerprint.",
    "sessions": "Who is signed in, by fingerprint, and by which way they came.",
    "passkeys": "The public half of each passkey, whose it is and what they call it.",
    "providers": "A municipality's own sign-ins (Entra, Feide, ID-porten): where, and the sealed secret.",
    "outside_names": "Who somebody is to such a sign-in: a pseudonym in this municipality alone.",
    "ways_begun": "What must be brought back to come in: sealed, once, for five minutes. In no backup.",
    "gaps": "When nobody was heard on a messenger, and for how long.",
    "messengers": "Whose a bot is, by which way it listens, and when it was heard last.",
    "stuck": "What came from a messenger and could not be taken: sealed, without a profile, for 14 days.",
    "decisions": "Who decided what about which wish or about the municipality, and when. No words.",
    "looks": "Who looked again at what others had corrected, before the tagger learns from it.",
    "looked_at": "The wishes drawn for such a look, and whether each correction was right.",
    "trainings": "A training that somebody began at the desk: how far it came, what it measured (counts and"
    " tags alone), and who made it live. `base` is the card of the model that it was held against.",
    "learnt": "Which wishes such a model learnt from; one of them erased, it may not go live any more.",
    "models": "The tagger's models that were made here: the live one, the one before it, and one that"
    " waits for a yes.",
    "model_parts": "The files of those, npz and JSON, in parts of 256 KB; the card holds their hashes.",
    "live_model": "One row: which model reads on every machine, and which one step back leads to.",
    "own_tags": "The tags that leaders made of themes, each for its own municipality alone.",
    "tag_examples": "The wishes that a leader chose as examples of such a tag.",
    "tag_runs": "One time that a leader let old wishes have such a tag, and whether that was undone.",
    "tag_run_wishes": "The wishes that got it then.",
    "own_names": "What a municipality's own tags are called, by language.",
    "own_examples": "What teaches the tagger an own tag: lines that somebody wrote for it, masked.",
    "staff_telegram": "Leaders who asked for the day's counts on Telegram.",
    "link_codes": "Codes that tie a leader to Telegram, until they are used.",
    "key_checks": "Something sealed, to see at the start that the key is the right one.",
    "youth_groups": "The groups of young people that look after wishes.",
    "group_members": "Who is in which group.",
    "group_rules": "What goes to which group: any of these tags, from any of these places and ages.",
    "round_places": "Where a round is held, for wishes that name no place themselves.",
    "wish_places": "Which places that the municipality knows a wish names.",
    "inbox": "Which wish lies in which group's inbox, who put it there, and what the group did with it.",
    "group_comments": "What members of a group said of a wish, masked.",
    "group_tags": "Tags that a group proposes, until a leader answers.",
    "group_ranks": "What each member ranks as first, second and third.",
    "group_drafts": "An answer that a group wrote, until a leader has sent it or given it back, and after.",
    "to_route_again": "Where a rule was changed, how far routing what stood before has come.",
    "counts_in": "The figures of parts: of a round by place, month and day, and the senders of each part "
    "and of a municipality. «met» holds how many senders of a day were there last on which day before.",
    "wish_prints": "What a wish shares with its near-copies: a number that only the key makes of its words.",
    "copied": "Which of those many wishes of a round share.",
    "to_count_again": "Where figures are counted anew, how far that has come.",
    "wish_numbers": "The last number that a wish of a round was given.",
    "audit": "Who did what about which wish or person, and when: lines that are only added, each with a hash "
    "that holds the one before. No words.",
    "audit_ends": "Where each municipality's log ends.",
    "told": "Each answer that stands in a round, once, and how many wishes it answers.",
    "told_tags": "What those wishes are about, counted.",
    "released": "Wishes whose words a leader lets stand in public, after their sender's yes.",
    "standing": "What is told of a round to those who may not read its wishes, in steps of five and of ten, "
    "and what was counted when it was told.",
    "published": "Published summaries, each with its number in the municipality and a hash; figures in tens.",
    "published_stories": "The words that stand in a published summary, while they may.",
    "pull_keys": "Keys that programs fetch a round's published figures with, by their fingerprints alone.",
    "answer_templates": "Words that a municipality uses again when it answers.",
    "sendings": "One answer on its way to many wishes, and how far it came.",
    "to_be_told": "Which wishes are still to be told; a row goes in the transaction that tells it, and"
    " stays where the sending was stopped.",
    "living": "How many young people a school, an age or a place has, in which year, by which source.",
    "stories": "What a leader chose to stand for a theme: a quote, which is read from its wish, or own words"
    " for it; or that it was passed over.",
    "whom_to_ask": "Whom a municipality asks for what nothing answers, where Ekko proposes somebody else.",
    "summary_notes": "What a group believes, wonders and must find out, and who wrote it. `of_what` is a"
    " round or all; `before` is what a line said before it was edited last.",
    "mailings": "A summary that is mailed on a chosen day: of which round (none: all), when, and until when.",
    "mailing_people": "To which staff such a mail goes, at an address a leader wrote; gone when it ends.",
    "mailing_letters": "One such mail to one of them, before and after it went out, and what became of it.",
    "upkeep": "When a backup was made last, or failed, and when the clock was last seen to be right.",
    "schema_changes": "Which numbered changes of the tables have been made.",
}
HEAD = """# The tables

Made by `make docs` from a database that was made a moment before; do not edit. The statements stand in
`collector/store/changes/` and are the same on SQLite and PostgreSQL.

- **Bold** is the key. What ends in `_at`, and `at`, is in milliseconds since 1970 in UTC.
- *Slanted* is sealed: unreadable without the key file, which never lies beside the database.
- No column holds a young person's phone number, a name that a messenger told us, or an address on the net,
  but sealed: what somebody chose to write in `contacts`, or wrote in a wish.

```mermaid
erDiagram
"""
SEALED = "BYTEA"
AS_IT_IS = frozenset({("logos", "body")})
"""Bytes that are no secret."""


def tables() -> str:
    """Write down every table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ekko.db"
        SqliteStore(path).close()
        found = Database(path)
        made = sorted(found.tables, key=_place)
        lines = [*_arrows(made), "```\n\n", "| table | what it keeps | columns |\n|---|---|---|\n"]
        lines += [f"| `{each.name}` | {WHAT[each.name]} | {_columns(each)} |\n" for each in made]
        found.close()
    return HEAD + "".join(lines)


def _place(table: Table) -> int:
    if table.name not in WHAT:
        raise SystemExit(f"Say in tools/pages/tables.py what the table {table.name} keeps.")
    return list(WHAT).index(table.name)


def _arrows(made: list[Table]) -> list[str]:
    pairs = [(str(key.other_table), table.name) for table in made for key in table.foreign_keys]
    return [f"    {one} ||--o{{ {many} : has\n" for one, many in sorted(pairs)]


def _columns(table: Table) -> str:
    return ", ".join(_marked(table.name, column) for column in table.columns)


def _marked(table: str, column: Column) -> str:
    is_sealed = column.type == SEALED and (table, column.name) not in AS_IT_IS
    mark = "**" if column.is_pk else "*" if is_sealed else ""
    return f"{mark}{column.name}{mark}"
