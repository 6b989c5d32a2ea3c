"""The second step of the action: send the comment that the first one has left.

It alone has the token. What it sends is text, given to GitHub's program as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

from apiloom.core.exit_codes import FINE, UNUSABLE
from apiloom.hooks.github.call import Call, UnusableError, annotate

_LONGEST: Final = 65_500
_NOTHING: Final = "No document is changed any more.\n"
_OURS: Final = """
query($owner: String!, $name: String!, $number: Int!, $endCursor: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      comments(first: 100, after: $endCursor) {
        nodes { databaseId viewerDidAuthor body }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
"""


def main() -> int:
    """Send it, in place of the one before; that it cannot be sent is no failure."""
    try:
        call = Call.read(os.environ)
    except UnusableError:
        # The first step has said so.
        return UNUSABLE
    if call.comment and call.number and call.body.is_file():
        _send(call, call.body.read_text("utf-8")[:_LONGEST])
    return FINE


def _send(call: Call, text: str) -> None:
    comment = _own_comment(call)
    if comment is None or not (text or comment):
        return
    body = f"{call.marker}\n{text or _NOTHING}"
    issues = f"repos/{call.repository}/issues"
    if comment:
        way = ("--method", "PATCH", f"{issues}/comments/{comment}")
    else:
        way = ("--method", "POST", f"{issues}/{call.number}/comments")
    _gh("api", *way, "--silent", "--input", "-", text=json.dumps({"body": body}))


def _own_comment(call: Call) -> str | None:
    """The number of the comment that was written before; empty where there is none.

    None where GitHub does not answer: another comment each time would be a nuisance.
    """
    owner, _, name = call.repository.partition("/")
    values = ("-f", f"query={_OURS}", "-f", f"owner={owner}", "-f", f"name={name}")
    answer = _gh("api", "graphql", "--paginate", *values, "-F", f"number={call.number}")
    if answer is None:
        return None
    for page in _pages(answer):
        comments = page["data"]["repository"]["pullRequest"]["comments"]["nodes"]
        for comment in comments:
            # Anybody could write a comment that begins so.
            if comment["viewerDidAuthor"] and comment["body"].startswith(call.marker):
                return str(int(comment["databaseId"]))
    return ""


def _pages(text: str) -> Iterator[Any]:
    """JSON documents, one after the other."""
    decoder = json.JSONDecoder()
    rest = text.strip()
    while rest:
        page, end = decoder.raw_decode(rest)
        yield page
        rest = rest[end:].strip()


def _gh(*arguments: str, text: str = "") -> str | None:
    """What GitHub's program answers; None where it cannot, which is no failure.

    The token of a pull request from a fork may not write, and a runner of one's own may
    have no such program: the summary has all of it.
    """
    try:
        process = subprocess.run(  # noqa: S603
            ["gh", *arguments],  # noqa: S607
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        annotate("warning", f"no comment: gh cannot be run: {reason}")
        return None
    if process.returncode:
        reason = process.stderr.strip().partition("\n")[0]
        annotate("warning", f"no comment: gh cannot do it: {reason}")
        return None
    return process.stdout


if __name__ == "__main__":
    sys.exit(main())
