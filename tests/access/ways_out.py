"""Every way by which rows can leave: through an export, or why not. What is not here fails a test."""

BY_EXPORT = "an export"
AT_THE_COMPUTER = "by whoever commands at the computer that holds the database"
LOOKS = f"{AT_THE_COMPUTER}; everybody shown is a look"

PAGES = {
    "export-file": BY_EXPORT,
    "export": BY_EXPORT,
    "list-to-take": BY_EXPORT,
    "exchange-to-take": BY_EXPORT,
    "report-file": "an export where its rows name persons; else figures alone",
    "refused": "the agency's own file, back to who put it down",
    "document": "one document about one person, a look",
    "receipt-file": "what the viewer said; of others it names nobody",
    "checker": "a program, of nobody",
    "mfa_download_recovery_codes": "one's own codes",
}
"""Pages that answer with a file to save."""

OPERATIONS = {"fetch_export": BY_EXPORT}
"""Operations of the API that answer with a file."""

COMMANDS = {
    "kinkeeper report": f"{LOOKS}; the same bytes each time, so without a mark; each printing stands in the access log",
    "kinkeeper reconcile": f"{AT_THE_COMPUTER}; made of the files that were given to it",
    "kinkeeper demo": f"{AT_THE_COMPUTER}; everybody is invented",
    "kinkeeper drill": f"{AT_THE_COMPUTER}; everybody is invented",
    "kinkeeper lists": LOOKS,
    "kinkeeper children-apart": BY_EXPORT,
    "kinkeeper exports take": BY_EXPORT,
    "kinkeeper exports exchange": BY_EXPORT,
    "kinkeeper exports dictionary": "what columns mean, of nobody",
    "kinkeeper dedupe": f"{AT_THE_COMPUTER}; made of the file that was given to it",
    "kinkeeper receipt": f"{AT_THE_COMPUTER}; --without-names leaves out what was said",
    "kinkeeper extracts file": f"{AT_THE_COMPUTER}; an agency's file as it came",
    "kinkeeper recipes": f"{AT_THE_COMPUTER}; how a sender's files are read: headers and code words, of nobody",
    "kinkeeper import": f"{AT_THE_COMPUTER}; rows refused of the files that were given to it",
    "kinkeeper publish": f"{AT_THE_COMPUTER}; hashes, of nobody",
    "kinkeeper backup": f"{AT_THE_COMPUTER}; a backup, whole, kept as the database is",
    "kinkeeper checker": "a program, of nobody",
}
"""Commands that write a file."""

JOBS = {
    "hooks.send": "numbers and kinds of event alone, of whom the hook's account may know; everybody in it is a look; never for enforcement"
}
"""Jobs that send something to elsewhere."""

WRITES = {"out", "files", "refused", "folder", "file"}
"""Options and arguments of commands that may name a file to write; these are read from only:"""

READS = {"kinkeeper orders enter", "kinkeeper restore", "kinkeeper signer", "kinkeeper witness", "kinkeeper seal"}
READS |= {"kinkeeper unseal", "kinkeeper expunge", "kinkeeper document"}
