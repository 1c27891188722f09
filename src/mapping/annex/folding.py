"""Telling several like sentences as one, and long ones briefly."""

from collections.abc import Sequence

LONG_ACTION = 100  # characters of a measure in a row of the annex
ALIKE = 4  # words sentences must share to be told as one
PAIR_ALIKE = 10  # the same for only two, where little is gained


def folded(texts: Sequence[str]) -> tuple[str, ...]:
    """Neighbouring sentences that differ in one place told as one: a sign for the place, then what stands there.

    >>> folded([f"Staff working in {where} are trained every year." for where in ("schools", "sport", "health care")])
    ('Staff working in (…) are trained every year: schools; sport; health care.',)
    >>> folded(["One thing.", "Another thing."])
    ('One thing.', 'Another thing.')
    """
    told: list[str] = []
    run: list[str] = []
    for text in (*texts, ""):
        if run and _slots([*run, text]) is None:
            told += [_as_one(run)] if _worth_it(run) else run
            run = []
        run.append(text)
    return tuple(told)


def _worth_it(texts: Sequence[str]) -> bool:
    before, _, after = _slots(texts) or ([], [], []) if len(texts) > 1 else ([], [], [])
    return len(before) + len(after) >= (PAIR_ALIKE if len(texts) == 2 else ALIKE)


def _slots(texts: Sequence[str]) -> tuple[list[str], list[str], list[str]] | None:
    """The words before the place that differs, what stands in it in each sentence, the words after it."""
    words = [text.removesuffix(".").split(" ") for text in texts]
    if any(";" in text or not text.endswith(".") for text in texts):
        return None
    before = _shared(words)
    after = _shared([one[before:][::-1] for one in words])
    slots = [" ".join(one[before : len(one) - after]) for one in words]
    longest = max(len(slot.split(" ")) for slot in slots)
    if before < 2 or before + after < max(ALIKE, longest) or not all(slots):
        return None
    return words[0][:before], slots, words[0][len(words[0]) - after :]


def _shared(words: Sequence[Sequence[str]]) -> int:
    """How many words all begin with."""
    return next(
        (number for number, row in enumerate(zip(*words, strict=False)) if len(set(row)) > 1), min(map(len, words))
    )


def _as_one(texts: Sequence[str]) -> str:
    before, slots, after = _slots(texts) or ([], [], [])
    place = ["(…)"] if after else []
    return f"{' '.join([*before, *place, *after])}: {'; '.join(slots)}."


def brief(action: str) -> str:
    """An action cut after its first clauses.

    >>> brief("Train the staff.")
    'Train the staff.'
    """
    if len(action) <= LONG_ACTION:
        return action
    start = action[: LONG_ACTION - 10]
    clause = max(start.rfind(sign) for sign in ("; ", ": ", " ("))
    end = clause if clause > LONG_ACTION // 2 else start.rfind(" ")
    return start[:end].rstrip(" ,;:(") + " …"
