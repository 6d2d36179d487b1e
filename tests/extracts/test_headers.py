"""Every spelling that agencies are known to print finds its column (domain facts, section f)."""

import pytest

from kinkeeper.extracts.headers import NEAR, likeness, words
from kinkeeper.extracts.layouts import layouts
from kinkeeper.extracts.recognise import meaning

SPELLINGS = {
    "border_patrol": """
        Unique Person Identifier|Civ ID|Civ Id(Subject Key)|Civ Id(Subject Key) Unique Identifier|SUBJECT_KEY|Subject AFILE#|
        EVENT_NUMBER|Event Number|Case ID|Unique Case Identifier|Family Unit Group#|FMU NUMBER(S)|FAMILY_UNIT_TYPE|
        FMUA INDICATOR|FMUA Indicator|UC INDICATOR|UC Indicator|UNACCOMPANIED CHILD|UNACCOMPANIED_CHILD|Demographic|
        Demographic*|Subject Demographic (SDI)|Adult or Juvenile|Juvenile <18|Age|APP AGE|APP Age|Subject Age|BIRTH_DATE|
        GENDER|Gender|Subject Gender|CITIZENSHIP|Citizenship|CITIZENSHIP_CD|Country of Birth|Birth City|City of Birth|
        Language|Marital Status|MARITAL_STATUS_CD|# of people per Event|# of Subjects per Event|#of Children in Event|
        #of Children and Nationality|NUMBER_CHILDREN_AND_NATIONALITY|APPREHENSION_DT|APPR_DT_TIME|Apprehension Time|
        Arrest Date|Arrest DateTime|Arrest Time|Arrest Sector|SECTOR|Sector|Landmark|Entry Date|ENTRY_DT|
        Most Recent Prior Entry Date|Referred for Prosecution Under 8 USC 1325 or 8 USC 1326|Prosecution Indicator|
        REFERRED PROSECUTION|STATUTE_CHARGE(S)|Statue Charge|Statute Charge|DISPOSITION|Subject Disposition Code|TRANSFER_TO|
        Transfer To ERO|TRANSFER_TO_GROUP|Transferred to Group|Final Bookout|FINAL_BOOKOUT_DATE|Sector of Bookout|Gang Code|
        Gang Name|SUSPECTED_GANG_MEMBER|CRIMINAL_CONVICTION|MPP Indicator|Credible Fear
    """,
    "port_of_entry": """
        Sigma Event ID|SIGMA Subject/Person ID|Alien File Number|Age at Event Creation Time|Birth Country Name|
        Citizenship Country Name|Event Created Datetime|Event Reason|Event Subject Count|Inadmissibles Subject Count|
        Field Office Name|FMUA Indicator|FMUA Indicator (Derived)|FMUA/UAC Indicator|FMUA/UAC/AM/SINGLE (Derived)|
        UAC Indicator|UAC Indicator (Derived)|Unaccompanied Minor Indicator (UNAC - Inadmissible & Admissible)|
        Duplicate Indicator|Duplicates|Disposition|Custody Date/Time Out (Latest)|I216 Custody Transfer To (Agency)|
        Presented To AUSA|Destination Address in U.S.|Approving Supervisor (HashID)|Created By (HashID)|Cred Fear Indicator
    """,
    "ice_encounters": """
        Event Date|Responsible AOR|Responsible Site|Lead Event Type|Lead Source|Event Type|Final Program|Final Program Group|
        Encounter Criminality|Processing Disposition|Case Status|Case Category|Departed Date|Departure Country|
        Final Order Yes No|Final Order Date|Birth Date|Birth Year|Citizenship Country|Gender|Event Landmark|Alien File Number|
        EID Case ID|EID Subject ID|Unique Identifier
    """,
    "ice_detention": """
        Stay Book In Date Time|Book In Date Time|Detention Facility|Book Out Date Time|Stay Book Out Date Time|
        Detention Release Reason|Stay Book Out Date|Stay Release Reason|Religion|Gender|Marital Status|Ethnicity|
        Birth Country|Citizenship Country|Entry Status|Bond Posted Date|Bond Posted Amount|Case Status|Case Category|
        Final Order Yes No|Final Order Date|Departed Date|Departure Country|Detention Facility Code|Birth Date|Birth Year|
        Book In Criminality|Entry Date|Apprehension Final Program|Book In Site|Book In AOR|Anonymized Identifier
    """,
    "ice_arrests": """
        Apprehension Date|Apprehension Type|State|County|TOA Current Duty AOR|Apprehension Final Program|Arresting Agency|
        Apprehension Method|Apprehension Criminality|Case Status|Case Category|Departure Country|Final Order Yes No|
        Birth Date|Birth Year|Citizenship Country|Gender|Departed Date|Final Order Date|Apprehension Site Landmark|Operation|
        TOA Current Duty Site|Case Criminality|Case Threat Level|Anonymized Identifier
    """,
    "ice_removals": """
        Departure Date|Port of Departure|Departure Country|Case Status|Case Category|Final Order Yes No|Final Order Date|
        Case ID|Gender|Birth Country|Citizenship Country|Birth Date|Birth Year|Alien File Number|Entry Status|Entry Date|
        MSC Charge|Case Threat Level|Processing Disposition Code|Processing Disposition|Current Program|Apprehension Date|
        Charge Section Code|Charge Code|Anonymized Identifier
    """,
    "orr_releases": """
        Child's Country of Origin|Child's Gender|Child's Date of Entry|Child's Date of Release|Sponsor Zipcode|Sponsor Gender|
        Relationship of Sponsor|Sponsor Category
    """,
    "orr_children": """
        AGE|GENDER|COO|DATE_APPREHENDED|REFERRAL_DATE|DATE_ORR_APPROVED|REFERRING OFFICE|FACILITY_APPROVED|
        REUNITIED_SEP_PARENTS|UAC STATUS|Date Discharged|Reason fo Separation|UAC ID|A#|First Name|Last Name|DOB|MOTHER NAME|
        FATHER NAME|SEPARATED?|SPONSOR CAT
    """,
    "prosecutions": "DEFENDANT|USMS #|ALIEN #|DATE OF BIRTH|CITIZENSHIP|DIST|CR CASE NO|Statue Charge|ARREST DT|DATE IN|DATE OUT",
    "separation_list": """
        CHILD FIRST|CHILD LAST|CHILD ALIEN NO|CHILD DOB|COC|ADULT FIRST|ADULT LAST|ADULT ALIEN NO|ADULT DOB|RELATION|
        DATE SEPARATED|STATION|REASON FOR SEPARATION|Child Name|Child A#|Parent Name|Parent A#|Parent DOB|Separation Date|
        Sector/Station|Parent Custody/Location
    """,
    "hand_list": """
        PARENT|PARENT A#|DOB|COC|FACILITY|CHILD(REN) AND A#|STATUS|PHONE #|Parent (as told by phone)|Child|child age?|
        UAC name|Removal Date|Removal Country|Election Form|Attempts|Result|Wish
    """,
    "hotline": """
        Fecha|Llamó|Parentesco|Niño(s)|Edad(es)|País|Último lugar|Teléfono|Notas|Caller|Relationship|Child(ren)|Ages|
        Last known place|Phone
    """,
    "pfif_people": """
        person_record_id|entry_date|expiry_date|author_name|source_name|source_date|source_url|full_name|given_name|family_name|
        alternate_names|description|sex|date_of_birth|age|home_city|home_state|home_country
    """,
}
MADE = {"exchange_people", "exchange_kin"}
"""Layouts of tables that no agency prints: the reader of an exchange makes them."""


@pytest.mark.parametrize("layout", sorted(SPELLINGS))
def test_every_spelling_that_agencies_print_is_known(layout: str) -> None:
    spellings = [" ".join(spelling.split()) for spelling in SPELLINGS[layout].split("|")]
    assert len(spellings) > 5
    assert [spelling for spelling in spellings if not meaning(layout, spelling)[1]] == []


def test_every_layout_is_spelt_here() -> None:
    assert set(SPELLINGS) | MADE == {layout.name for layout in layouts()}


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_no_header_names_two_fields_of_a_layout(layout) -> None:  # type: ignore[no-untyped-def]
    wrong = {
        spelling: meaning(layout.name, spelling)
        for name, many in layout.columns.items()
        for spelling in many
        if meaning(layout.name, spelling)[1] != name
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("layout", "header", "field"),
    [
        ("orr_children", "REUNITIED_SEP_PARENTS", "reunited"),
        ("orr_children", "Reason fo Separation", "separation_reason"),
        ("orr_children", "Mother's Nmae", ""),
        ("prosecutions", "Statue Charge", "charge"),
        ("separation_list", "Adlut Last Name", "adult.surnames"),
        ("separation_list", "Date of Seperation", "separated_on"),
        ("hotline", "TELEFONO", "adult.phone"),
        ("hotline", "NIÑOS", "child.whole_name"),
        ("border_patrol", "citizenshp", "nationality"),
    ],
)
def test_a_small_slip_in_a_long_word_is_forgiven_and_a_guess_is_not_made(layout: str, header: str, field: str) -> None:
    assert meaning(layout, header)[1] == field


@pytest.mark.parametrize(
    ("one", "other"), [("MOTHER NAME", "FATHER NAME"), ("CHILD DOB", "ADULT DOB"), ("DATE IN", "DATE OUT"), ("First Name", "Last Name")]
)
def test_headers_that_differ_in_the_word_that_counts_are_not_alike(one: str, other: str) -> None:
    assert likeness(words(one), words(other)) < NEAR


def test_the_words_of_a_header_do_not_depend_on_how_it_is_dressed() -> None:
    assert words("Child's Date of Birth") == words("CHILD_DOB") == words("child dob?") == ("child", "birthdate")
