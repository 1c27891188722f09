"""``mapping review``: list, sign, assess."""

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from mapping.catalogue import Catalogue
from mapping.checks import load_checked
from mapping.errors import UserError
from mapping.records import VERDICTS, Assessment, Decision, Link, Review
from mapping.seals import NO_PLACE, SignOff, State, key_of, person, seals_of, sign_offs, standing
from mapping.signing.assessing import Step, settled, steps_at
from mapping.signing.choosing import Chosen, Signable, select
from mapping.signing.writing import already_recorded, append_assessments, append_reviews, named, sound
from mapping.texts.library import Library, open_library

_UNDO = {"review": "mapping review … --decision withdraws", "assessment": "the same command with the other --verdict"}
SEALED = ("agrees", "disagrees")  # a remark or a withdrawal stands for nothing that could change


def run_review(options: argparse.Namespace, root: Path) -> int:
    """List, sign or assess, as the options say; returns the exit code."""
    _refuse_misuse(options)
    catalogue = load_checked(root)
    library = open_library(root, catalogue.edition)
    if options.change is not None:
        return _assess(options, catalogue, library)
    suspect_in = library if options.suspect else None
    chosen = select(catalogue, options.what, to=options.to, suspect_in=suspect_in)
    if options.name is None:
        nothing = "Nothing chosen is suspect." if options.suspect else "Nothing is chosen."
        print(listing(catalogue, chosen, library) if chosen else nothing)
        return 0
    if not (options.what or options.to or options.suspect):
        raise UserError("nothing is chosen to sign: write for example mapping review lanzarote:III --name …")
    return _sign(options, catalogue, library, chosen)


def _refuse_misuse(options: argparse.Namespace) -> None:
    """Refuse words that do not belong together: what was meant as a verdict must not become a signature."""
    if options.verdict and options.change is None:
        raise UserError('--verdict judges a change of the law: name its place with --change "criminal-code/208^1(3)"')
    if options.decision and options.change is not None:
        raise UserError("--decision is for judgements: a change is editorial or material, say which with --verdict")
    if options.name is not None:
        return
    for word in ("role", "decision", "verdict", "remark", "date"):
        if getattr(options, word):
            raise UserError(f'--{word} is for signing, and nobody signs: add --name "…", or leave it out to look only')


def listing(catalogue: Catalogue, chosen: Sequence[Chosen], library: Library) -> str:
    """One line for each record chosen with its state and who signed, then how many there are of each state."""
    states = sign_offs(catalogue, library)
    found = [(one, states[key_of(*one)]) for one in chosen]
    counts = {state: sum(each.state == state for _, each in found) for state in get_args(State)}
    total = ", ".join(f"{number} {state}" for state, number in counts.items() if number)
    lines = [f"{each.state:<9} {_shown(one)}{_who(each)}" for one, each in found]
    return "\n".join([*lines, f"{len(found)} record{'s' * (len(found) != 1)}: {total}."])


def _shown(one: Chosen) -> str:
    judgement, record = one
    ends = record.to if isinstance(record, Link) else f"none found for {', '.join(record.elements)}"
    return f"{judgement.obligation} → {ends}"


def _who(one: SignOff) -> str:
    parts = [f"{each.name} {each.decision}, {each.date}" for each in (*one.disagrees, *one.agrees, *one.outdated)]
    missing = ["the text that was sealed is not in the library"] if one.text_missing else []
    changed = [part for part in one.changed if part != "text-missing"]
    parts += [f"changed: {', '.join(changed)}"] if changed else []
    return f"   ({'; '.join([*parts, *missing])})" if parts or missing else ""


def _day(date: str) -> dt.date:
    today = dt.date.today()
    if not date:
        return today
    try:
        day = dt.date.fromisoformat(date)
    except ValueError:
        raise UserError(f'--date is "{date}", not a date: write YYYY-MM-DD') from None
    if day > today:
        raise UserError(f"--date is {day}, a day that has not come: write the day of the review")
    return day


def _sign(options: argparse.Namespace, catalogue: Catalogue, library: Library, chosen: Sequence[Chosen]) -> int:
    decision: Decision = options.decision or "agrees"
    entries: list[tuple[Signable, Review]] = []
    lines: list[str] = []
    for (judgement, record), sealed in zip(chosen, seals_of(catalogue, chosen, library), strict=True):
        review = sound(
            Review(
                name=options.name, role=options.role, date=_day(options.date), decision=decision,
                remark=options.remark, seal=sealed if decision in SEALED else None,
            )
        )  # fmt: skip
        mine = [one for one in standing(record.reviews) if person(one.name) == person(review.name)]
        if decision == "withdraws" and not mine:
            lines.append(f"skipped   {_shown((judgement, record))}: nothing of {review.name} stands here")
        elif already_recorded(record.reviews, review):
            lines.append(f"skipped   {_shown((judgement, record))}: already recorded")
        else:
            lines.append(f"{decision:<9} {_shown((judgement, record))}{_gone(review)}")
            entries.append((record, review))
    paths = [] if options.dry_run else append_reviews(catalogue.root, entries)
    print("\n".join([*lines, *_unseen(catalogue, entries)]))
    return _report(options, len(entries), "review", catalogue, paths)


def _gone(review: Review) -> str:
    """Which imported text has no such place, so that its absence was sealed."""
    sealed = {"law": review.seal.text, "treaty": review.seal.treaty} if review.seal else {}
    names = [name for name, each in sealed.items() if each == NO_PLACE]
    return f"   (the imported text of the {' and of the '.join(names)} has no such place)" if names else ""


def _unseen(catalogue: Catalogue, entries: Sequence[tuple[Signable, Review]]) -> list[str]:
    """One line on how many were signed without official words, because nobody has imported them."""
    sealed = [(record, one.seal) for record, one in entries if one.seal]
    cited = [
        one for record, one in sealed if isinstance(record, Link) and record.to.partition("/")[0] in catalogue.act_by_id
    ]
    missing = {"law": sum(one.text is None for one in cited), "treaty": sum(one.treaty is None for _, one in sealed)}
    found = [f"{number} without the text of the {name}" for name, number in missing.items() if number]
    return [f"Sealed {' and '.join(found)}: import it first (mapping import) if it is to be sealed."] if found else []


def _assess(options: argparse.Namespace, catalogue: Catalogue, library: Library) -> int:
    if options.what or options.to or options.suspect:
        raise UserError("--change assesses a place, whoever cites it: leave out what else is chosen")
    steps = steps_at(catalogue, library, options.change)
    if options.name is not None and options.verdict is None:
        raise UserError("--change needs --verdict editorial or --verdict material")
    entries: list[tuple[str, Assessment]] = []
    for step in steps:
        cited = f"{step.about}/{step.at.id}"
        if step.beyond is None:
            print(f"skipped   {cited}: the text that was sealed is not in the library: name {cited} itself")
        elif step.beyond:
            print(f"skipped   {cited}: it also changed at {', '.join(step.beyond)}: name a place that holds all of it")
        elif settled(catalogue, step, options.verdict):
            print(f"skipped   {cited}: already recorded")
        else:
            print(f"{options.verdict or _said(catalogue, step):<9} {cited}: {len(step.rest)} signed on other words")
            for one in step.rest:
                print(f"          {_shown(one)}")
            if options.name is not None:
                entries.append((step.about, _assessment(options, step)))
    if options.name is None:
        print(
            "To assess: --verdict editorial or material, --name and --role."
            if steps
            else "Nothing signed rests on other words."
        )
        return 0
    paths = [] if options.dry_run else append_assessments(catalogue.root, entries)
    return _report(options, len(entries), "assessment", catalogue, paths)


def _said(catalogue: Catalogue, step: Step) -> str:
    """The verdict that stands on a step, or ``open``."""
    return next((one for one in VERDICTS if settled(catalogue, step, one)), "open")


def _assessment(options: argparse.Namespace, step: Step) -> Assessment:
    return named(
        Assessment(
            at=step.at, before=step.before, after=step.after, verdict=options.verdict, name=options.name,
            role=options.role, date=_day(options.date), remark=options.remark,
        )
    )  # fmt: skip


def _report(options: argparse.Namespace, number: int, what: str, catalogue: Catalogue, paths: Sequence[Path]) -> int:
    said = f"{number} {what}{'s' * (number != 1)}"
    if not number:
        print("Nothing to write.")
    elif options.dry_run:
        print(f"{said} would be written; nothing was.")
    else:
        print("\n".join([f"{said} written to:", *(f"  {one.relative_to(catalogue.root)}" for one in paths)]))
        print(f"To undo: {_UNDO[what]}, or git restore data/ before it is committed.")
    return 0
