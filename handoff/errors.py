"""Every way a handoff can fail, split by what the caller should do.

HandoffError
├─ Refused          tell the person (4xx)
│  ├─ BadRequest      400  not readable
│  ├─ BadSignature    401  the signed request or page token does not hold
│  ├─ NotAllowed      403
│  ├─ NotFound        404  also: exists but is not yours to see
│  ├─ SlotTaken       409
│  ├─ HoldLapsed      410
│  └─ Unacceptable    422  readable, but breaks a rule; `field` says which
├─ OutsideError     another service failed (carries service, operation)
│  ├─ TryLater        time-outs, 429, 5xx, quota; may carry retry_after seconds
│  ├─ AccessLost      consent revoked, key rejected: a person must act
│  └─ TurnedDown      the same request would fail for ever; `code` is the service's own
└─ Misconfigured    the operator must act; refuses to start
"""


class HandoffError(Exception):
    """Anything that this product raises on purpose; the message is fit to be shown."""

    def __init__(self, message: str) -> None:
        """Keep the sentence that tells the reader what to do."""
        super().__init__(message)
        self.message = message


class Misconfigured(HandoffError):
    """The settings cannot work; the message names every problem at once."""


class Refused(HandoffError):
    """The person's request cannot be done as asked."""

    status = 422
    code = "refused"


class BadRequest(Refused):
    """The request could not be read."""

    status = 400
    code = "bad_request"


class BadSignature(Refused):
    """A signed request or page token does not hold."""

    status = 401
    code = "bad_signature"


class NotAllowed(Refused):
    """The person is known but may not do this."""

    status = 403
    code = "not_allowed"


class NotFound(Refused):
    """It does not exist, or is not this person's to see; both look the same."""

    status = 404
    code = "not_found"


class SlotTaken(Refused):
    """Somebody else has the time, or the host has become busy."""

    status = 409
    code = "slot_taken"


class HoldLapsed(Refused):
    """The hold ended before it was booked."""

    status = 410
    code = "hold_lapsed"


class Unacceptable(Refused):
    """The request is readable but breaks a rule; `field` names the part to correct."""

    status = 422
    code = "unacceptable"

    def __init__(self, message: str, *, field: str = "") -> None:
        """Keep the name of the part to correct beside the sentence."""
        super().__init__(message)
        self.field = field


class OutsideError(HandoffError):
    """Another service did not do what was asked."""

    def __init__(
        self, message: str, *, service: str, operation: str, code: str = "", detail: str = ""
    ) -> None:
        """Say which service and operation failed, and the service's own code and words for it.

        The words are for operators alone: what a service says in them is nobody else's business.
        """
        super().__init__(message)
        self.service = service
        self.operation = operation
        self.code = code
        self.detail = detail


class TryLater(OutsideError):
    """It may work later. `ambiguous` says that the work may have been done all the same."""

    def __init__(
        self,
        message: str,
        *,
        service: str,
        operation: str,
        code: str = "",
        retry_after: float | None = None,
        ambiguous: bool = False,
    ) -> None:
        """Keep how many seconds the service asked to wait, if it did."""
        super().__init__(message, service=service, operation=operation, code=code)
        self.retry_after = retry_after
        self.ambiguous = ambiguous


class AccessLost(OutsideError):
    """The service no longer lets us in; a person must act, a retry will not help."""


class TurnedDown(OutsideError):
    """The service refuses this very request for good."""
