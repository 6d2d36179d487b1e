"""One small invented table per layout, and what must be read of it."""

from pathlib import Path

from kinkeeper.domain.records import Claim, Identifier, SeparationFlag, Stay

from .written import read_all, read_one, read_rows, table, workbook


def test_border_patrol(tmp_path: Path) -> None:
    subjects = table("""
        EVENT_NUMBER       | WSL1805000452
        SUBJECT_KEY        | 41732758
        SUBJECT AFILE#     | A202-385-792
        FMU NUMBER(S)      | 6106768
        LAST_NAME          | CHUB XOL
        FIRST_NAME         | ANA
        APP AGE            | 31
        BIRTH_DATE         | 02/15/1987
        Subject Gender     | Female
        CITIZENSHIP        | GUATEMALA
        APPR_DT_TIME       | 5/9/2018 19:58
        SECTOR             | Rio Grande Valley
        STATION            | WESLACO (WSL)
        TRANSFER_TO        | USMS
        FINAL_BOOKOUT_DATE | 5/11/2018 14:23
        REMARKS            | TRAVELING WITH SON LUIS XOL 202385793
                           |
    """)
    above = [["U.S. Border Patrol - Subject Detail Report"], ["Apprehensions 05/01/2018 - 05/31/2018"], []]
    read = read_rows(tmp_path, [*above, *subjects, ["Total subjects", "1"]])
    record = read.record
    assert (record.name, record.row, record.layout, record.role) == ("list.csv#5", 5, "border_patrol", "")
    assert (record.given, record.surnames, record.born, record.age) == ("ANA", "CHUB XOL", "1987-02-15", 31)
    assert (record.sex, record.nationality, record.sector, record.station) == ("F", "GTM", "Rio Grande Valley", "WESLACO (WSL)")
    assert record.encountered == record.age_on == "2018-05-09T19:58"
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
    inadmissibles = table("""
        Sigma Event ID                    | 77001
        SIGMA Subject/Person ID           | S1
        Alien File Number                 | 202385792
        Last Name                         | Matei
        First Name                        | Ion
        Birth Date                        | 1980-01-02
        Gender                            | M
        Citizenship Country Name          | Romania
        Event Created Datetime            | 2018-05-09 10:00:00
        Field Office Name                 | San Diego
        I216 Custody Transfer To (Agency) | ICE
        Custody Date/Time Out (Latest)    | 2018-05-10 11:00:00
        FMUA/UAC/AM/SINGLE (Derived)      | FMUA
    """)
    record = read_rows(tmp_path, inadmissibles).record
    assert record.layout == "port_of_entry"
    assert (record.encountered, record.sector, record.station) == ("2018-05-09T10:00:00", "San Diego", "San Diego")
    assert record.stays == (Stay("CBP", "San Diego", "2018-05-09T10:00:00", "2018-05-10T11:00:00", "transferred", "ICE"),)
    assert {number.kind for number in record.identifiers} == {"a_number", "event", "subject"}


def test_ice_detention(tmp_path: Path) -> None:
    header, *stints = table("""
        Detainee Name            | XOL CHUB, ANA          | XOL CHUB, ANA          | MATEI, ION
        Alien File Number        | A202-385-792           | A202-385-792           |
        Book In Date Time        | 05/11/2018 02:30:00 PM | 06/18/2018 08:00:00 PM | 05/12/2018 01:00:00 AM
        Detention Facility       | Port Isabel Spc        | El Valle               | El Valle
        Book Out Date Time       | 06/18/2018 06:06:29 PM |                        | 05/20/2018
        Detention Release Reason | Transferred            |                        | Order of Recognizance
        Gender                   | Female                 | Female                 | M
        Citizenship Country      | Guatemala              | Guatemala              | Romania
        Birth Date               | 2/15/1987              | 2/15/1987              |
        Departed Date            |                        | 7/1/2018               |
    """)
    note = ["Data are a snapshot and may change. b(6), b(7)c"]
    read = read_rows(tmp_path, [["Data pulled 08/23/2018"], header, *stints[:2], header, stints[2], note])
    assert {name: record.stays for name, record in read.records.items()} == {
        "list.csv#3": (Stay("ICE", "Port Isabel Spc", "2018-05-11T14:30:00", "2018-06-18T18:06:29", "transferred", "Transferred"),),
        "list.csv#4": (Stay("ICE", "El Valle", "2018-06-18T20:00:00", "2018-07-01", "removed"),),
        "list.csv#6": (Stay("ICE", "El Valle", "2018-05-12T01:00:00", "2018-05-20", "released", "Order of Recognizance"),),
    }
    assert read.records["list.csv#3"].surnames == "XOL CHUB"
    assert read.extract.as_of == "2018-08-23"


def test_ice_arrests(tmp_path: Path) -> None:
    arrests = table("""
        Apprehension Date     | 5/9/2018
        Apprehension Method   | CAP
        Birth Year            | 1987
        Citizenship Country   | Guatemala
        Gender                | Male
        TOA Current Duty AOR  | Dallas
        Anonymized Identifier | x1
    """)
    record = read_rows(tmp_path, arrests).record
    assert (record.layout, record.born, record.encountered, record.sector) == ("ice_arrests", "1987", "2018-05-09", "Dallas")


def test_ice_encounters(tmp_path: Path) -> None:
    encounters = table("""
        Event Date          | 5/9/2018
        Responsible AOR     | Dallas
        Lead Event Type     | Lead
        Birth Date          | 1/2/1987
        Citizenship Country | Guatemala
        EID Subject ID      | 9001
    """)
    record = read_rows(tmp_path, encounters).record
    assert (record.layout, record.sector, record.identifiers) == ("ice_encounters", "Dallas", (Identifier("subject", "9001", "9001"),))


def test_ice_removals(tmp_path: Path) -> None:
    removals = table("""
        Departure Date      | 7/1/2018
        Port of Departure   | Brownsville
        Departure Country   | Guatemala
        Birth Date          | 1/2/1987
        Alien File Number   | 202385792
    """)
    record = read_rows(tmp_path, removals).record
    assert (record.layout, record.stays) == ("ice_removals", (Stay("ABROAD", "Guatemala", "2018-07-01"),))


def test_prosecutions(tmp_path: Path) -> None:
    prisoners = table("""
        DEFENDANT     | VACA, MATILDE
        USMS #        | 14408-408
        ALIEN #       | 202385792
        DATE OF BIRTH | 08/26/1975
        CITIZENSHIP   | Guatemala
        DIST          | D. Ariz.
        CR CASE NO    | 3:18-mj-03031
        Statue Charge | 8 USC 1325
        ARREST DT     | 4/15/2018
        DATE IN       | 4/16/2018
        DATE OUT      | 4/17/2018
    """)
    rows = [["USMS prisoners received, 8 USC 1325"], [], *prisoners, ["Total", 1]]
    record = read_one(workbook(tmp_path / "usms.xlsx", {"Prosecutions": rows})).record
    assert (record.name, record.role) == ("usms.xlsx/Prosecutions#4", "adult")
    assert (record.given, record.surnames, record.encountered) == ("MATILDE", "VACA", "2018-04-15")
    assert record.stays == (Stay("USMS", "D. Ariz.", "2018-04-16", "2018-04-17"),)
    assert {number.kind for number in record.identifiers} == {"a_number", "register", "court_case"}


def test_orr_children_of_the_practice_form(tmp_path: Path) -> None:
    children = table("""
        LAST NAME         | Xol                            | Cuc
        FIRST NAME        | Luis                           | Eva
        A NUMBER          | 202385793                      |
        DOB               | 05/10/2006                     |
        AGE               | 12                             | 9
        GENDER            | M                              | F
        COO               | Guatemala                      | Guatemala
        REFERRAL_DATE     | 5/11/2018                      | 5/11/2018
        DATE_ORR_ADMITTED | 5/13/2018                      | 5/13/2018
        FACILITY          | IES Driscoll                   | IES Driscoll
        UAC STATUS        | Reunified (Individual Sponsor) | Age Out
        Date Discharged   | 7/13/2018                      | 7/13/2018
        RELATIONSHIP      | Aunt                           |
        SPONSOR CAT       | Category 2B                    |
        SEPARATED?        | X                              |
        MOTHER NAME       | Ana Chub                       |
        FATHER NAME       |                                |
        NOTES             | Minor reports traveling with mother Ana Chub; separated at Weslaco station. |
    """)
    sheets = {"UAC": [["ORR census"], [], *children], "Notes": [["Field", "Meaning"], ["UAC", "unaccompanied alien child"]]}
    uac, notes = read_all(workbook(tmp_path / "orr.xlsx", sheets))
    luis, eva = uac.records.values()
    assert (luis.name, luis.role, luis.age) == ("orr.xlsx/UAC#4", "child", 12)
    assert luis.referred == luis.age_on == "2018-05-11"
    assert luis.identifiers == (Identifier("a_number", "202385793", "202385793"),)
    ended = ("released_to_sponsor", "Reunified (Individual Sponsor)", "Aunt")
    assert luis.stays == (Stay("ORR", "IES Driscoll", "2018-05-13", "2018-07-13", *ended),)
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
    header, boy_row, girl_row = table("""
        AGE                   | 4                       | 17
        GENDER                | M                       | F
        COO                   | Guatemala               | Romania
        DATE_APPREHENDED      | 6/15/2018               | 5/27/2018
        REFERRAL_DATE         | 6/18/2018               | 5/29/2018
        DATE_ORR_APPROVED     | 6/20/2018               | 5/30/2018
        REFERRING OFFICE      | El Paso  (ELP)          |
        FACILITY_APPROVED     | Cayuga Centers          | Homestead
        REUNITIED_SEP_PARENTS | Reunited with Sep Parent| Still In Care
        UAC STATUS            | DISCHARGED              | ADMITTED
        Date Discharged       | 7/11/2018               |
        Reason fo Separation  | Parent has Criminal⏎history (US or Home Country) | Zero Tolerance Policy
    """)
    read = read_rows(tmp_path, [header, boy_row, list("ABCDEFGHIJKL"), girl_row])
    boy, girl = read.records.values()
    assert (boy.name, girl.name) == ("list.csv#2", "list.csv#4")
    assert boy.separation == SeparationFlag("Parent has Criminal\nhistory (US or Home Country)", "CRIMINAL_HISTORY")
    assert boy.stays == (Stay("ORR", "Cayuga Centers", "2018-06-20", "2018-07-11", "reunited", "Reunited with Sep Parent"),)
    assert (girl.stays[0].end, girl.stays[0].end_as_recorded) == ("", "Still In Care")
    assert [(refusal.row, refusal.whole_row) for refusal in read.refusals] == [(3, True)]
    assert (read.extract.rows_read, read.extract.rows_refused) == (3, 1)


def test_orr_releases(tmp_path: Path) -> None:
    header, release = table("""
        Child's Country of Origin | Honduras
        Child's Gender            | F
        Child's Date of Entry     | 1/1/15
        Child's Date of Release   | 1/28/15
        Sponsor State             | TN
        Sponsor Category          | 1
        Relationship of Sponsor   | Mother
    """)
    read = read_rows(tmp_path, [header, release, release])
    assert list(read.records) == ["list.csv#2", "list.csv#3"], "equal rows are different children"
    record = read.records["list.csv#2"]
    assert record.stays == (Stay("ORR", "", "2015-01-01", "2015-01-28", "released_to_sponsor", "", "Mother"),)
    assert (record.role, record.sex, record.nationality) == ("child", "F", "HND")


def test_separation_list(tmp_path: Path) -> None:
    listed = table("""
        CHILD FIRST           | Luis
        CHILD LAST            | Xol
        CHILD ALIEN NO        | 202385793
        CHILD DOB             | 5/10/2006
        COC                   | Guatemala
        ADULT FIRST           | Ana
        ADULT LAST            | Chub Xol
        ADULT ALIEN NO        | 202385792
        ADULT DOB             | 2/15/1987
        RELATION              | Mother
        DATE SEPARATED        | 5/11/2018
        STATION               | Weslaco
        REASON FOR SEPARATION | ZTP⏎see I-213
    """)
    above = [["DHS weekly separations - pre-decisional"], ["as of 08/23/2018"]]
    child, adult = read_rows(tmp_path, [*above, *listed, ["TOTAL", "1"]]).records.values()
    assert (child.name, adult.name) == ("list.csv#4:child", "list.csv#4:adult")
    assert (child.role, adult.role) == ("child", "adult")
    assert child.separation == SeparationFlag("ZTP\nsee I-213", "PROSECUTION", "2018-05-11", "Weslaco")
    assert adult.separation is None
    assert child.claims == (Claim("mother", "Ana Chub Xol", "202385792", adult.record_id, "RELATION", "Mother"),)
    assert adult.claims == (Claim("child", "Luis Xol", "202385793", child.record_id, "RELATION", "Mother"),)
    assert (child.nationality, adult.nationality) == ("GTM", "")
    assert (child.sex, adult.sex) == ("", "F"), "a mother is a woman"


def test_a_list_that_says_what_the_child_is_to_the_adult(tmp_path: Path) -> None:
    listed = table("""
        Child Name     | Luis Xol  | Eva Cuc
        Parent Name    | Ana Chub  | Rosa Cuc
        Relation       | son       | nieta
        Date Separated | 5/11/2018 | 5/12/2018
    """)
    records = read_rows(tmp_path, listed).records
    assert [record.claims[0].relation for record in records.values()] == ["parent", "child", "grandparent", "grandchild"]
    assert [record.sex for record in records.values()] == ["M", "", "F", ""]


def test_hand_list_with_several_children_in_a_cell(tmp_path: Path) -> None:
    parents = table("""
        PARENT            | Ana Chub                         | Ion Matei
        PARENT A#         | A202-385-792                     |
        DOB               | 2/15/1987                        |
        COC               | Guatemala                        | Romania
        FACILITY          | Otero                            |
        CHILD(REN) AND A# | Luis Xol (A202-385-793)⏎Eva Xol  |
        STATUS            | ROR 7/15                         | ??
        PHONE #           | (305) 555-0159                   | no tiene
    """)
    above = [["Parents in custody or removed, separated from children - WORKING COPY"], ["updated 08/23/2018"]]
    read = read_one(workbook(tmp_path / "parents.xlsx", {"Sheet1": [*above, *parents, ["total", 2]]}))
    first = [f"parents.xlsx/Sheet1#4:{who}" for who in ("child", "child2", "adult")]
    assert list(read.records) == [*first, "parents.xlsx/Sheet1#5:adult"]
    luis, eva, ana, _ = read.records.values()
    assert luis.identifiers == (Identifier("a_number", "202385793", "A202-385-793"),)
    assert (luis.whole_name, eva.whole_name, eva.identifiers) == ("Luis Xol", "Eva Xol", ())
    assert eva.claims == (Claim("parent", "Ana Chub", "202385792", ana.record_id),)
    assert [claim.record for claim in ana.claims] == [luis.record_id, eva.record_id]
    assert {number.kind for number in ana.identifiers} == {"a_number", "phone"}
    assert ana.remarks == "ROR 7/15"
    assert read.extract.as_of == "2018-08-23"


def test_hotline_calls_in_spanish(tmp_path: Path) -> None:
    calls = table("""
        Fecha        | 7/16/2018
        Llamó        | Yolanda Xol
        Parentesco   | tía
        Niño(s)      | Luis Xol y Eva Xol Chub
        Edad(es)     | 12 y 7 años
        País         | Guatemala
        Último lugar | la frontera
        Teléfono     | no tiene
        Notas        | viajaban con su mamá Ana Chub
    """)
    luis, eva, aunt = read_rows(tmp_path, [["LÍNEA DE AYUDA - FAMILIAS"], [], *calls]).records.values()
    assert [record.name for record in (luis, eva, aunt)] == [f"list.csv#4:{who}" for who in ("child", "child2", "adult")]
    assert (luis.age, eva.age, luis.age_on, luis.nationality) == (12, 7, "2018-07-16", "GTM")
    assert (luis.role, aunt.role) == ("child", "adult")
    assert [(claim.relation, claim.name, claim.record) for claim in eva.claims] == [
        ("aunt", "Yolanda Xol", aunt.record_id),
        ("mother", "Ana Chub", ""),
    ]
    assert [claim.relation for claim in aunt.claims] == ["other_kin", "other_kin"]


def test_hotline_calls_in_english(tmp_path: Path) -> None:
    calls = table("""
        Date             | 7/16/2018
        Caller           | Ana Chub
        Relationship     | mother
        Child            | Luis Xol
        Age              | 12
        Last known place | McAllen
        Phone            | +502 4970-4757
        Notes            |
    """)
    child, adult = read_rows(tmp_path, calls).records.values()
    assert child.claims[0].relation == "mother"
    assert adult.identifiers == (Identifier("phone", "50249704757", "+502 4970-4757"),)
