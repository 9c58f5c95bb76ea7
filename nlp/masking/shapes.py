"""How names are made: last names by their end, old first names by their two halves, places by their end.

The one rule: a shape alone is a guess; who asks has seen first that no list and no dictionary has the word.
"""

import re

_SURNAME = re.compile(
    r".{2,}(?:sen|søn|sson|dóttir|vik|vika|haug|haugen|haugmo|rud|rød|stad|set|seth|nes|ness|mo|moen|li"
    r"|lia|lien|dal"
    r"|dalen|lie|støe|bøe|tangen|bakk|bakken|bakke|heim|hjem|land|lund|berg|berget|vold|vold|voll"
    r"|vollen|gård|gard|gaard|ås"
    r"|åsen|eng|enga"
    r"|engen|ø|øy|øya|trø|myr|myra|myren|tveit|fjell|fjord|fors|foss|fossen|hus|husmo|løkken|løkka"
    r"|løken|sveen|bråten"
    r"|gjerde|gjerdet|hagen|holm|holmen|skog|skogen|strand|sund|sæter|seter|sæther|vang|vangen|vatn"
    r"|vatne|vær|åker|bø"
    r"|by|kroken|teigen|rønning|rønningen|tun|tunet|stuen|plass|viken|eidet|eide|brekke|brekken|floen"
    r"|flo|ski|ska|sky"
    r"|wicz|czyk|czak|enko|chuk|yuk|nyk|vych|ović|ević|ić|ova|eva|kov|nov|rov|lov|ienė|ytė|aitė|aitis|utė"
    r"|auskas|kas|kus"
    r"|evičius|iņš|bergs|oğlu|oglu|zadeh|zada|zai|pour|nejad|nezhad|yan|lingam|rajan|rajah|nathan|kumar"
    r"|moorthy|samy"
    r"|nayagam|ratnam|singham|mariam|selassie|medhin|michael|yesus|giorgis|ez|eira|nen|lä|vaara|niemi"
    r"|järvi|mäki|escu"
    r"|sli|sætre|sætra|sjø|sjøen|kjær|kleiva|kleven|holt|løkka|vedjet|kvitne|setre|stad|stø|støyl"
    r"|nuten|botn|botten"
    r"|dze|shvili|hodžić|quist|qvist|gren|ström|man|mann|son)"
)
_NORSE = re.compile(
    r"(?:al[fv]?|arn|as|ås|asb|aud|berg|bjarn|bjørn|bjør|borg|bryn|dag|eil|ein|eld|ell|embr|finn"
    r"|frid|frøy|geir|gei|gud|gun|gunn"
    r"|hall|har|heid|helg|her|hild|hjal|hjør|holm|hå|ing|ingi|inge|jar|jo|jor|jør|karl|kjell|kjer"
    r"|kol|kåre|leid|leik|mag"
    r"|mar|mål|nor|odd|ol|os|ragn|ran|rann|reid|rei|rog|rø|sig|sol|stein|sun|sunn|svan|svein|syn"
    r"|synn|sæ|sølv|tal|tar|tjøst|tor|tore"
    r"|thor|trond|trygg|ulv|un|unn|val|ve|veb|vid|vig|vil|yng|øy|øyst|åg|ås)"
    r"(?:bjørg|bjørn|bjør|borg|brand|dis|finn|fred|frid|gard|gaut|geir|gerd|gils|grim|gunn|halla"
    r"|hall|hard|heid|hild|jerd"
    r"|ketil|kjell|laug|leif|leik|leiv|lief|liv|ljot|mar|mod|mund|ny|olv|olf|rid|rik|rún|run|stein"
    r"|trud|ulf|ulv|unn|vald|var|vard|veig"
    r"|vin|viv|vor|vår|øy|ild)"
)
_PLACE = re.compile(
    r".{2,}(?:vik|vika|våg|vågen|fjord|fjorden|dal|dalen|ås|åsen|øy|øya|øyane|nes|neset|sund|stad"
    r"|vang|vatn|vannet|vatnet|elv"
    r"|elva|berg|berget|fjell|fjellet|toppen|tind|tinden|hallen|senteret|stua|skolen|parken|banen"
    r"|brua|tunnelen|hus|huset"
    r"|festivalen|festen|klubben|laget|land|landet|moen|marka|skogen|gata|veien|vegen|torget"
    r"|stranda|havn|havna|bygd|bygda"
    r"|heimen|sletta|botn|kollen|haugen|lia|heia|bukta|krigen|tida|eska)s?"
)


_FIRST = re.compile(
    r".{2,}(?:ette|ine|line|rine|iline|bjørg|bjørn|borg|hild|gunn|run|laug|vor|veig|unn|ulf|ulv|mund"
    r"|leif|rik|vald"
    r"|stein|geir|iya|iyya|yah|isha|esha|sha|eem|een|aan|oon|oud|uddin|ullah|allah|dullah|lyn|lynn|elle"
    r"|ella|issa"
    r"|lina|mina|rina|nina|tina|zina|ana|iana|ija|ieta|ita|oza|ora|ura|dra|zhan|bek|gul|nur|jan|iar|yar"
    r"|zad|rad|shan|jit"
    r"|deep|preet|veer|inder|wati|shree|esh|ish|ush|tu|fu|lom|gay|hun|ngu|ing|anh|inh|ong|uyen|thi|wan"
    r"|wit|porn|rat|mir"
    r"|slav|slava|mila|islaw|ys|dor|otr|nko|nka|tte|nja|ndra|ndis|dis|fríð|fr[ií]d|brand|ketil|finn|var"
    r"|mar|iel"
    r"|ael|uel|ias|eas|ius|ian|ien|jah|lani|ani|ami|umi|oko|iko|eko|aro|iro|endra|ndra|ngo|ah|eh|yn)"
)
_THING = re.compile(
    r".{2,}(?:(?:bane|spill|spel|kurs|kveld|trening|hall|klubb|rom|gruppe|kort|hjelp|tid|sal|lag"
    r"|utstyr|maraton|fest|plass|konsert"
    r"|dag|kampanje|turnering|treff|quiz|kafe|kafé|sentral|stream|tur)(?:en|a|n|er|et|ene|ane|s)?|fra|fri)"
)


def is_thinglike(plain: str) -> bool:
    """Whether the word ends as things to do, and places to do them, end."""
    return _THING.fullmatch(plain) is not None


def ends_as_first_name(plain: str) -> bool:
    """Whether the word ends as first names of some language do."""
    return _FIRST.fullmatch(plain) is not None


def ends_as_last_name(plain: str) -> bool:
    """Whether the word ends as last names do."""
    return _SURNAME.fullmatch(plain) is not None


def is_made_of_two(plain: str) -> bool:
    """Whether the word is one half of an old name and then another: "sol" and "laug"."""
    return _NORSE.fullmatch(plain) is not None


def is_placelike(plain: str) -> bool:
    """Whether the word ends as places, halls and feasts do."""
    return _PLACE.fullmatch(plain) is not None
