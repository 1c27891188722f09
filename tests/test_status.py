"""``mapping status`` as a machine and as a person reads it."""

import dataclasses
import json
import re
from pathlib import Path

import pytest

from mapping.catalogue import Catalogue, load
from mapping.cli import main
from mapping.coverage import ELEMENT_STATUSES, OBLIGATION_STATUSES, derive
from mapping.graph import build
from mapping.status import as_explanation, as_object, as_table

DAY = r"\d{4}-\d\d-\d\d"
KEYS = {
    "top": {"edition": str, "as_of": str, "obligations": list, "measures": list, "provisions": list},
    "obligation": {
        "id": str, "instrument": str, "article": str, "paragraph": (str, type(None)), "letter": (str, type(None)),
        "force": str, "status": str, "elements": list,
    },
    "element": {
        "id": str, "basis": str, "either": (str, type(None)), "status": str, "hindered": bool, "covered_by": list,
        "planned_by": list,
    },
    "measure": {
        "id": str, "number": str, "row": int, "deadline": str, "due": (str, type(None)), "authorities": list,
        "obligations": list,
    },
    "provision": {
        "id": str, "act": str, "article": (str, type(None)), "in_force_from": (str, type(None)), "confidence": str,
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=["sample", "catalogue"])
def data(request: pytest.FixtureRequest) -> Catalogue:
    """The corpus, then the data of the project."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Catalogue)
    return found


def status_of(data: Catalogue) -> dict:
    """The object as another program reads it."""
    return json.loads(json.dumps(as_object(data, derive(build(data), data.edition.as_of))))


def test_the_object_has_the_documented_keys_and_types(data: Catalogue) -> None:
    """Exactly the keys of docs/commands.md, each of its type, in every record."""
    found = status_of(data)
    records = [
        ("top", [found]),
        ("obligation", found["obligations"]),
        ("element", [one for duty in found["obligations"] for one in duty["elements"]]),
        ("measure", found["measures"]),
        ("provision", found["provisions"]),
    ]
    for kind, many in records:
        assert many, kind
        for one in many:
            assert set(one) == set(KEYS[kind])
            assert all(isinstance(one[key], type_) for key, type_ in KEYS[kind].items()), one


def test_the_documentation_names_every_key(project_root: Path) -> None:
    """What a machine reads is written down."""
    page = (project_root / "docs/commands.md").read_text(encoding="utf-8").partition("## `mapping status --json`")[2]
    named = set(re.findall(r"`([a-z_]+)`", page))
    assert {key for keys in KEYS.values() for key in keys} <= named
    assert {*OBLIGATION_STATUSES, *ELEMENT_STATUSES} <= set(re.findall(r"`([a-z-]+)`", page))


def test_the_object_says_what_the_data_says(data: Catalogue) -> None:
    """Every pinpoint with or without duty, every measure and every provision is there once, in order."""
    found = status_of(data)
    assert (found["edition"], found["as_of"]) == (data.edition.version, str(data.edition.as_of))
    assert [one["id"] for one in found["obligations"]] == list(data.obligations)
    assert {"no-duty"} <= {one["force"] for one in found["obligations"]}
    assert [one["id"] for one in found["measures"]] == list(data.measures)
    assert [one["id"] for one in found["provisions"]] == list(data.provisions)


def test_the_values_are_of_their_lists(data: Catalogue) -> None:
    """Statuses, dates and references are words another program can rely on."""
    found = status_of(data)
    measures, duties = {one["id"] for one in found["measures"]}, {one["id"] for one in found["obligations"]}
    for duty in found["obligations"]:
        assert duty["status"] in OBLIGATION_STATUSES
        assert (duty["force"] == "no-duty") <= (duty["status"] == "not-applicable")
        for one in duty["elements"]:
            assert one["status"] in ELEMENT_STATUSES
            assert set(one["planned_by"]) <= measures
            assert all(data.provision_for(target) for target in one["covered_by"])
    for measure in found["measures"]:
        assert re.fullmatch(rf"{DAY}|annual|\d{{4}}-\d{{4}}", measure["due"])
        assert measure["authorities"] and set(measure["authorities"]) <= set(data.authority_by_id)
        assert set(measure["obligations"]) <= duties
    for provision in found["provisions"]:
        assert re.fullmatch(rf"{DAY}|unknown|deferred", provision["in_force_from"] or "unknown")
        assert provision["confidence"] in ("read", "excerpt", "unverified")


def test_the_object_of_the_corpus(sample: Catalogue) -> None:
    """One record of each kind, in full."""
    found = status_of(sample)
    by_id = {one["id"]: one for kind in ("obligations", "measures", "provisions") for one in found[kind]}
    assert by_id["sample/2(3)(a)"] == {
        "id": "sample/2(3)(a)", "instrument": "sample", "article": "2", "paragraph": "3", "letter": "a",
        "force": "qualified", "status": "partly-met",
        "elements": [
            {"id": "hearing", "basis": "text", "either": None, "status": "in-force", "hindered": False,
             "covered_by": ["law-8-2010/3"], "planned_by": []},
            {"id": "record", "basis": "text", "either": None, "status": "in-force", "hindered": True,
             "covered_by": ["law-8-2010/3"], "planned_by": []},
        ],
    }  # fmt: skip
    assert by_id["sample/1"]["elements"] == []
    assert by_id["sample-plan/1.2"] == {
        "id": "sample-plan/1.2", "number": "1.2", "row": 1, "deadline": "anual", "due": "annual",
        "authorities": ["lanterns", "harbour", "friends"], "obligations": ["sample/3"],
    }  # fmt: skip
    assert [by_id[name]["due"] for name in ("sample-plan/1.1", "sample-plan/2.1")] == ["2025-09-30", "2025-2026"]
    starts = {name: one["in_force_from"] for name, one in by_id.items() if "in_force_from" in one}
    assert starts == {
        "lantern-code/5": "unknown",
        "lantern-code/6": "2020-01-01",
        "lantern-code/6^1": "2027-01-01",
        "lantern-code/7(1)[2]": "deferred",
        "law-8-2010/3": "unknown",
        "law-8-2010/4": "2010-09-01",
        "law-8-2010/9": "unknown",
        "hg-12-2015/annex1:p12": "unknown",
    }


def test_a_repealed_provision_is_in_force_from_no_day(sample: Catalogue) -> None:
    """On the day of its repeal, no version applies."""
    edition = sample.edition.as_of.replace(year=2027)
    found = as_object(sample, derive(build(sample), edition))
    assert {one["id"]: one["in_force_from"] for one in found["provisions"]}["law-8-2010/4"] is None


def test_another_treaty_is_left_out(sample: Catalogue) -> None:
    """Asked for one treaty, the object holds its obligations and plans alone."""
    coverage = derive(build(sample), sample.edition.as_of)
    second = dataclasses.replace(sample, instruments=())
    assert as_object(second, coverage, "another")["obligations"] == []
    assert as_object(second, coverage, "another")["measures"] == []
    assert len(as_object(sample, coverage, "sample")["measures"]) == len(sample.measures)


def test_the_table_counts_every_obligation(data: Catalogue) -> None:
    """A line for each article, whose numbers add up to the totals and to the obligations of the treaty."""
    coverage = derive(build(data), data.edition.as_of)
    for treaty in data.instruments:
        lines = as_table(data, coverage, treaty.id).splitlines()
        rows = [[int(cell.replace("·", "0")) for cell in line[54:].split()] for line in lines[3:-2]]
        articles = list(dict.fromkeys(str(duty.at.article) for duty in treaty.obligations))
        assert [line.split()[0] for line in lines[3:-2]] == [*articles, "all"]
        assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]
        assert sum(rows[-1]) == len(treaty.obligations)
        links = [link for judgement, link in data.links() if judgement.obligation.startswith(f"{treaty.id}/")]
        unsigned = sum(not link.reviews for link in links)
        assert lines[-1].startswith(f"{unsigned} of {len(links)} links are unsigned.")


def test_an_explanation_is_printed_for_every_obligation(data: Catalogue) -> None:
    """The status comes first, then each record that bears on it."""
    graph = build(data)
    coverage = derive(graph, data.edition.as_of)
    for name, duty in coverage.obligations.items():
        printed = as_explanation(data, graph, coverage, name)
        word = data.vocabulary.word("status", duty.status, "en")
        assert printed.startswith(f"{name}: {word} on {data.edition.as_of}")
        for one in duty.elements:
            assert one.element.en in printed
            assert all(target in printed for target in one.covered_by)
            assert all(none.reason.en in printed for none in one.none_found)


def test_the_command_prints_the_same_object(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``mapping status --json`` prints one JSON object and nothing else."""
    monkeypatch.setenv("MAPPING_ROOT", str(corpus))
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == status_of(load(corpus))
