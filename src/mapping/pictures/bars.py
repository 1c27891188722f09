"""Bars: how many, compared."""

from collections import Counter
from collections.abc import Sequence

from mapping.coverage import OBLIGATION_STATUSES
from mapping.pictures.svg import BLUE, INK, LINE, MARKS, QUIET, Drawing, shorten, text_width
from mapping.records import FORCES
from mapping.view import View

_BAR = 480.0  # the only picture of the first screen of a telephone: narrow, with large lettering


def status_bars(view: View) -> str:
    """One bar: how the obligations of the treaty divide by degree of compatibility."""
    counts = Counter(duty.status for duty in view.obligations)
    words = {status: f"{view.word('status', status)}: {counts[status]}" for status in OBLIGATION_STATUSES}
    drawing = Drawing("status-bars", _BAR, 60, view.word("column", "degree"), "; ".join(words.values()))
    total, left = sum(counts.values()), 0.0
    for status in OBLIGATION_STATUSES:
        width = _BAR * counts[status] / total if total else 0
        if not width:
            continue
        drawing.mark_bar(left, 2, width, 34, status, words[status])
        sign = MARKS[status].sign
        if sign and width > 14:
            drawing.text(left + width / 2, 25, sign, size=17, anchor="middle", fill=MARKS[status].ink, bold=True)
        left += width
    drawing.height += drawing.legend(0, 52, [(status, words[status]) for status in OBLIGATION_STATUSES], _BAR, 15)
    return drawing.svg()


def force_bars(view: View) -> str:
    """For each article, how many of its pinpoints bind, and how strictly."""
    shades = {"mandatory": INK, "qualified": BLUE, "optional": "#9ec9e2", "no-duty": "#e7ebef"}
    articles: dict[str, Counter[str]] = {}
    for duty in view.obligations:
        articles.setdefault(str(duty.obligation.at.article), Counter())[duty.obligation.force] += 1
    largest = max((sum(counts.values()) for counts in articles.values()), default=1)
    rows = list(articles.items())
    drawing = Drawing(
        "force-bars",
        980,
        40 + 20 * len(rows),
        view.word("page", "obligations"),
        f"{view.word('column', 'force')} / {view.word('column', 'article')}",
    )
    left = 0.0
    for force in FORCES:
        drawing.rect(left, 2, 14, 14, fill=shades[force], stroke=INK)
        drawing.text(left + 20, 13.5, view.word("force", force), fill=QUIET)
        left += 44 + text_width(view.word("force", force))
    for number, (article, counts) in enumerate(rows):
        top = 32 + 20 * number
        drawing.text(0, top + 11, shorten(view.article_heading(article), 440, 11.5), size=11.5)
        x = 450.0
        for force in FORCES:
            width = 480 * counts[force] / largest
            if width:
                drawing.rect(
                    x,
                    top,
                    width,
                    14,
                    fill=shades[force],
                    stroke=INK,
                    tip=f"{view.word('force', force)}: {counts[force]}",
                )
                x += width
        drawing.text(x + 6, top + 11, str(sum(counts.values())), size=11, fill=QUIET)
    return drawing.svg()


def act_bars(view: View) -> str:
    """For each national act, how many elements of the treaty rest on it, in full or in part, and how many it hinders.

    An element counts once for an act, however many of its provisions answer it: in full if one of them does.
    """
    roles = (("covers", "in-force"), ("partly", "in-part"), ("hinders", "hinders"))
    acts: dict[str, Counter[str]] = {}
    for duty in view.obligations:
        for element in duty.elements:
            found: dict[str, set[str]] = {}
            for answer in (*element.answers, *element.hindrances):
                found.setdefault(answer.act.id, set()).add(answer.role)
            for act, said in found.items():
                acts.setdefault(act, Counter()).update(said - {"partly"} if "covers" in said else said)
    order = [act.id for act in view.catalogue.acts]
    rows = sorted(acts.items(), key=lambda pair: (-sum(pair[1].values()), order.index(pair[0])))
    largest = max((sum(counts.values()) for _, counts in rows), default=1)
    drawing = Drawing("act-bars", 960, 46 + 22 * len(rows), view.word("page", "national-law"), _listing(view, rows))
    drawing.legend(0, 2, [(mark, view.word("role", role)) for role, mark in roles], 860)
    for number, (act_id, counts) in enumerate(rows):
        top = 36 + 22 * number
        drawing.text(0, top + 12, shorten(view.catalogue.act_by_id[act_id].short.in_(view.language), 385))
        x = 395.0
        for role, mark in roles:
            width = 510 * counts[role] / largest
            if width:
                drawing.mark_bar(x, top, width, 16, mark, f"{view.word('role', role)}: {counts[role]}")
                x += width
        drawing.text(x + 6, top + 12, str(sum(counts.values())), size=11, fill=QUIET)
    drawing.line(395, 30, 395, 40 + 22 * len(rows), stroke=LINE)
    return drawing.svg()


def _listing(view: View, rows: Sequence[tuple[str, Counter[str]]]) -> str:
    named = [
        f"{view.catalogue.act_by_id[act].short.in_(view.language)}: {sum(counts.values())}" for act, counts in rows
    ]
    return "; ".join(named)
