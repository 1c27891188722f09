"""Is this the text it is said to be? Each refusal is one sentence with the remedy, before anything is kept."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from mapping.catalogue import Catalogue
from mapping.errors import UserError
from mapping.pinpoint import parse
from mapping.records import Act, Instrument, Provision
from mapping.texts.model import unit
from mapping.texts.normal import canonical
from mapping.texts.source import Source
from mapping.texts.split import Split

_HUMAN_CHECK = re.compile(
    r"just a moment|verify(?:ing)? you are (?:a )?human|checking your browser|captcha|enable javascript and cookies|cf-challenge",
    re.IGNORECASE,
)
_SHORT_PAGE = 3000  # characters; a human check says little
_SAMPLE = 60_000  # characters that settle the language
_WORDS = {
    "Romanian": "și să care din pentru este sunt prin sau în la cu de se nu al ale prezentei prezentul privind",
    "English": "the of and to in shall any which or by be that with this each party for may",
    "French": "le la les des du et une dans est par pour qui que aux au sont présente chaque",
}
_FEWEST_WORDS = 30
_ROMANIA = re.compile(
    r"legislatie\.just\.ro|Monitorul Oficial al României|MONITORUL OFICIAL AL ROMÂNIEI|Parlamentul României|PARLAMENTUL ROMÂNIEI"
    r"|Guvernul României|GUVERNUL ROMÂNIEI|Codul penal al României|Constituția României|CONSTITUȚIA ROMÂNIEI"
)
_HEAD_LINES = 60  # lines in which an act names its State
_KINDS = {
    "LEGE": "law", "COD": "law", "CONS": "law", "HOTĂ": "government-decision", "ORDI": "order",
}  # fmt: skip
_RECORDED_KINDS = {"law": "law", "code": "law", "constitution": "law"}
_ALIKE = 80  # of 100; headings differ by a word or two between consolidations
MOST_MISSING = 0.25  # of the places recorded; more are not missing because somebody removed or renumbered them
_AGREEING = 0.6  # of the headings that can be compared


def refuse_web_page(source: Source, name: str) -> None:
    """Raise for the page with which a site asks whether a person is reading."""
    if source.format != "html":
        return
    text = " ".join(line.text for line in source.lines[:50])
    size = sum(len(line.text) for line in source.lines)
    if size < _SHORT_PAGE and _HUMAN_CHECK.search(f"{source.facts.get('page_title', '')} {text}"):
        raise UserError(
            f'"{name}" is the page by which the site checks for a human reader: '
            "open the address in a browser, save the page and import the saved file"
        )


def refuse_language(source: Source, about: Act | Instrument, name: str) -> None:
    """Raise unless an act is in Romanian and a treaty in English."""
    expected = "Romanian" if isinstance(about, Act) else "English"
    found = language_of(line.text for line in source.lines)
    if found and found != expected:
        what = "acts are" if isinstance(about, Act) else "treaties are"
        raise UserError(f'"{name}" is in {found}, and {what} read in {expected}: import the {expected} text')


def language_of(texts: "Iterator[str]") -> str:
    """The language by its letters and commonest words; empty when there are too few words to tell.

    >>> language_of(iter(["Каждый фонарь зажигается вечером и гасится утром сторожем, если иное не установлено законом."]))
    'Russian'
    """
    sample, size = [], 0
    for text in texts:
        sample.append(text)
        size += len(text)
        if size > _SAMPLE:
            break
    words = re.findall(r"[^\W\d_]+", " ".join(sample).lower())
    letters = "".join(words)
    if len(letters) > 50 and sum("\u0400" <= one <= "\u04ff" for one in letters) > len(letters) / 2:
        return "Russian"
    if len(words) < _FEWEST_WORDS:
        return ""
    counts = {language: sum(words.count(one) for one in known.split()) for language, known in _WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= len(words) / 25 else ""


def refuse_another(
    found: Split, facts: dict[str, str], about: Act | Instrument, name: str, catalogue: Catalogue
) -> None:
    """Raise when the head, or most headings, are those of another act or treaty."""
    if isinstance(about, Instrument):
        _refuse_another_treaty(found, facts, about, name)
        return
    said = " ".join([*found.head[:_HEAD_LINES], facts.get("title", ""), facts.get("address", "")])
    if romania := _ROMANIA.search(said):
        raise UserError(
            f'"{name}" is an act of Romania ("{romania[0]}"), not of the Republic of Moldova: import the text from legis.md'
        )
    number, kind = facts.get("number", ""), _KINDS.get(facts.get("kind", "")[:4].upper(), "")
    recorded_kind = _RECORDED_KINDS.get(about.kind, about.kind)
    if about.number and number and number != about.number:
        other = next((one.id for one in catalogue.acts if one.number == number and one.id != about.id), "")
        remedy = f"import it with --act {other}" if other else f"import the text of {about.number}"
        raise UserError(f'"{name}" is act {number}, and {about.id} is {about.number}: {remedy}')
    if kind and about.kind != "programme" and kind != recorded_kind:
        raise UserError(
            f'"{name}" is {facts["kind"].capitalize()} nr. {number}, and {about.id} is a {about.kind}: '
            "name the act it is, with --act"
        )
    if not (about.number and number):
        titles = {one.at.id: one.title.ro for one in about.provisions if one.title and one.at.id.count("(") == 0}
        _refuse_headings(found, titles, about.id, name)


def _refuse_another_treaty(found: Split, facts: dict[str, str], about: Instrument, name: str) -> None:
    titles = {one.number: one.title.en for one in about.articles}
    if _refuse_headings(found, titles, about.id, name):
        return
    from rapidfuzz.fuzz import partial_ratio

    head = canonical(
        " ".join([*found.head[:_HEAD_LINES], facts.get("title", ""), facts.get("page_title", "")])
    ).casefold()
    if (
        head
        and partial_ratio(canonical(about.title.en).casefold(), head) < _ALIKE
        and about.reference.casefold() not in head
    ):
        raise UserError(
            f'"{name}" does not name "{about.title.en}": name the treaty it is, with --act, or import its own text'
        )


def _refuse_headings(found: Split, recorded: dict[str, str], about: str, name: str) -> bool:
    """Raise when most headings differ from those recorded; false when none can be compared."""
    from rapidfuzz.fuzz import ratio

    printed = {one.at: one.heading for one in found.units if one.heading and not one.repealed}
    shared = [at for at in recorded if at in printed]
    if not shared:
        return False
    alike = sum(ratio(_plain(recorded[at]), _plain(printed[at])) >= _ALIKE for at in shared)
    if alike < _AGREEING * len(shared):
        at = next(one for one in shared if ratio(_plain(recorded[one]), _plain(printed[one])) < _ALIKE)
        raise UserError(
            f'"{name}" is not {about}: its article {at} is headed "{printed[at]}", recorded is "{recorded[at]}"; '
            "name the act it is, with --act"
        )
    return True


def _plain(title: str) -> str:
    return canonical(title).casefold().rstrip(".")


def refuse_shortened(found: Split, about: Act | Instrument, name: str, day: dt.date) -> None:
    """Raise when the text stops too early: after its last place the data record more, or it lacks much of what they record.

    A provision that is missing in the middle was removed or carries another number; the import says so.
    """
    places = {one.at for one in found.units}
    recorded = _recorded(about, day)
    missing = [at for at in recorded if at not in places]
    last = max((parse(at).sort_key for at in places), default=())
    if missing and (parse(missing[-1]).sort_key > last or len(missing) > MOST_MISSING * len(recorded)):
        folder = "moldovan_law" if isinstance(about, Act) else "conventions"
        others = f" and {len(missing) - 1} other{'s' if len(missing) > 2 else ''}" if len(missing) > 1 else ""
        raise UserError(
            f'"{name}" lacks {cited(missing[0])}{others} that data/{folder}/{about.id}.yaml records: '
            "the file seems cut short; if it is an excerpt on purpose, add --part"
        )
    if found.unfinished:
        raise UserError(
            f'"{name}" ends inside a sentence ("…{found.unfinished}"): the file seems cut short; '
            "save it again, or add --part if it is an excerpt on purpose"
        )
    if found.units and found.units[-1] == unit(found.units[-1].at, heading=found.units[-1].heading):
        raise UserError(
            f'"{name}" ends with {cited(found.units[-1].at)}, which has no words: the file seems cut short; '
            "save it again, or add --part if it is an excerpt on purpose"
        )


def _recorded(about: Act | Instrument, day: dt.date) -> Sequence[str]:
    """The articles and points recorded as in force on the day, in their order; a letter is looked for as its article."""
    if isinstance(about, Instrument):
        return list(dict.fromkeys(one.at.article for one in about.obligations if one.at.article))
    found = [([*reversed(one.at.parents()), one.at])[1].id for one in about.provisions if _in_force(one, day)]
    return sorted(dict.fromkeys(found), key=lambda at: parse(at).sort_key)


def _in_force(provision: Provision, day: dt.date) -> bool:
    """The text of that day must have it: begun, not ended, and not the act as a whole."""
    first, last = provision.versions[0].from_, provision.versions[-1].until
    begun = first == "unknown" or (isinstance(first, dt.date) and first <= day)
    return provision.at.article is not None and begun and (last is None or last > day)


def cited(at: str) -> str:
    """An article or point in words.

    >>> cited("12^1"), cited("annex2:p4")
    ('article 12^1', 'point 4 of annex2')
    """
    annex, _, place = at.rpartition(":")
    what = f"point {place[1:]}" if place.startswith("p") else f"article {place}"
    return f"{what} of {annex}" if annex else what
