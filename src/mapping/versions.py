"""Which version of a provision applies at a date.

A version without a known beginning is taken to apply from the act's own entry into force (or adoption, where that alone is known), because it stands in the
consolidation that was read; reports say so. A version that begins later than the date asked for counts as *adopted*
only if the amending law was adopted by then (or its adoption date is unknown and the date asked for is not earlier
than the edition of the data).
"""

import datetime as dt
import re
from typing import Literal, NamedTuple

from mapping.pinpoint import Language
from mapping.records import Act, Provision, Version

State = Literal["in-force", "adopted", "repealed", "absent"]


class VersionAt(NamedTuple):
    """The version that applies, or the one that comes next or came last, and its state."""

    state: State
    version: Version | None


def state_of(act: Act, provision: Provision, as_of: dt.date, edition: dt.date) -> VersionAt:
    """The state of a provision at ``as_of``; ``edition`` is the date up to which the law was checked."""
    ended: Version | None = None
    coming: Version | None = None
    for version in provision.versions:
        start = version.from_
        if start == "deferred" or (isinstance(start, dt.date) and start > as_of):
            known = version.adopted <= as_of if version.adopted else as_of >= edition
            coming = version if known and coming is None else coming
            continue
        if version.until and version.until <= as_of:
            ended = version
            continue
        begins = act.in_force or act.adopted
        if start == "unknown" and begins and begins > as_of:
            known = act.adopted is not None and act.adopted <= as_of
            coming = version if known and coming is None else coming
            continue
        return VersionAt("in-force", version)
    if coming:
        return VersionAt("adopted", coming)
    return VersionAt("repealed", ended) if ended else VersionAt("absent", None)


AMENDING_ACTS = {
    re.compile(r"Law (\d+/\d{4})"): "Legea nr. {}",
    re.compile(r"Constitutional Court Judgment (\d+/\d{4})"): "Hotărârea Curții Constituționale nr. {}",
}


def amending_act(written: str, language: Language) -> str:
    """An amending act as the language prints it; the data writes the English form.

    >>> amending_act("Law 316/2022", "ro"), amending_act("Law 316/2022", "en")
    ('Legea nr. 316/2022', 'Law 316/2022')
    """
    if language == "ro":
        for form, printed in AMENDING_ACTS.items():
            if match := form.fullmatch(written):
                return printed.format(match[1])
    return written
