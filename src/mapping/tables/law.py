"""Tables of national law: acts, provisions, penalties."""

from collections import Counter

import pandas as pd

from mapping.annex import caveats, later_text
from mapping.records import CONFIDENCES, Ban, Penalty, Provision, Range
from mapping.tables.cells import LINE, frame
from mapping.versions import amending_act
from mapping.view import View

CRIMINAL_CODE = "criminal-code"  # id of the act in the data


def acts(view: View) -> pd.DataFrame:
    """The acts relied on: one row each, with the text read and the confidence of its provisions."""
    rows = []
    for act in view.acts_relied_on:
        relied_on = [provision for owner, provision in view.relied_on.values() if owner is act]
        counts = Counter(one.confidence for one in relied_on)
        later = later_text(view, act)
        rows.append(
            {
                "act": act.title.in_(view.language)
                + (f" ({view.word('text', 'no')} {act.number})" if act.number else "")
                + (f"{LINE}{later}" if later else ""),
                "kind": view.word("act-kind", act.kind),
                "relied-on": len(relied_on),
                "consolidated": view.date(act.source.consolidated),
                "document": act.source.document or "–",
                "publisher": act.source.publisher,
                "confidence": LINE.join(
                    f"{view.word('confidence-short', mark)}: {counts[mark]}" for mark in CONFIDENCES if counts[mark]
                ),
            }
        )
    return frame(view, ("act", "kind", "relied-on", "consolidated", "document", "publisher", "confidence"), rows)


def provisions(view: View, act_id: str) -> pd.DataFrame:
    """The provisions of one act that links of the treaty cite: one row each."""
    rows = []
    for name, (act, provision) in view.relied_on.items():
        if act.id == act_id:
            rows.append(
                {
                    "provision": provision.at.cite(view.language),
                    "title": provision.title.in_(view.language) if provision.title else "",
                    "summary": LINE.join([provision.summary.in_(view.language), *_facts(view, provision)]),
                    "in-force-from": _since(view, provision),
                    "confidence": LINE.join(
                        [
                            view.word("confidence", provision.confidence),
                            *(
                                word
                                for word in caveats(view, act, provision)
                                if word != view.word("confidence", provision.confidence)
                            ),
                        ]
                    ),
                    "answers": ", ".join(view.answered_by.get(name, [])),
                }
            )
    return frame(view, ("provision", "title", "summary", "in-force-from", "confidence", "answers"), rows)


def _facts(view: View, provision: Provision) -> list[str]:
    return [f"• {fact.at.cite(view.language)}: {fact.in_(view.language)}" for fact in provision.facts]


def _since(view: View, provision: Provision) -> str:
    lines = []
    for version in provision.versions:
        start = version.from_
        shown = view.word("since", start) if isinstance(start, str) else view.date(start)
        extra = [amending_act(version.amended_by, view.language)] if version.amended_by else []
        extra += (
            [view.word("confidence", version.confidence)] if version.confidence and version.confidence != "read" else []
        )
        change = f": {version.summary.in_(view.language)}" if version.summary else ""
        lines.append(shown + (f" ({', '.join(extra)})" if extra else "") + change)
    return LINE.join(lines)


def penalties(view: View) -> pd.DataFrame:
    """Penalties of the Criminal Code relied on: one row for each paragraph, with the ban on posts and activities beside it.

    Whether an offence carries a ban is the question of this table; contraventions and their fines stand with their
    provisions.
    """
    rows = [
        {
            "provision": f"{act.short.in_(view.language)}, {penalty.at.cite(view.language)}",
            "title": provision.title.in_(view.language) if provision.title else "",
            "penalty": penalty_words(view, penalty),
            "ban": ban_words(view, penalty.ban),
        }
        for act, provision in view.relied_on.values()
        if act.id == CRIMINAL_CODE
        for penalty in provision.penalties
    ]
    return frame(view, ("provision", "title", "penalty", "ban"), rows)


def penalty_words(view: View, penalty: Penalty) -> str:
    """A penalty as a reader of the language puts it; the alternatives one under the other."""
    parts = []
    if penalty.imprisonment:
        parts.append(
            f"{view.word('text', 'imprisonment')}: {range_words(view, penalty.imprisonment)} {view.word('text', 'years')}"
        )
    if penalty.life:
        parts.append(view.word("text", "life"))
    if penalty.fine:
        parts.append(f"{view.word('text', 'fine')}: {range_words(view, penalty.fine)} {view.word('text', 'units')}")
    if penalty.community_service:
        parts.append(
            f"{view.word('text', 'community-service')}: {range_words(view, penalty.community_service)} {view.word('text', 'hours')}"
        )
    if penalty.other:
        parts.append(penalty.other.in_(view.language))
    if legal := penalty.legal_person:
        own = (
            [f"{view.word('text', 'fine')}: {range_words(view, legal.fine)} {view.word('text', 'units')}"]
            if legal.fine
            else []
        )
        own += [
            view.word("text", key)
            for key, given in (("activity-ban", legal.activity_ban), ("winding-up", legal.winding_up))
            if given
        ]
        parts.append(f"{view.word('text', 'legal-person')}: {', '.join(own)}")
    return LINE.join(parts)


def range_words(view: View, one: Range | Ban) -> str:
    """``de la 3 la 7``, ``până la 3``; decimals with the comma Romanian uses."""

    def number(value: float) -> str:
        shown = f"{value:g}"
        return shown.replace(".", ",") if view.language == "ro" else shown

    if one.min is None:
        return view.word("text", "up-to", max=number(one.max))
    key = "exactly" if one.min == one.max else "from-to"
    return view.word("text", key, min=number(one.min), max=number(one.max))


def ban_words(view: View, ban: Ban | None) -> str:
    """The ban of a paragraph: years and whether the court may choose; or that there is none."""
    if ban is None:
        return view.word("text", "no-ban")
    return f"{range_words(view, ban)} {view.word('text', 'years')}, {view.word('ban-mode', ban.mode)}"
