"""Children apart: the list that the house exists to make shorter."""

from typing import Annotated

from msgspec import Meta

from kinkeeper.api.caller import Caller
from kinkeeper.api.listing import Listed, Page, opened, page_of, stand
from kinkeeper.api.operations import not_as_described, operation
from kinkeeper.domain.terms import Outcome
from kinkeeper.queries.choosing import Chosen, Order
from kinkeeper.queries.separations import Row, list_separations

TAG = "Children apart"
Code = Annotated[str, Meta(pattern=r"^[A-Z_]{0,40}$")]
Age = Annotated[int, Meta(ge=-1, le=120)]


class ChildrenAsked(Listed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which children, from where one looks, and which page."""

    outcome: Annotated[str, Meta(pattern=r"^[a-z_0-9]{0,40}$", description="Empty: any. `apart`: still apart.", examples=["apart"])] = (
        "apart"
    )
    child_with: Annotated[Code, Meta(description="With which custodian the child is on the day.", examples=["ORR"])] = ""
    adult_with: Annotated[Code, Meta(description="With which custodian an adult is on the day.", examples=["ICE"])] = ""
    basis: Annotated[str, Meta(pattern="^(recorded|detected)?$", description="Whether a source says so, or it was found.")] = ""
    reason: Annotated[Code, Meta(description="The code of the reason; NONE: no source gives one.", examples=["PROSECUTION"])] = ""
    youngest: Annotated[Age, Meta(description="Completed years, from; -1: any.")] = -1
    oldest: Annotated[Age, Meta(description="Completed years, to; -1: any.")] = -1
    order: Annotated[Order, Meta(description="Longest apart first, or shortest, youngest, oldest.")] = Order.LONGEST


@operation("GET", "/children-apart", tag=TAG, summary="Children apart")
def list_children_apart(caller: Caller, asked: ChildrenAsked) -> Page[Row]:
    """One row is one child, with every adult it is tied to, where each is, and since when they are apart. `total` counts children."""
    asked = opened(asked)
    standpoint = stand(caller.viewer, asked)
    found = list_separations(caller.viewer, standpoint, chosen(asked), page=asked.page, size=asked.limit)
    rows = found.rows if found.page == asked.page else ()
    return page_of(asked, standpoint, rows, found.children)


def chosen(asked: ChildrenAsked) -> Chosen:
    """The filters as the query takes them."""
    if asked.outcome and asked.outcome not in set(Outcome):
        raise not_as_described("query.outcome", f"There is no such outcome. There are: {', '.join(Outcome)}.")
    ages = None
    if asked.youngest >= 0 or asked.oldest >= 0:
        ages = (max(asked.youngest, 0), asked.oldest if asked.oldest >= 0 else 120)
    return Chosen(asked.outcome, ages, asked.child_with, asked.adult_with, asked.basis, asked.reason, asked.order)


OPERATIONS = (list_children_apart,)
