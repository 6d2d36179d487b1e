"""PFIF 1.1 to 1.4 comes in as records; PFIF 1.4 goes out by its field names, in their order."""

import io
from pathlib import Path

from kinkeeper.extracts.standards import pfif, xml
from tests.extracts.standards.test_niem import deliveries

IN_1_4 = """<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">
  <pfif:person>
    <pfif:person_record_id>board.example/p.1</pfif:person_record_id>
    <pfif:source_date>2018-06-20T10:00:00Z</pfif:source_date>
    <pfif:author_name>Rosa Cuc</pfif:author_name>
    <pfif:full_name>Maite Xitumul Cuc</pfif:full_name>
    <pfif:given_name>Maite</pfif:given_name><pfif:family_name>Xitumul Cuc</pfif:family_name>
    <pfif:sex>female</pfif:sex><pfif:age>4</pfif:age><pfif:home_country>GT</pfif:home_country>
    <pfif:description>viajaba con su mamá Yamilet</pfif:description>
    <pfif:note>
      <pfif:note_record_id>board.example/n.1</pfif:note_record_id><pfif:author_name>Ana</pfif:author_name>
      <pfif:source_date>2018-06-21T10:00:00Z</pfif:source_date>
      <pfif:status>believed_alive</pfif:status><pfif:text>seen at McAllen</pfif:text>
    </pfif:note>
  </pfif:person>
  <pfif:note>
    <pfif:note_record_id>board.example/n.2</pfif:note_record_id><pfif:person_record_id>board.example/p.1</pfif:person_record_id>
    <pfif:text>call us</pfif:text>
  </pfif:note>
</pfif:pfif>"""
IN_1_2 = (
    IN_1_4.replace("1.4", "1.2").replace("given_name", "first_name").replace("family_name", "last_name").replace("description", "other")
)


def test_a_board_s_record_is_what_that_board_says(tmp_path: Path) -> None:
    for content in (IN_1_4, IN_1_2):
        delivery, [record] = deliveries(content.encode(), "board.xml", tmp_path)["pfif_people"]
        assert not delivery.refusals and (record.given, record.surnames, record.sex) == ("Maite", "Xitumul Cuc", "F")
        assert (record.age, record.age_on[:10], record.nationality, record.stays) == (4, "2018-06-20", "", ())
        assert [one.relation for one in record.claims] == ["mother"] and record.identifiers == ()
        assert record.cells["notes"] == "status: believed_alive; author name: Ana; seen at McAllen\ncall us"


def test_it_goes_out_in_the_order_of_the_standard_and_what_is_over_has_four_fields() -> None:
    days = "2018-07-01T00:00:00Z", "2018-09-01T00:00:00Z"
    told = pfif.Published("kin.example/1", *days, "Ana\x01 López", "Ana\x01", "López", "female", "2014", "x")
    over = pfif.Published("kin.example/2", "2018-07-01T00:00:00Z", "2018-07-05T00:00:00Z")
    written = xml.write(pfif.as_nodes([told, over], "2018-07-08T10:00:00Z", "Kinkeeper"), pfif.PREFIX)
    assert b"urn:kinkeeper" not in written and "Ana\ufffd López" in written.decode()
    first, second = xml.read(io.BytesIO(written)).inside
    names = [one.name.rpartition(":")[2] for one in first.inside]
    assert names == [
        *("person_record_id", "entry_date", "expiry_date", "author_name", "source_name", "source_date"),
        *("full_name", "given_name", "family_name", "sex", "date_of_birth", "note"),
    ]
    assert {one.name.rpartition(":")[2] for one in second.inside} == {"person_record_id", "source_date", "entry_date", "expiry_date"}
