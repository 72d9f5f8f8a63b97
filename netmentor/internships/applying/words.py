"""What stages, owners and sources of applications are called."""

from __future__ import annotations

from netmentor.internships.applying.rules import Asked, CameFrom, Owner, Stage

STAGE_WORDS = {
    Stage.RESEARCHING: "Researching",
    Stage.ASKED: "Asked",
    Stage.PREPARING: "Preparing",
    Stage.SUBMITTED: "Submitted",
    Stage.RETURNED: "Returned",
    Stage.VERIFIED: "Verified",
    Stage.INTERVIEW: "Interview",
    Stage.OFFER: "Offer",
    Stage.HELD: "Held",
    Stage.ACCEPTED: "Accepted",
    Stage.DECLINED: "Declined",
    Stage.REJECTED: "Rejected",
    Stage.WITHDRAWN: "Withdrawn",
}
OWNER_WORDS = {
    Owner.ME: "Me",
    Owner.RECOMMENDER: "A recommender",
    Owner.SCHOOL: "My school",
    Owner.CONTACT: "Somebody I know",
}
CAME_FROM_WORDS = {
    CameFrom.LIST: "From the list",
    CameFrom.CONTACT: "Through somebody you know",
    CameFrom.EVENT: "Through somebody you met at an event",
    CameFrom.MENTOR: "Through a mentor",
    CameFrom.ELSEWHERE: "From elsewhere",
}
ASKED_WORDS = {
    Asked.ASKED: "Asked",
    Asked.AGREED: "Agreed",
    Asked.SENT: "Letter sent",
    Asked.THANKED: "Thanked",
    Asked.DECLINED: "Declined",
}
