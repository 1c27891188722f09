"""The words that the program prints and ``data/vocabulary.yaml`` must hold, by group and key.

A word that is missing would stop a report in the middle, so ``mapping check`` looks for all of them beforehand. Tests
keep this list equal to the words that the program asks for and to those of the shipped vocabulary.
"""

import string
from typing import get_args

from mapping.records import (
    ACT_KINDS,
    CONFIDENCES,
    DECISIONS,
    FORCES,
    ROLES,
    VERDICTS,
    BanMode,
    FindingKind,
    Kind,
    Report,
)
from mapping.seals import Part, State
from mapping.texts.compare import ChangeKind

_STATUSES = ("met", "partly-met", "not-met", "not-examined", "not-applicable")

NEEDED: dict[str, tuple[str, ...]] = {
    "status": _STATUSES,
    "status-means": _STATUSES,
    "element-status": (
        "in-force", "in-part", "adopted", "drafted", "none-found", "planned", "overdue", "not-examined",
    ),
    "overlay": ("hindered", "planned", "overdue", "either", "recommendation", "single"),
    "force": FORCES,
    "kind": get_args(Kind),
    "confidence": CONFIDENCES,
    "confidence-short": CONFIDENCES,
    "role": ROLES,
    "matrix-role": ("covers", "partly", "hinders"),
    "state": ("adopted", "repealed", "absent", "other-wording"),
    "since": ("unknown", "deferred"),
    "act-kind": ACT_KINDS,
    "ban-mode": get_args(BanMode),
    "finding-kind": get_args(FindingKind),
    "report": get_args(Report),
    "deadline": ("annual", "period"),
    "column": (
        "pinpoint", "obligation", "pinpoint-obligation", "provisions", "provision", "relied-on", "degree", "missing",
        "measure", "reason", "force", "kind", "elements", "element", "status", "article", "title", "summary",
        "in-force-from", "confidence", "answers", "act", "consolidated", "document", "publisher", "number", "action",
        "indicators", "deadline", "responsible", "partners", "recommendations", "authority", "measures", "count",
        "penalty", "ban", "chapter", "planned-by", "meaning", "source", "finding", "concerns", "subject", "overdue",
    ),
    "page": (
        "obligations", "national-law", "matrix", "gaps", "action-plan", "annex", "changes", "comparison", "index",
    ),
    "annex": (
        "heading", "title", "title-draft", "not-concordance", "overview", "table", "acts", "reading", "measures",
        "authorities", "nothing-missing", "no-measure", "no-provision", "also-recommended", "note", "ratified",
        "in-force", "searched", "total", "skip", "scroll", "stamp", "rows-unsettled", "rows-suspect",
        "rows-disputed", "judgements-signed",
        "judgements-unsigned", "part-of", "remark", "measure", "reading-signatures", "final", "signatory", "fingerprint",
        "fingerprint-short", "others-unsettled", "mandatory-not-examined",
    ),
    "sign-off": get_args(State),
    "seal-part": get_args(Part),
    "decision": DECISIONS,
    "verdict": VERDICTS,
    "change": get_args(ChangeKind),
    "record": ("obligation", "provision", "measure", "amendment", "link", "none-found", "finding"),
    "record-kind": ("added", "changed", "removed"),
    "changes": (
        "title-now", "title-between", "title-since", "counts", "begun", "no-texts", "law", "texts-compared", "text-document",
        "text-by", "heading-search", "search-again", "searched", "texts-found", "heading-texts", "texts-none", "excerpt", "touches", "touches-nothing",
        "rows-touched", "rows-none", "and-more", "amendment", "note", "assessed", "not-assessed", "assess-next",
        "heading-law", "law-since", "law-since-none", "heading-ahead", "ahead", "ahead-none", "from-day",
        "heading-data", "data", "data-none", "records", "signed", "signed-none", "heading-coverage", "degrees-law", "degrees-data",
        "degrees-none", "no-history", "heading-suspect", "suspect", "suspect-next", "suspect-none", "disputed",
        "to-review", "to-settle", "heading-quiet", "quiet", "heading-untouched", "untouched",
    ),
    "changes-column": (
        "provision", "from", "by", "amending-act", "content", "rows", "row", "record", "added", "changed", "removed",
        "place", "decision", "judgements", "changed-part", "signed-by", "disputed-by", "then", "now",
    ),
    "notice": (
        "draft-unsigned", "no-links", "not-binding", "suspect", "all-signed", "edition", "with-draft", "confidence", "consolidated", "start-unknown",
        "footer", "later-consolidation", "later-texts",
    ),
    "reading": ("statuses", "overlays", "folded", "provisions", "measures"),
    "text": (
        "about-data", "page", "of", "up-to", "from-to", "exactly", "years", "imprisonment", "life", "fine", "units",
        "community-service", "hours", "legal-person", "activity-ban", "winding-up", "no-ban", "joint", "no", "no-rows",
        "today", "overdue",
    ),
}  # fmt: skip


def places(text: str) -> set[str] | None:
    """The places in braces that the program fills in; ``None`` when a brace stands alone.

    >>> sorted(places("{min} to {max}"))
    ['max', 'min']
    >>> places("{min to 3") is None
    True
    """
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None
