"""From the bytes of an official publication to a ``Text``, or one sentence that says why not."""

import datetime as dt
import re

from mapping.catalogue import Catalogue
from mapping.errors import UserError
from mapping.records import Act, Instrument
from mapping.texts.markup import document_number, versions
from mapping.texts.model import Text
from mapping.texts.recognise import cited, refuse_another, refuse_language, refuse_shortened, refuse_web_page
from mapping.texts.record_sheet import facts_of_head, in_force, named
from mapping.texts.source import Source, read_source
from mapping.texts.split import split

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_text(
    content: bytes,
    *,
    name: str,
    about: Act | Instrument,
    catalogue: Catalogue,
    retrieved: dt.date,
    address: str = "",
    consolidated: dt.date | None = None,
    partial: bool = False,
) -> Text:
    """Read, split and recognise the publication of an act or treaty.

    Args:
        content: The file as received.
        name: Its name or address, for messages and as a hint at the format.
        about: The act or treaty it is said to be.
        catalogue: What is recorded about it.
        retrieved: The day it was received.
        address: Where it was fetched from; empty for a file.
        consolidated: The day from which the wording applies, when the text does not say.
        partial: It is known to hold only some articles.

    Raises:
        UserError: It is no text of that act or treaty, is cut short, or has no consolidation date.
    """
    source = read_source(content, name)
    refuse_web_page(source, name)
    language = "ro" if isinstance(about, Act) else "en"
    found = split(source.lines, language=language)
    facts = {**named(source.facts.get("title", "")), **source.facts, **facts_of_head(found.head)}
    refuse_language(source, about, name)
    refuse_another(found, facts, about, name, catalogue)
    if not found.units:
        raise UserError(
            f'"{name}" has no article or numbered point: import the text itself, saved from the page of the document'
        )
    if found.twice:
        at, first, second = found.twice[0]
        raise UserError(
            f'"{name}": {cited(at)} stands twice, on lines {first} and {second}: remove the one that is not in force'
        )
    where = address or facts.get("address", "")
    document = document_number(where) or facts.get("document", "")
    day = consolidated or _consolidated(source, facts, about, document, content)
    if not partial:
        refuse_shortened(found, about, name, day or retrieved)
    if day is None:
        known = about.source.consolidated
        recorded = f" (the data record the consolidation of {known})" if known else ""
        raise UserError(f'"{name}" does not say from when its wording applies: add --consolidated YYYY-MM-DD{recorded}')
    return Text(
        about=about.id,
        consolidated=day,
        language=language,
        format=source.format,
        sha256=source.sha256,
        retrieved=retrieved,
        units=found.units,
        title=facts.get("title", "") or (about.title.ro if isinstance(about, Act) else about.title.en),
        number=facts.get("number", "") or (about.number or "" if isinstance(about, Act) else about.reference),
        document=document,
        address=where,
        amended_by=facts.get("amended_by", ""),
        partial=partial,
    )


def _consolidated(
    source: Source, facts: dict[str, str], about: Act | Instrument, document: str, content: bytes
) -> dt.date | None:
    """The day from which the wording applies.

    The newest amendment says it best; then the publisher's list of versions, the file's own statement and, for an act
    never amended, its entry into force. A later day than today is fine: the register publishes ahead.
    """
    if isinstance(about, Instrument):
        return _day(facts.get("consolidated", "")) or about.opened
    amendment = facts.get("amended_by", "")
    if found := in_force(amendment):
        return found
    if source.format == "html":
        listed = versions(content)
        this = next((one for one in listed if one.document == document), None)
        if this is not None:
            return this.date
        if len(listed) == 1:
            return listed[0].date
    if found := _day(facts.get("consolidated", "")):
        return found
    return None if amendment else _day(facts.get("in_force", ""))


def _day(text: str) -> dt.date | None:
    if not _ISO.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
