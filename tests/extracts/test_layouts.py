"""One small invented table per layout, and what must be read of it."""

from pathlib import Path

from kinkeeper.domain.records import Claim, Identifier, SeparationFlag, Stay

from .written import read_one, read_rows, workbook


def test_border_patrol(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            ["U.S. Border Patrol - Subject Detail Report"],
            ["Apprehensions 05/01/2018 - 05/31/2018"],
            [],
            ["EVENT_NUMBER", "SUBJECT_KEY", "SUBJECT AFILE#", "FMU NUMBER(S)", "LAST_NAME", "FIRST_NAME", "APP AGE", "BIRTH_DATE", "Subject Gender",
             "CITIZENSHIP", "APPR_DT_TIME", "SECTOR", "STATION", "TRANSFER_TO", "FINAL_BOOKOUT_DATE", "REMARKS", ""],
            ["WSL1805000452", "41732758", "A202-385-792", "6106768", "CHUB XOL", "ANA", "31", "02/15/1987", "Female",
             "GUATEMALA", "5/9/2018 19:58", "Rio Grande Valley", "WESLACO (WSL)", "USMS", "5/11/2018 14:23", "TRAVELING WITH SON LUIS XOL 202385793", ""],
            ["Total subjects", "1"],
        ],
    )  # fmt: skip
    record = read.record
    assert record.name == "list.csv#5"
    assert (record.layout, record.row, record.role) == ("border_patrol", 5, "")
    assert (record.given, record.surnames, record.born, record.age, record.sex, record.nationality) == (
        "ANA",
        "CHUB XOL",
        "1987-02-15",
        31,
        "F",
        "GTM",
    )
    assert (record.encountered, record.age_on, record.sector, record.station) == (
        "2018-05-09T19:58",
        "2018-05-09T19:58",
        "Rio Grande Valley",
        "WESLACO (WSL)",
    )
    assert set(record.identifiers) == {
        Identifier("a_number", "202385792", "A202-385-792"),
        Identifier("event", "WSL1805000452", "WSL1805000452"),
        Identifier("subject", "41732758", "41732758"),
        Identifier("family_unit", "6106768", "6106768"),
    }
    assert record.stays == (Stay("CBP", "WESLACO (WSL)", "2018-05-09T19:58", "2018-05-11T14:23", "transferred", "USMS"),)
    words = "TRAVELING WITH SON LUIS XOL 202385793"
    assert record.claims == (Claim("child", "LUIS XOL", "202385793", where="REMARKS", words=words, together="yes"),)
    assert record.remarks == words
    assert record.cells["SUBJECT AFILE#"] == "A202-385-792"
    assert (read.extract.rows_read, read.extract.rows_refused, read.extract.as_of) == (1, 0, "2018-05-11")
    assert [line for line, _ in read.set_aside] == [1, 2, 6]


def test_port_of_entry(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            ["Sigma Event ID", "SIGMA Subject/Person ID", "Alien File Number", "Last Name", "First Name", "Birth Date", "Gender",
             "Citizenship Country Name", "Event Created Datetime", "Field Office Name", "I216 Custody Transfer To (Agency)",
             "Custody Date/Time Out (Latest)", "FMUA/UAC/AM/SINGLE (Derived)"],
            ["77001", "S1", "202385792", "Matei", "Ion", "1980-01-02", "M", "Romania", "2018-05-09 10:00:00", "San Diego", "ICE", "2018-05-10 11:00:00", "FMUA"],
        ],
    )  # fmt: skip
    record = read.record
    assert record.layout == "port_of_entry"
    assert (record.encountered, record.sector, record.station) == ("2018-05-09T10:00:00", "San Diego", "San Diego")
    assert record.stays == (Stay("CBP", "San Diego", "2018-05-09T10:00:00", "2018-05-10T11:00:00", "transferred", "ICE"),)
    assert {number.kind for number in record.identifiers} == {"a_number", "event", "subject"}


def test_ice_detention(tmp_path: Path) -> None:
    header = ["Detainee Name", "Alien File Number", "Book In Date Time", "Detention Facility", "Book Out Date Time", "Detention Release Reason",
              "Gender", "Citizenship Country", "Birth Date", "Departed Date"]  # fmt: skip
    read = read_rows(
        tmp_path,
        [
            ["Data pulled 08/23/2018"],
            header,
            ["XOL CHUB, ANA", "A202-385-792", "05/11/2018 02:30:00 PM", "Port Isabel Spc", "06/18/2018 06:06:29 PM", "Transferred", "Female", "Guatemala", "2/15/1987", ""],
            ["XOL CHUB, ANA", "A202-385-792", "06/18/2018 08:00:00 PM", "El Valle", "", "", "Female", "Guatemala", "2/15/1987", "7/1/2018"],
            header,
            ["MATEI, ION", "", "05/12/2018 01:00:00 AM", "El Valle", "05/20/2018", "Order of Recognizance", "M", "Romania", "", ""],
            ["Data are a snapshot and may change. b(6), b(7)c"],
        ],
    )  # fmt: skip
    stays = {name: record.stays for name, record in read.records.items()}
    assert stays == {
        "list.csv#3": (Stay("ICE", "Port Isabel Spc", "2018-05-11T14:30:00", "2018-06-18T18:06:29", "transferred", "Transferred"),),
        "list.csv#4": (Stay("ICE", "El Valle", "2018-06-18T20:00:00", "2018-07-01", "removed"),),
        "list.csv#6": (Stay("ICE", "El Valle", "2018-05-12T01:00:00", "2018-05-20", "released", "Order of Recognizance"),),
    }
    assert read.records["list.csv#3"].surnames == "XOL CHUB"
    assert read.extract.as_of == "2018-08-23"


def test_ice_arrests_encounters_and_removals(tmp_path: Path) -> None:
    arrests = read_rows(tmp_path, [["Apprehension Date", "Apprehension Method", "Birth Year", "Citizenship Country", "Gender", "TOA Current Duty AOR", "Anonymized Identifier"],
                                   ["5/9/2018", "CAP", "1987", "Guatemala", "Male", "Dallas", "x1"]])  # fmt: skip
    assert (arrests.record.layout, arrests.record.born, arrests.record.encountered) == ("ice_arrests", "1987", "2018-05-09")
    encounters = read_rows(tmp_path, [["Event Date", "Responsible AOR", "Lead Event Type", "Birth Date", "Citizenship Country", "Gender", "EID Subject ID"],
                                      ["5/9/2018", "Dallas", "Lead", "1/2/1987", "Guatemala", "Male", "9001"]])  # fmt: skip
    assert (encounters.record.layout, encounters.record.sector) == ("ice_encounters", "Dallas")
    removals = read_rows(tmp_path, [["Departure Date", "Port of Departure", "Departure Country", "Birth Date", "Citizenship Country", "Gender", "Alien File Number"],
                                    ["7/1/2018", "Brownsville", "Guatemala", "1/2/1987", "Guatemala", "Male", "202385792"]])  # fmt: skip
    assert removals.record.stays == (Stay("ABROAD", "Guatemala", "2018-07-01"),)


def test_prosecutions(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "usms.xlsx",
        {
            "Prosecutions": [
                ["USMS prisoners received, 8 USC 1325"],
                [],
                [
                    "DEFENDANT",
                    "USMS #",
                    "ALIEN #",
                    "DATE OF BIRTH",
                    "CITIZENSHIP",
                    "DIST",
                    "CR CASE NO",
                    "Statue Charge",
                    "ARREST DT",
                    "DATE IN",
                    "DATE OUT",
                ],
                [
                    "VACA, MATILDE",
                    "14408-408",
                    "202385792",
                    "08/26/1975",
                    "Guatemala",
                    "D. Ariz.",
                    "3:18-mj-03031",
                    "8 USC 1325",
                    "4/15/2018",
                    "4/16/2018",
                    "4/17/2018",
                ],
                ["Total", 1],
            ]
        },
    )
    record = read_one(path).record
    assert record.name == "usms.xlsx/Prosecutions#4"
    assert (record.role, record.given, record.surnames, record.encountered) == ("adult", "MATILDE", "VACA", "2018-04-15")
    assert record.stays == (Stay("USMS", "D. Ariz.", "2018-04-16", "2018-04-17"),)
    assert {number.kind for number in record.identifiers} == {"a_number", "register", "court_case"}


def test_orr_children_of_the_practice_form(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "orr.xlsx",
        {
            "UAC": [
                ["ORR census of unaccompanied alien children"],
                [],
                ["LAST NAME", "FIRST NAME", "A NUMBER", "DOB", "AGE", "GENDER", "COO", "REFERRAL_DATE", "DATE_ORR_ADMITTED", "FACILITY", "UAC STATUS",
                 "Date Discharged", "RELATIONSHIP", "SPONSOR CAT", "SEPARATED?", "MOTHER NAME", "FATHER NAME", "NOTES"],
                ["Xol", "Luis", 202385793, "05/10/2006", 12.0, "M", "Guatemala", "5/11/2018", "5/13/2018", "IES Driscoll", "Reunified (Individual Sponsor)",
                 "7/13/2018", "Aunt", "Category 2B", "X", "Ana Chub", "", "Minor reports traveling with mother Ana Chub; separated at Weslaco station."],
                ["Cuc", "Eva", "", "", 9, "F", "Guatemala", "5/11/2018", "5/13/2018", "IES Driscoll", "Age Out", "7/13/2018", "", "", "", "", "", ""],
            ],
            "Notes": [["Field", "Meaning"], ["UAC", "unaccompanied alien child"]],
        },
    )  # fmt: skip
    from .written import read_all

    children, notes = read_all(path)
    luis, eva = children.records.values()
    assert (luis.name, luis.role, luis.referred, luis.age_on, luis.age) == ("orr.xlsx/UAC#4", "child", "2018-05-11", "2018-05-11", 12)
    assert luis.identifiers == (Identifier("a_number", "202385793", "202385793"),)
    assert luis.stays == (
        Stay("ORR", "IES Driscoll", "2018-05-13", "2018-07-13", "released_to_sponsor", "Reunified (Individual Sponsor)", "Aunt"),
    )
    assert luis.separation == SeparationFlag("", "LEGACY_UNKNOWN")
    assert [(claim.relation, claim.name, claim.where) for claim in luis.claims] == [
        ("mother", "Ana Chub", "MOTHER NAME"),
        ("mother", "Ana Chub", "NOTES"),
    ]
    assert eva.separation is None
    assert eva.stays[0].end_reason == "turned_18"
    assert (notes.extract.layout, notes.extract.rows_read, notes.extract.rows_refused) == ("", 1, 1)
    assert [(refusal.file, refusal.row) for refusal in notes.refusals] == [("orr.xlsx/Notes", 0)]


def test_orr_list_of_separated_children_without_names(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            ["AGE", "GENDER", "COO", "DATE_APPREHENDED", "REFERRAL_DATE", "DATE_ORR_APPROVED", "REFERRING OFFICE", "FACILITY_APPROVED",
             "REUNITIED_SEP_PARENTS", "UAC STATUS", "Date Discharged", "Reason fo Separation"],
            ["4", "M", "Guatemala", "6/15/2018", "6/18/2018", "6/20/2018", "El Paso  (ELP)", "Cayuga Centers", "Reunited with Sep Parent", "DISCHARGED",
             "7/11/2018", "Parent has Criminal\nhistory (US or Home Country)"],
            list("ABCDEFGHIJKL"),
            ["17", "F", "Romania", "5/27/2018", "5/29/2018", "5/30/2018", "", "Homestead", "Still In Care", "ADMITTED", "", "Zero Tolerance Policy"],
        ],
    )  # fmt: skip
    boy, girl = read.records.values()
    assert (boy.name, girl.name) == ("list.csv#2", "list.csv#4")
    assert boy.separation == SeparationFlag("Parent has Criminal\nhistory (US or Home Country)", "CRIMINAL_HISTORY")
    assert boy.stays == (Stay("ORR", "Cayuga Centers", "2018-06-20", "2018-07-11", "reunited", "Reunited with Sep Parent"),)
    assert (girl.stays[0].end, girl.stays[0].end_as_recorded) == ("", "Still In Care")
    assert [(refusal.row, refusal.whole_row) for refusal in read.refusals] == [(3, True)]
    assert (read.extract.rows_read, read.extract.rows_refused) == (3, 1)


def test_orr_releases(tmp_path: Path) -> None:
    row = ["Honduras", "F", "1/1/15", "1/28/15", "TN", "Sevier", "Pigeon forge", "1", "Mother"]
    read = read_rows(
        tmp_path,
        [["Child's Country of Origin", "Child's Gender", "Child's Date of Entry", "Child's Date of Release", "Sponsor State", "Sponsor County",
          "Sponsor City", "Sponsor Category", "Relationship of Sponsor"], row, row],
    )  # fmt: skip
    assert list(read.records) == ["list.csv#2", "list.csv#3"], "equal rows are different children"
    record = read.records["list.csv#2"]
    assert record.stays == (Stay("ORR", "", "2015-01-01", "2015-01-28", "released_to_sponsor", "", "Mother"),)
    assert (record.role, record.sex, record.nationality) == ("child", "F", "HND")


def test_separation_list(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            ["DHS weekly separations - pre-decisional"],
            ["as of 08/23/2018"],
            ["CHILD FIRST", "CHILD LAST", "CHILD ALIEN NO", "CHILD DOB", "COC", "ADULT FIRST", "ADULT LAST", "ADULT ALIEN NO", "ADULT DOB", "RELATION",
             "DATE SEPARATED", "STATION", "REASON FOR SEPARATION"],
            ["Luis", "Xol", "202385793", "5/10/2006", "Guatemala", "Ana", "Chub Xol", "202385792", "2/15/1987", "Mother", "5/11/2018", "Weslaco", "ZTP\nsee I-213"],
            ["TOTAL", "1"],
        ],
    )  # fmt: skip
    child, adult = read.records.values()
    assert (child.name, adult.name) == ("list.csv#4:child", "list.csv#4:adult")
    assert (child.role, adult.role) == ("child", "adult")
    assert child.separation == SeparationFlag("ZTP\nsee I-213", "PROSECUTION", "2018-05-11", "Weslaco")
    assert adult.separation is None
    assert child.claims == (Claim("mother", "Ana Chub Xol", "202385792", adult.record_id, "RELATION", "Mother"),)
    assert adult.claims == (Claim("child", "Luis Xol", "202385793", child.record_id, "RELATION", "Mother"),)
    assert (child.nationality, adult.nationality) == ("GTM", "")


def test_hand_list_with_several_children_in_a_cell(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "parents.xlsx",
        {
            "Sheet1": [
                ["Parents in custody or removed, separated from children - WORKING COPY"],
                ["updated 08/23/2018"],
                ["PARENT", "PARENT A#", "DOB", "COC", "FACILITY", "CHILD(REN) AND A#", "STATUS", "PHONE #"],
                [
                    "Ana Chub",
                    "A202-385-792",
                    "2/15/1987",
                    "Guatemala",
                    "Otero",
                    "Luis Xol (A202-385-793)\nEva Xol",
                    "ROR 7/15",
                    "(305) 555-0159",
                ],
                ["Ion Matei", "", "", "Romania", "", "", "??", "no tiene"],
                ["total", 2],
            ]
        },
    )
    read = read_one(path)
    assert list(read.records) == [f"parents.xlsx/Sheet1#4:{who}" for who in ("child", "child2", "adult")] + ["parents.xlsx/Sheet1#5:adult"]
    luis, eva, ana, _ = read.records.values()
    assert luis.identifiers == (Identifier("a_number", "202385793", "A202-385-793"),)
    assert (luis.whole_name, eva.whole_name, eva.identifiers) == ("Luis Xol", "Eva Xol", ())
    assert eva.claims == (Claim("parent", "Ana Chub", "202385792", ana.record_id),)
    assert [claim.record for claim in ana.claims] == [luis.record_id, eva.record_id]
    assert {number.kind for number in ana.identifiers} == {"a_number", "phone"}
    assert ana.remarks == "ROR 7/15"
    assert read.extract.as_of == "2018-08-23"


def test_hotline_calls_in_spanish(tmp_path: Path) -> None:
    read = read_rows(
        tmp_path,
        [
            ["LÍNEA DE AYUDA - FAMILIAS"],
            [],
            ["Fecha", "Llamó", "Parentesco", "Niño(s)", "Edad(es)", "País", "Último lugar", "Teléfono", "Notas"],
            ["7/16/2018", "Yolanda Xol", "tía", "Luis Xol y Eva Xol Chub", "12 y 7 años", "Guatemala", "la frontera", "no tiene", "viajaban con su mamá Ana Chub"],
        ],
    )  # fmt: skip
    luis, eva, aunt = read.records.values()
    assert [record.name for record in (luis, eva, aunt)] == [f"list.csv#4:{who}" for who in ("child", "child2", "adult")]
    assert (luis.age, eva.age, luis.age_on, luis.nationality, luis.role, aunt.role) == (12, 7, "2018-07-16", "GTM", "child", "adult")
    assert [(claim.relation, claim.name, claim.record) for claim in eva.claims] == [
        ("aunt", "Yolanda Xol", aunt.record_id),
        ("mother", "Ana Chub", ""),
    ]
    assert [claim.relation for claim in aunt.claims] == ["other_kin", "other_kin"]


def test_hotline_calls_in_english(tmp_path: Path) -> None:
    read = read_rows(tmp_path, [["Date", "Caller", "Relationship", "Child", "Age", "Last known place", "Phone", "Notes"],
                                ["7/16/2018", "Ana Chub", "mother", "Luis Xol", "12", "McAllen", "+502 4970-4757", ""]])  # fmt: skip
    child, adult = read.records.values()
    assert child.claims[0].relation == "mother"
    assert adult.identifiers == (Identifier("phone", "50249704757", "+502 4970-4757"),)
