"""What a reader makes of a mention: a tie, with what proves it; or that it is followed up no further, and why."""

from kinkeeper.domain.access import Actor
from kinkeeper.domain.casework.mentions import Dismissal, DismissMention
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.requests import Receipt, Request
from kinkeeper.domain.terms import Relation
from kinkeeper.domain.ties import VerifyTie
from kinkeeper.gateway import submit
from kinkeeper.linkage.ties.relations import WORDS
from kinkeeper.queries.review.mentions import get_mention

YOUNGER = frozenset({"child", "grandchild", "ward", "niece", "nephew"})
"""Words for kin who are the child of the two: the text is then of the adult."""
OF_NO_CHILD = frozenset({"spouse"})


def accept(mention_id: str, bearer: str, proof: str, *, actor: Actor, request_id: str) -> Receipt:
    """
    Make a tie of a mention, in the reader's own name, with what proves it.

    :raises NotFound: where there is no such mention.
    :raises Refused: where the person does not bear the number that the text gives, and without proof.
    """
    one = get_mention(actor, mention_id)
    if one.relation in OF_NO_CHILD:
        raise Refused("A tie is of a child with an adult or a sibling: spouses are known by their children.")
    if bearer not in one.bearers:
        raise Refused("Say which of those who have the number is meant.")
    child, adult = (bearer, one.person) if one.relation in YOUNGER else (one.person, bearer)
    command = VerifyTie(child, adult, WORDS.get(one.relation, Relation.OTHER_KIN).value, proof)
    return submit([Request(request_id, command)], actor=actor)[0]


def dismiss(mention_id: str, why: str, *, actor: Actor, request_id: str) -> Receipt:
    """
    Follow a mention up no further, and say why; with nothing said, take that back.

    :raises NotFound: where there is no such mention.
    :raises Refused: where nothing is said and nothing stands.
    """
    one = get_mention(actor, mention_id)
    command = DismissMention(Dismissal(mention_id, one.person, why.strip(), actor.name))
    return submit([Request(request_id, command)], actor=actor)[0]
