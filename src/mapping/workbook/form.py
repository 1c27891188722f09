"""The form that goes to a reviewer and comes back: its columns, its cells to fill in, and its words in both languages.

The sheets are bilingual, so every word stands here in Romanian and English side by side. Writing and reading share this
module: what is printed is what is looked for.
"""

import datetime as dt
import re
import unicodedata
from typing import Literal, NamedTuple

from mapping.records import Decision
from mapping.texts.normal import canonical, digest

READ_ME = "Citește-mă – Read me"
TITLE = "Revizuirea corelărilor dintre tratate și legislația Republicii Moldova"
TITLE_EN = "Review of the links between treaties and the law of the Republic of Moldova"
EDITION, AS_OF = "Ediția datelor / Edition of the data", "Legislația verificată la / Law checked as of"
SHEETS = "Foi de completat / Sheets to fill in"
NONE_FOUND = "lipsă constatată / none found"
SEARCHED = "căutat în / searched in"
MEASURE, AMENDMENT = "măsura", "modificarea"

DECISIONS: dict[Decision, str] = {
    "agrees": "de acord / agree",
    "disagrees": "nu sunt de acord / disagree",
    "remarks": "doar observație / remark only",
    "withdraws": "retrag decizia / withdraw",
}
STATES = {
    "unsigned": "nesemnat / unsigned",
    "signed": "semnat / signed",
    "suspect": "DE REVERIFICAT / SUSPECT",
    "disputed": "CONTESTAT / DISPUTED",
}
SIGNED_BY, DISPUTED_BY = "semnat de / signed by", "contestat de / disputed by"
OUTDATED_BY = "semnat înainte de schimbare de / signed before the change by"
CHANGED = "schimbat după semnare / changed since signing"
PARTS = {
    "judgement": "corelarea / the judgement",
    "obligation": "obligația / the obligation",
    "target": "prevederea sau măsura / the provision or measure",
    "text": "textul oficial al actului / the official text of the act",
    "treaty": "textul oficial al tratatului / the official text of the treaty",
    "text-missing": "textul oficial lipsește / the official text is missing",
}

WHO: dict[Literal["name", "role", "date"], str] = {
    "name": "Nume și prenume / Name",
    "role": "Funcție / Role",
    "date": "Data / Date",
}

INSTRUCTIONS = (
    (
        "Completați mai sus numele, funcția și data (ZZ.LL.AAAA). Fără ele nu se preia nimic.",
        "Fill in your name, role and the date above (DD.MM.YYYY). Without them nothing is taken over.",
    ),
    (
        "Pe foaia fiecărui tratat, fiecare rând este o corelare sau o lipsă constatată. Citiți rândul, alegeți decizia din "
        "listă și scrieți, dacă doriți, o observație. Dezacordul cere o observație care arată de ce.",
        "On the sheet of each treaty, each row is one link, or one record that nothing was found. Read the row, choose the "
        "decision from the list and, if you wish, write a remark. A disagreement needs a remark that says why.",
    ),
    (
        "Rândurile lăsate fără decizie și fără observație rămân cum sunt. Rândurile pot fi filtrate.",
        "Rows left without decision and remark stay as they are. Rows may be filtered.",
    ),
    (
        f"„{STATES['suspect']}”: ceva s-a schimbat după ce rândul a fost semnat; citiți-l din nou. Cuvintele schimbate ale "
        "legii se văd pe pagina „Ce s-a schimbat”; cereți-o consultantului. Culoarea doar repetă cuvântul.",
        f"“{STATES['suspect']}”: something changed after the row was signed; read it again. The words of the law that "
        "changed stand on the page “What has changed”; ask the consultant for it. The colour only repeats the word.",
    ),
    (
        "Semnătura privește ceea ce se vede aici și textele oficiale importate până la export. Dacă ele s-au schimbat "
        "între timp, decizia nu se preia, iar observația se păstrează.",
        "A signature covers what is shown here and the official texts imported by the time of the export. If they have "
        "changed in the meantime, the decision is not taken over, and the remark is kept.",
    ),
    (
        "„Retrag decizia” pune capăt deciziei dumneavoastră anterioare de pe acel rând.",
        "“Withdraw” ends your earlier decision on that row.",
    ),
    (
        "Salvați fișierul ca .xlsx, fără parolă, și trimiteți-l înapoi. Nu schimbați celelalte celule.",
        "Save the file as .xlsx, without a password, and send it back. Do not change the other cells.",
    ),
)

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)  # of a review: anything else is a slip of the keyboard
SEAL_PARTS = ("judgement", "obligation", "target", "text", "treaty")


class Column(NamedTuple):
    """A column of a treaty's sheet; its width in characters is 0 where it is hidden."""

    key: str
    heading: str
    width: float


COLUMNS = (
    Column("pinpoint", "Trimitere / Pinpoint", 12),
    Column("place", "Locul citat / Place cited", 17),
    Column("heading", "Denumirea prevederii / Heading", 17),
    Column("obligation-ro", "Obligația", 24),
    Column("elements-ro", "Elementele și rolul", 42),
    Column("reason-ro", "Argumentarea", 36),
    Column("state", "Semnare / Sign-off", 17),
    Column("decision", "Decizia / Decision", 14),
    Column("remark", "Observație / Remark", 26),
    Column("obligation-en", "Obligation", 30),
    Column("elements-en", "Elements and role", 60),
    Column("reason-en", "Reason", 52),
    Column("key.obligation", "key.obligation", 0),
    Column("key.record", "key.record", 0),
    *(Column(f"seal.{part}", f"seal.{part}", 0) for part in SEAL_PARTS),
    Column("check", "check", 0),
)
FIRST_ENGLISH = "obligation-en"  # from here on a second printed page
WRITTEN_BY_REVIEWER = ("decision", "remark")
HIDDEN = tuple(column.key for column in COLUMNS if not column.width)
_OUTSIDE_CHECK = (*WRITTEN_BY_REVIEWER, "state", "check")


def check_of(cells: dict[str, str]) -> str:
    """The hash that keeps the cells of a row together.

    A row whose visible cells were edited, or sorted apart from the hidden ones, no longer has it: the reviewer decided
    about something else than the key says.
    """
    return digest(*(cells.get(column.key, "") for column in COLUMNS if column.key not in _OUTSIDE_CHECK))


def decision_of(text: str) -> Decision | None:
    """The decision a cell names, in both languages or in one; ``None`` for any other word.

    >>> decision_of("de acord / agree"), decision_of(" Disagree "), decision_of("da")
    ('agrees', 'disagrees', None)
    """
    said = canonical(text).casefold()
    for decision, word in DECISIONS.items():
        if said in {canonical(one).casefold() for one in (word, *word.split(" / "))}:
            return decision
    return None


_CEDILLA = str.maketrans("şţŞŢ", "șțȘȚ")
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|007[Ff]|00[89][0-9A-Fa-f])_")
_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_SPACES_AT_END = re.compile("[ \t]+(?=\n)")


def written(text: str) -> str:
    r"""What a reviewer wrote, as a data file can hold it: NFC, comma below, plain line breaks, no control characters.

    Excel writes a control character as ``_x000D_``.

    >>> written("Vezi şi art.\u00a05_x000D_\nalin. (2)\x07 ")
    'Vezi și art.\xa05\nalin. (2)'
    """
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    plain = _UNPRINTABLE.sub(" ", _BREAKS.sub("\n", plain)).replace("\t", " ")
    return _SPACES_AT_END.sub("", unicodedata.normalize("NFC", plain).translate(_CEDILLA)).strip()


def shown(day: dt.date) -> str:
    """A date as both languages of the form read it.

    >>> shown(dt.date(2026, 2, 3))
    '03.02.2026'
    """
    return day.strftime("%d.%m.%Y")


_DATE_FORMS = (
    re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?:[T ]00:00(?::00)?)?"),
)


def date_of(text: str) -> dt.date | None:
    """A date written as text, ``03.02.2026`` or ``2026-02-03``; ``None`` for anything else.

    >>> date_of("3.2.2026"), date_of("2026-02-30"), date_of("02/03/2026")
    (datetime.date(2026, 2, 3), None, None)
    """
    for form in _DATE_FORMS:
        if found := form.fullmatch(text.strip()):
            try:
                return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None
