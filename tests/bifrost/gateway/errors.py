"""Errors in Bifrost's own shape."""

from bifrost.models import BifrostError, BifrostErrorExtraFields, ErrorField
from bifrost.server import Operation, Problem


def bifrost_error(status: int, message: str) -> BifrostError:
    """The body that Bifrost sends with an error."""
    return BifrostError(
        is_bifrost_error=False,
        status_code=status,
        error=ErrorField(message=message),
        extra_fields=BifrostErrorExtraFields(),
    )


def problem_body(problem: Problem, operation: Operation) -> BifrostError | None:
    """What Bifrost says of a problem that the generated server has found.

    The document declares 400 and 500; any other status stays problem+json.
    """
    match problem.status:
        case 400:
            return bifrost_error(400, "Invalid JSON")
        case 500:
            return bifrost_error(500, "Failed to update customer")
        case _:
            return None
