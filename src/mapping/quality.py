"""The quality of the data, told from the data: how much was read, in which text, what was never verified, what is open."""

from collections import Counter
from collections.abc import Iterable, Sequence

from mapping.catalogue import Catalogue
from mapping.pinpoint import parse
from mapping.records import CONFIDENCES, Provision
from mapping.seals import standing


def page(catalogue: Catalogue) -> str:
    """The page ``docs/data-quality.md``, in English, for those who decide how far to rely on the data."""
    parts = [
        "# Quality of the data",
        "",
        f"Made from the data by `mapping export quality`; edition {catalogue.edition.version}, law checked up to {catalogue.edition.as_of}.",
        "Confidence: *read* in the consolidated text, seen in an *excerpt*, *unverified*. Nothing is signed by a reviewer unless this page says so.",
        "",
        *_by_instrument(catalogue),
        *_by_act(catalogue),
        *_unverified(catalogue),
        *_open_questions(catalogue),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return [*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows), ""]


def _by_instrument(catalogue: Catalogue) -> list[str]:
    rows = []
    for treaty in catalogue.instruments:
        links = [link for _, link in catalogue.links(treaty.id)]
        cited = {name for link in links if (name := catalogue.provision_for(link.to))}
        counts = Counter(catalogue.provisions[name][1].confidence for name in cited)
        elements = sum(len(duty.elements) for duty in treaty.obligations)
        signed = sum(any(one.decision == "agrees" for one in standing(link.reviews)) for link in links)
        rows.append(
            [
                treaty.short.en,
                len(treaty.obligations),
                elements,
                len(links),
                signed,
                *(counts[mark] for mark in CONFIDENCES),
            ]
        )
    head = (
        "treaty",
        "pinpoints",
        "elements",
        "links",
        "signed links",
        *(f"provisions cited: {mark}" for mark in CONFIDENCES),
    )
    return ["## By treaty", "", *_table(head, rows)]


def _by_act(catalogue: Catalogue) -> list[str]:
    rows = []
    for act in catalogue.acts:
        counts = Counter(one.confidence for one in act.provisions)
        text = f"{act.source.publisher} {act.source.document or ''}".strip()
        rows.append([act.short.en, *(counts[mark] for mark in CONFIDENCES), act.source.consolidated or "–", text])
    dated = [act for act in catalogue.acts if act.source.consolidated]
    oldest = min(dated, key=lambda act: str(act.source.consolidated)) if dated else None
    said = [f"Oldest consolidation: {oldest.short.en}, {oldest.source.consolidated}.", ""] if oldest else []
    return ["## By act", "", *said, *_table(("act", *CONFIDENCES, "consolidated", "text"), rows)]


def _unverified(catalogue: Catalogue) -> list[str]:
    lines = ["## Never verified", ""]
    for act in catalogue.acts:
        for mark in ("unverified", "excerpt"):
            found = [one for one in act.provisions if one.confidence == mark]
            if found:
                lines.append(f"- {act.short.en}: {_cites(found)} ({mark})")
    undated = _undated(catalogue)
    lines += [
        "",
        f"Of {len(catalogue.provisions)} provisions, {undated} have no established date of entry into force.",
        "",
    ]
    return lines


def _cites(provisions: Iterable[Provision]) -> str:
    ordered = sorted((one.at for one in provisions), key=lambda at: at.sort_key)
    return ", ".join(parse(at.id).cite("en") for at in ordered)


def _undated(catalogue: Catalogue) -> int:
    return sum(all(version.from_ == "unknown" for version in one.versions) for _, one in catalogue.provisions.values())


def _open_questions(catalogue: Catalogue) -> list[str]:
    lines = ["## Open legal questions", ""]
    for number, one in enumerate(catalogue.questions, start=1):
        concerned = ", ".join(f"`{place}`" for place in one.concerns)
        lines.append(f"{number}. {one.question.en} ({concerned})")
    return [*lines, ""] if catalogue.questions else []
