"""The tree of errors. Leaves live beside the function that raises them.

KinkeeperError
├── Refused         the rules say no
│   └── RequestReused   a known request id with another command
├── NotAllowed      this actor or viewer may not
├── NotFound        there is no such thing (or it may not be seen: the answer is the same)
├── BadExtract      a file or a setting that cannot be used
├── Unavailable     something outside is missing: a database, an optional part
└── LedgerBroken    what is stored is not what was recorded: stop the house
"""


class KinkeeperError(Exception):
    """
    Base of every error that Kinkeeper expects. Its text is one English sentence for the user.

    `form` is the sentence with places in it, as `%(name)s`, and `told` what stands in them: by these a page says it in the reader's
    language. A sentence without places is its own form. `rule` names the rule of access that refused.
    """

    code = "error"

    def __init__(self, form: object = "", *more: object, rule: str = "", **told: object) -> None:
        super().__init__(str(form) % told if told else form, *more)
        self.form, self.told, self.rule = str(form), told, rule


class Refused(KinkeeperError):
    """The rules do not allow this command."""

    code = "refused"


class RequestReused(Refused):
    """A request id that is known arrived with a different command."""

    code = "request_reused"


class NotAllowed(KinkeeperError):
    """This actor may not give this command, or this viewer may not see this."""

    code = "not_allowed"


class NotFound(KinkeeperError):
    """There is no such thing, or the viewer may not know that there is."""

    code = "not_found"


class BadExtract(KinkeeperError):
    """A file or setting cannot be used; the text says what to do."""

    code = "bad_extract"


class Unavailable(KinkeeperError):
    """Something outside is missing; the text says what to do."""

    code = "unavailable"


class LedgerBroken(KinkeeperError):
    """What is stored is not what was recorded. Nothing may be written until a person has looked."""

    code = "ledger_broken"
