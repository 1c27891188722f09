"""The graph: what the data files say, as a ``networkx.MultiDiGraph`` with typed nodes and edges.

Nodes carry ``kind`` and ``record``, and what lies in something else the id of it (``instrument``, ``obligation``, ``act``,
``plan``, ``draft``; a measure also its ``row``). Their names are the stable ids:

=============== ==================================== ==========================
kind            name                                 record
=============== ==================================== ==========================
instrument      ``lanzarote``                        ``Instrument``
obligation      ``lanzarote/5(3)``                   ``Obligation``
element         ``lanzarote/5(3)#education``         ``Element``
act             ``labour-code``                      ``Act``
provision       ``labour-code/57``                   ``Provision``
plan            ``lanzarote-2025-2026``              ``Plan``
measure         ``lanzarote-2025-2026/15.1``         ``Measure``
authority       ``authority:mmps``                   ``Authority``
recommendation  ``recommendation:second/R19``        ``Recommendation``
draft           the draft's id                       ``Draft``
amendment       ``<draft>/<number>``                 ``Amendment``
finding         ``finding:<id>``                     ``Finding``
subject         ``subject:<id>``                     ``Subject``
=============== ==================================== ==========================

Edges carry ``type``: ``has`` (instrument → obligation → element, act → provision, plan → measure, draft → amendment);
``covers``, ``partly``, ``hinders`` (provision → element), ``plans`` (measure → element), ``drafts`` (amendment →
element), each with ``link`` and ``target`` (the exact place cited); ``none-found`` (act searched → element, with
``record``); ``amends`` (amendment → provision); ``responsible`` and ``partner`` (authority → measure); ``part-of``
(authority → authority); ``answers`` (measure → recommendation); ``serves`` (plan → instrument); ``concerns`` (finding →
obligation or element); ``recurs-in`` (subject → obligation).
"""

from typing import Any, TypeAlias

import networkx as nx

from mapping.catalogue import Catalogue
from mapping.records import Recommendation

Graph: TypeAlias = "nx.MultiDiGraph[str]"


def build(catalogue: Catalogue) -> Graph:
    """The graph of the whole catalogue; nodes and edges are added in the order of the data."""
    graph: Graph = nx.MultiDiGraph(edition=catalogue.edition)
    for treaty in catalogue.instruments:
        graph.add_node(treaty.id, kind="instrument", record=treaty)
        for duty in treaty.obligations:
            name = treaty.obligation_id(duty)
            graph.add_node(name, kind="obligation", record=duty, instrument=treaty.id)
            _edge(graph, treaty.id, name, "has")
            for element in duty.elements:
                graph.add_node(element_id(name, element.id), kind="element", record=element, obligation=name)
                _edge(graph, name, element_id(name, element.id), "has")
    for act in catalogue.acts:
        graph.add_node(act.id, kind="act", record=act)
        for provision in act.provisions:
            graph.add_node(act.provision_id(provision), kind="provision", record=provision, act=act.id)
            _edge(graph, act.id, act.provision_id(provision), "has")
    for authority in catalogue.authorities:
        graph.add_node(authority_id(authority.id), kind="authority", record=authority)
    for authority in catalogue.authorities:
        if authority.part_of:
            _edge(graph, authority_id(authority.id), authority_id(authority.part_of), "part-of")
    _add_plans(graph, catalogue)
    for draft in catalogue.drafts:
        graph.add_node(draft.id, kind="draft", record=draft)
        for amendment in draft.amendments:
            graph.add_node(draft.amendment_id(amendment), kind="amendment", record=amendment, draft=draft.id)
            _edge(graph, draft.id, draft.amendment_id(amendment), "has")
            if provision_name := catalogue.provision_for(amendment.to):
                _edge(graph, draft.amendment_id(amendment), provision_name, "amends")
    _add_judgements(graph, catalogue)
    for file in catalogue.evidence:
        for finding in file.findings:
            graph.add_node(f"finding:{finding.id}", kind="finding", record=finding)
            for place in finding.concerns:
                _edge(graph, f"finding:{finding.id}", place, "concerns")
    for subject in catalogue.crosswalk.subjects:
        graph.add_node(f"subject:{subject.id}", kind="subject", record=subject)
        for obligation in subject.obligations:
            _edge(graph, f"subject:{subject.id}", obligation, "recurs-in")
    return graph


def element_id(obligation: str, element: str) -> str:
    """``lanzarote/5(3)#education``."""
    return f"{obligation}#{element}"


def authority_id(name: str) -> str:
    """``authority:mmps``."""
    return f"authority:{name}"


def recommendation_id(recommendation: Recommendation) -> str:
    """``recommendation:second/R19``; without a number, the topic tells recommendations of one report apart."""
    own = recommendation.number or (recommendation.topic.en if recommendation.topic else "")
    return f"recommendation:{recommendation.report}/{own}"


def _add_plans(graph: Graph, catalogue: Catalogue) -> None:
    for plan in catalogue.plans:
        graph.add_node(plan.id, kind="plan", record=plan)
        _edge(graph, plan.id, plan.instrument, "serves")
    for name, (plan, row, measure) in catalogue.measures.items():
        graph.add_node(name, kind="measure", record=measure, plan=plan.id, row=row.row)
        _edge(graph, plan.id, name, "has")
        for type_, bodies in (("responsible", measure.responsible), ("partner", measure.partners)):
            for body in bodies:
                _edge(graph, authority_id(body), name, type_)
        for recommendation in row.recommendations:
            graph.add_node(recommendation_id(recommendation), kind="recommendation", record=recommendation)
            _edge(graph, name, recommendation_id(recommendation), "answers")


def _add_judgements(graph: Graph, catalogue: Catalogue) -> None:
    for judgement in catalogue.judgements.values():
        for link in judgement.links:
            origin = link.to if link.to in graph else catalogue.provision_for(link.to)
            for role, element in link.roles():
                _edge(graph, origin, element_id(judgement.obligation, element), role, link=link, target=link.to)
        for number, none in enumerate(judgement.none_found):
            for element in none.elements:
                for act in none.searched:
                    name = element_id(judgement.obligation, element)
                    graph.add_edge(act, name, key=f"none-found {number}", type="none-found", record=none)


def _edge(graph: Graph, start: str | None, end: str, type_: str, **attributes: Any) -> None:
    graph.add_edge(start, end, key=f"{type_} {attributes.get('target', '')}".strip(), type=type_, **attributes)
