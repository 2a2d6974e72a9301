"""Outlines as SVG path data: mirrored halves, round-cornered boxes and things turned on a wheel."""

import re
from collections.abc import Sequence

from domains.catalog.illustration.canvas import WIDTH, number

TILT = 0.15  # how far the eye looks down on round things: height of an opening by its width

_TOKEN = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?")


def mirrored(d: str) -> str:
    """The path on the other side of the picture; for absolute M, L, C, Q, H, V and Z."""
    flipped: list[str] = []
    command, is_x = "", True
    for token in _TOKEN.findall(d):
        if token.isalpha():
            command, is_x = token, True
            flipped.append(token)
            continue
        value = float(token)
        if command == "H" or (command != "V" and is_x):
            value = WIDTH - value
        is_x = not is_x
        flipped.append(number(value) + " ")
    return "".join(flipped)


def both(d: str) -> str:
    """The path and its mirror image, as one."""
    return d + mirrored(d)


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    r = min(radius, width / 2, height / 2)
    arc = f"a{number(r)} {number(r)} 0 0 1 "
    across, down = number(width - 2 * r), number(height - 2 * r)
    n = number(r)
    return (
        f"M{number(x + r)} {number(y)}h{across}{arc}{n} {n}v{down}{arc}-{n} {n}"
        f"h-{across}{arc}-{n} -{n}v-{down}{arc}{n} -{n}Z"
    )


def oval(cx: float, cy: float, rx: float, ry: float) -> str:
    radii = f"{number(rx)} {number(ry)}"
    return (
        f"M{number(cx - rx)} {number(cy)}a{radii} 0 0 1 {number(2 * rx)} 0a{radii} 0 0 1 {number(-2 * rx)} 0Z"
    )


def turned(profile: Sequence[tuple[float, float]], *, cx: float = 400, tilt: float = TILT) -> str:
    """The outline of a round thing from its profile: (height on the picture, half width), top to bottom."""
    left = [(cx - half, y) for y, half in profile]
    right = [(cx + half, y) for y, half in reversed(profile)]
    foot = profile[-1][1]
    arc = f"A{number(foot)} {number(foot * tilt)} 0 0 0 {number(cx + foot)} {number(profile[-1][0])}"
    return f"M{number(left[0][0])} {number(left[0][1])}{smooth(left)}{arc}{smooth(right)}Z"


def smooth(points: Sequence[tuple[float, float]]) -> str:
    """Curves through all points, from the first on."""
    d = []
    for index in range(len(points) - 1):
        before = points[max(index - 1, 0)]
        start, end = points[index], points[index + 1]
        after = points[min(index + 2, len(points) - 1)]
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        d.append("C" + " ".join(f"{number(x)} {number(y)}" for x, y in (first, second, end)))
    return "".join(d)
