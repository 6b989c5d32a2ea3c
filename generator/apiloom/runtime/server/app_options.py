"""What `create_app` is told, judged before anything is made of it."""

from collections.abc import Collection
from difflib import get_close_matches


def check_options(
    given: Collection[str], known: Collection[str], tags: Collection[str]
) -> None:
    """Raise TypeError for an option that there is not, with the nearest that there is,
    or the nearest of the tags.

    Python cannot know, since they come together.
    """
    for name in given:
        if name not in known:
            near = get_close_matches(name, [*known, *tags], 1)
            hint = f": did you mean {near[0]}?" if near else ""
            raise TypeError(f"create_app has no option {name}{hint}")


def usable_base(path: str) -> str:
    """A base path, without a slash at its end; ValueError for what is none."""
    if (path and not path.startswith("/")) or set(path) & set("?#{}"):
        raise ValueError(f"base_path={path!r} is no path such as '/api/v2'")
    return path.rstrip("/")
