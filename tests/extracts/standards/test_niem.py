"""An exchange of families goes out as NIEM 6.0, valid by its schemas, and comes in with the same statements; what is hostile is refused."""

import gzip
import io
import time
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given, settings
from lxml import etree

from kinkeeper.domain.records import Record, Stay
from kinkeeper.extracts.delivery import Delivery
from kinkeeper.extracts.files.tables import checked, open_tables, source_of
from kinkeeper.extracts.standards import json, niem, xml
from kinkeeper.extracts.standards.exchange import Exchange, ExchangedPerson, ExchangedSeparation, ExchangedStay, ExchangedTie
from kinkeeper.extracts.standards.nodes import Node
from tests.extracts.standards.worlds import exchanges

SCHEMAS = resources.files("kinkeeper.extracts.standards") / "schemas"
LONG = "Ana " * 2_500
FAMILY = Exchange(
    "2018-07-08",
    48_092,
    "EX-1",
    "EX-1 · somebody & another",
    people=(
        ExchangedPerson("Pmaite", "Maite", "Xitumul Cuc", "", "2014-05-02", "F", "GTM", (("a_number", "202246777"), ("orr", "77")), "KF-1"),
        ExchangedPerson("Pyamilet", "", "", "Yamilet Cuc Juan", "1990", "F", "", (), "KF-1"),
        ExchangedPerson("Pelena", "Elena", "مريم", "", "", "", "", (("phone", "5025550101"),), ""),
    ),
    stays=(
        ExchangedStay("Pmaite", "CBP", "McAllen", "2018-05-20T06:13", "2018-05-23", "transferred", "To ORR", ""),
        ExchangedStay("Pmaite", "ORR", "Casa Padre", "2018-05-23"),
        ExchangedStay("Pyamilet", "ICE", "Eloy", "2018-06", "", "", "", ""),
    ),
    ties=(
        ExchangedTie("Pmaite", "Pyamilet", "parent", "verified", "0.9900", "recorded"),
        ExchangedTie("Pmaite", "Pelena", "other_kin", "refuted", "0.1000", "recovered"),
        ExchangedTie("Pelena", "Pyamilet", "sibling", "suggested", "0.6000", "recovered"),
    ),
    separations=(ExchangedSeparation("Pmaite", "Pyamilet", "2018-05-21", "PROSECUTION", "8 USC 1325", "recorded", "apart", ""),),
)


def schema() -> Any:
    with resources.as_file(SCHEMAS) as folder:
        return etree.XMLSchema(etree.parse(str(folder / "exchange.xsd")))


@given(exchanges())
@settings(max_examples=40, deadline=None)
def test_what_went_out_comes_in_the_same_and_is_valid_both_ways(told: Exchange) -> None:
    root = niem.as_nodes(told)
    as_xml, as_json = xml.write(root), json.write(root)
    assert niem.of_nodes(xml.read(io.BytesIO(as_xml))) == told
    assert niem.of_nodes(json.read(as_json)) == told
    XSD.assertValid(etree.fromstring(as_xml))
    assert JSON_SCHEMA.is_valid(msgspec.json.decode(as_json)), as_json


XSD = schema()
JSON_SCHEMA = jsonschema_rs.validator_for(msgspec.json.decode(SCHEMAS.joinpath("exchange.schema.json").read_bytes()))


def test_the_schemas_refuse_what_is_not_as_they_say() -> None:
    wrong = xml.write(niem.as_nodes(FAMILY)).replace(b"nc:PersonSexText", b"nc:PersonShoeText")
    assert not XSD.validate(etree.fromstring(wrong))
    assert not JSON_SCHEMA.is_valid({"@context": {}, "kk:FamilyExchange": {}})


def deliveries(content: bytes, name: str, folder: Path) -> dict[str, tuple[Delivery, list[Record]]]:
    """Layout -> what the readers make of a file."""
    (folder / name).write_bytes(content)
    source = checked(source_of(folder / name, name))
    found = [(one := Delivery(source, table), list(one.records)) for table in open_tables(source)]
    return {delivery.layout: (delivery, records) for delivery, records in found}


@pytest.mark.parametrize("name", ["family.xml", "family.json", "family.xml.gz"])
def test_a_file_of_another_comes_in_as_what_that_file_says_and_no_more(tmp_path: Path, name: str) -> None:
    root = niem.as_nodes(FAMILY)
    content = json.write(root) if ".json" in name else xml.write(root)
    found = deliveries(gzip.compress(content) if name.endswith(".gz") else content, name, tmp_path)
    (delivery, people), (_kin, kin) = found["exchange_people"], found["exchange_kin"]
    assert delivery.as_of == "2018-07-08" and not delivery.refusals and not _kin.refusals
    first, again, mother, other = people
    assert (first.given, first.surnames, first.born, first.sex, first.nationality) == ("Maite", "Xitumul Cuc", "2014-05-02", "F", "GTM")
    assert [(one.kind, one.value) for one in first.identifiers] == [("a_number", "202246777"), ("orr", "77")]
    assert first.stays == (Stay("CBP", "McAllen", "2018-05-20T06:13", "2018-05-23", "transferred", "To ORR", ""),)
    assert again.stays == (Stay("ORR", "Casa Padre", "2018-05-23"),) and [one.value for one in again.identifiers] == ["202246777"]
    assert (mother.born, mother.stays[0].start, other.surnames) == ("1990", "2018-06", "مريم")
    child, parent, same, refuted = kin
    assert [(one.relation, one.a_number, one.record) for one in parent.claims] == [("child", "202246777", child.record_id)]
    assert [one.relation for one in child.claims] == ["parent"] and [one.relation for one in same.claims] == ["none"]
    told = child.separation
    assert told and (told.reason_as_recorded, told.on) == ("8 USC 1325", "2018-05-21") and same.separation is None
    assert ["Pelena and Pyamilet" in line for line in _kin.said] == [True], "what is only suggested is said and no claim"
    assert child.cells["exchanged probability"] == "0.9900" and not refuted.stays


def test_letters_that_xml_cannot_hold_come_back_and_long_names_are_whole() -> None:
    for name in ("a\x00b", "\x1b[31m", "\\u0041 \\", "\ufffe", "‮RTL‬ مريم", LONG, "a\r\nb\tc", "]]><x/>&amp;"):
        told = Exchange("2018-07-08", people=(ExchangedPerson("P", whole_name=name),))
        written = xml.write(niem.as_nodes(told))
        assert niem.of_nodes(xml.read(io.BytesIO(written))).people[0].whole_name == name
        XSD.assertValid(etree.fromstring(written))


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (BOMB, "declares a document type"),
        (OUTSIDE, "declares a document type"),
        (b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>', "declares a document type"),
        (b"<a>" * 100_000, "nested more than"),
        (b"<kk:FamilyExchange xmlns:kk='urn:kinkeeper:exchange:1'><nc:Person", "damaged or cut off"),
        (b"PK\x03\x04", "not what|no XML|does not|name says"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "no person of PFIF"),
        (xml.write(niem.as_nodes(FAMILY)).replace(b'"#P1"', b'"#P99"'), "nobody in the document is that"),
        (xml.write(niem.as_nodes(FAMILY)).replace(b"2014-05-02", b"2014-02-31"), "no day, month or year"),
    ],
    ids=["bomb", "outside", "dtd", "deep", "cut", "archive", "feed", "nobody", "no day"],
)
def test_a_hostile_document_is_refused_by_name_and_soon(tmp_path: Path, content: bytes, why: str) -> None:
    started = time.process_time()
    (tmp_path / "x.xml").write_bytes(content)
    with pytest.raises(Exception, match=why):
        list(open_tables(checked(source_of(tmp_path / "x.xml", "x.xml"))))
    assert time.process_time() - started < 2


def test_json_that_is_no_exchange_is_refused_or_read_as_a_table(tmp_path: Path) -> None:
    for content in (b'{"@context": {}}', b'{"@context": {}, "x": 1, "y": 2}', b'{"@context": ' + b"[" * 10_000):
        with pytest.raises(niem.NotAnExchange):
            niem.of_nodes(json.read(content))
    with pytest.raises(niem.NotAnExchange, match="is 'nc:Person'"):
        niem.of_nodes(Node("nc:Person"))
