"""A summary with something of everything in it, as `collector.summary.whole.sum_up` gives it; all made up."""

from typing import Any

NOON = 1_789_000_000_000
"""10 September 2026, here."""


def cells(**figures: int | None) -> list[dict[str, Any]]:
    """Make rows; None is one that is hidden."""
    return [
        {"id": name.replace("_", "-"), "n": n, "hidden": "" if n is not None else "few"}
        for name, n in figures.items()
    ]


def full(**instead: Any) -> dict[str, Any]:
    """Make a whole summary."""
    asked = {"code": "glad-elg", "name": "Høsten 2026", "opens_at": NOON - 40 * 86_400_000, "closes_at": NOON}
    made: dict[str, Any] = {
        "of": {"kind": "round", "code": "glad-elg", "rounds": [asked], "place": "", "first": "", "last": ""},
        "as_of": NOON,
        "small_hidden": True,
        "totals": {
            "approved": {"id": "approved", "n": 1321, "hidden": ""},
            "waiting": {"id": "waiting", "n": 14, "hidden": ""},
            "senders": {"id": "senders", "n": 902, "hidden": ""},
        },
        "answered": {"id": "answered", "n": 820, "hidden": "", "percent": 62},
        "activities": cells(
            gaming=310,
            hangout=244,
            dance=120,
            band=96,
            skate_parkour=88,
            tabletop=71,
            cooking=60,
            theatre=41,
            singing=33,
            visual_art=21,
            podcast_radio=12,
            korps=None,
        ),
        "barriers": cells(cost=140, transport=99, hours=54),
        "forms": cells(weekly=88, drop_in=77),
        "languages": cells(nb=1200, nn=90, en=31),
        "sources": cells(**{"webchat": 1001, "class": 320}),
        "places": [
            cell | {"at": at}
            for cell, at in zip(
                cells(Vika=700, Nes=421, Dalen=None, Ukjent=12),
                ((61.21, 9.41), (61.25, 9.52), (61.28, 9.44), None),
                strict=True,
            )
        ],
        "outline": {
            "rings": (((61.2, 9.3), (61.3, 9.3), (61.3, 9.6), (61.2, 9.6)),),
            "credit": "© Kartverket",
        },
        "ages": cells(**{"10_12": 300, "13_15": 600, "16_19": 400}),
        "schools": cells(**{"Nes skole": 180, "Vika ungdomsskole": 520}),
        "over_time": [
            {"first": f"2026-08-{day:02}", "n": n, "hidden": "" if n else "few"}
            for day, n in ((3, 120), (10, 260), (17, 410), (24, None), (31, 190))
        ],
        "nothing_answers": [
            {"id": "korps", "n": None, "hidden": "few", "skill": "en dirigent", "ask": "kulturskolen"},
            {
                "id": "gaming",
                "n": 310,
                "hidden": "",
                "skill": "en voksen som kan spill",
                "ask": "biblioteket",
            },
            {"id": "tabletop", "n": 71, "hidden": ""},
        ],
        "stories": [
            {
                "tag": "gaming",
                "said": "Et sted å spille sammen, ikke hver for oss hjemme.",
                "by": "quote",
                "wishes": [12, 88],
            },
            {
                "tag": "hangout",
                "said": "De vil ha et varmt rom som er åpent etter skolen.",
                "by": "paraphrase",
                "wishes": list(range(100, 140)),
            },
            {"tag": "dance", "said": "Danse uten at det er konkurranse.", "by": "quote", "wishes": ["#7"]},
            {"tag": "band", "said": "Øve høyt et sted ingen klager.", "by": "quote", "wishes": [9]},
        ],
        "missing": {
            "groups": [
                {"kind": "school", "id": "Nes skole", "lives": 240, "heard": 12, "hidden": ""},
                {"kind": "school", "id": "Vika ungdomsskole", "lives": 410, "heard": None, "hidden": "few"},
            ],
            "next": ["Fra Nes skole har vi hørt få av de 240 elevene. Kontakt elevrådet?"],
        },
        "sensitivity": [
            {"without": "unsure", "id": "", "moves": [{"id": "gaming", "from": 1, "to": 2}]},
            {"without": "school", "id": "Nes skole", "moves": [{"id": "dance", "from": 10, "to": None}]},
            {"without": "source", "id": "webchat", "moves": []},
        ],
        "notes": {
            "believe": [{"text": "Bussen er det største hinderet.", "wishes": [3]}],
            "wonder": [{"text": "Hvorfor svarer så få fra Dalen?"}],
            "find_out": [],
        },
    }
    return {key: each for key, each in (made | instead).items() if each is not None}
