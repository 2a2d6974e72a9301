"""An SVG writer with a studio's light: it comes from the upper left, whatever is drawn."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2s

from domains.catalog.illustration.palette import darken, is_dark, lighten, oklch

WIDTH, HEIGHT = 800, 1000
FLOOR = 830  # where standing things stand


def number(value: float) -> str:
    """At most one decimal, and no trailing zero: half the bytes of a drawing are numbers."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


class Canvas:
    """Collects shapes; ids are unique to the drawing, so several drawings may be inlined on one page."""

    def __init__(self, key: str, *, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width, self.height = width, height
        self._prefix = "i" + blake2s(key.encode(), digest_size=4).hexdigest()
        self._defs: list[str] = []
        self._body: list[str] = []
        self._known: dict[str, str] = {}

    def svg(self, label: str) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'role="img" aria-label="{label}"><defs>{"".join(self._defs)}</defs>{"".join(self._body)}</svg>'
        )

    def define(self, opening: str, inside: str = "") -> str:
        """The id of `<opening>inside</…>` in the drawing's defs; the same thing is kept once."""
        key = opening + inside
        if key not in self._known:
            name = f"{self._prefix}{len(self._known):x}"
            tag, _, attributes = opening.partition(" ")
            self._defs.append(f'<{tag} id="{name}" {attributes}>{inside}</{tag}>')
            self._known[key] = name
        return self._known[key]

    def add(self, markup: str) -> None:
        self._body.append(markup)

    # paints

    def linear(self, *stops: tuple[float, str, float], along: tuple[float, float, float, float]) -> str:
        """A gradient over the shape's own box; a stop is (offset, colour, opacity)."""
        x1, y1, x2, y2 = along
        name = self.define(f'linearGradient x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"', _stops(stops))
        return f"url(#{name})"

    def radial(
        self, *stops: tuple[float, str, float], cx: float = 0.5, cy: float = 0.5, r: float = 0.5
    ) -> str:
        name = self.define(f'radialGradient cx="{cx:g}" cy="{cy:g}" r="{r:g}"', _stops(stops))
        return f"url(#{name})"

    def tile(self, width: float, height: float, markup: str, *, turn: float = 0) -> str:
        rotate = f' patternTransform="rotate({turn:g})"' if turn else ""
        size = f'width="{width:g}" height="{height:g}" patternUnits="userSpaceOnUse"'
        return f"url(#{self.define(f'pattern {size}{rotate}', markup)})"

    def lit(self, colour: str) -> str:
        """The colour as it falls from light to shade across a shape."""
        return self.linear(
            (0, lighten(colour, 0.035), 1), (1, darken(colour, 0.09), 1), along=(0.1, 0, 0.9, 1)
        )

    def turned(self, colour: str, *, depth: float = 1.0) -> str:
        """The colour on an upright cylinder: lit left of the middle, shaded towards the right edge."""
        return self.linear(
            (0, darken(colour, 0.14 * depth), 1),
            (0.3, lighten(colour, 0.07 * depth), 1),
            (0.62, colour, 1),
            (1, darken(colour, 0.32 * depth), 1),
            along=(0, 0, 1, 0),
        )

    # shapes

    def path(self, d: str, fill: str = "none", **attributes: object) -> None:
        self.add(f'<path d="{d}" fill="{fill}"{_attributes(attributes)}/>')

    def line(self, d: str, stroke: str, width: float, *, opacity: float = 1, dash: str = "") -> None:
        self.path(
            d,
            stroke=stroke,
            stroke_width=width,
            stroke_linecap="round",
            stroke_linejoin="round",
            opacity=opacity if opacity < 1 else None,
            stroke_dasharray=dash or None,
        )

    def stitch(self, d: str, colour: str, *, opacity: float = 0.75) -> None:
        """A seam: thread a shade off the cloth."""
        thread = lighten(colour, 0.2) if is_dark(colour) else darken(colour, 0.3)
        self.line(d, thread, 2.2, opacity=opacity, dash="8 5")

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: str, **attributes: object) -> None:
        where = f'cx="{number(cx)}" cy="{number(cy)}" rx="{number(rx)}" ry="{number(ry)}"'
        self.add(f'<ellipse {where} fill="{fill}"{_attributes(attributes)}/>')

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, *, round_: float = 0, **more: object
    ) -> None:
        where = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        corners = f' rx="{number(round_)}"' if round_ else ""
        self.add(f'<rect {where}{corners} fill="{fill}"{_attributes(more)}/>')

    # groups

    @contextmanager
    def group(self, **attributes: object) -> Iterator[None]:
        self.add(f"<g{_attributes(attributes)}>")
        yield
        self.add("</g>")

    @contextmanager
    def soft(self, radius: float, *, opacity: float = 1) -> Iterator[None]:
        """Everything drawn inside is blurred, as light and shade are."""
        with self.group(filter=self._blur(radius), opacity=opacity if opacity < 1 else None):
            yield

    @contextmanager
    def solid(
        self, d: str, colour: str, *, fill: str = "", depth: float = 1.0, rim: float = 1.0
    ) -> Iterator[None]:
        """A shape with volume; what is drawn inside lies on its surface and is shaded with it.

        `depth` is how round it looks, `rim` how bright its lit edge is.
        """
        outline = self.define(f'path d="{d}"')
        clip = self.define("clipPath", f'<use href="#{outline}"/>')
        self.add(f'<use href="#{outline}" fill="{fill or self.lit(colour)}"/>')
        with self.group(clip_path=f"url(#{clip})"):
            yield
            self._model(outline, colour, depth, rim)

    def plain(self, d: str, colour: str, *, fill: str = "", depth: float = 1.0, rim: float = 1.0) -> None:
        """A shape with volume and nothing on it."""
        with self.solid(d, colour, fill=fill, depth=depth, rim=rim):
            pass

    def fold(self, d: str, colour: str, *, width: float = 16, opacity: float = 0.5) -> None:
        """A crease in cloth: a soft dark line with light on its upper left."""
        with self.soft(6, opacity=opacity):
            self.line(d, darken(colour, 0.35), width)
            with self.group(transform=f"translate(-{number(width)},-{number(width / 3)})"):
                self.line(d, lighten(colour, 0.12), width * 0.6, opacity=0.7)

    def shine(self, d: str, *, width: float, opacity: float = 0.5, blur: float = 4) -> None:
        """A highlight, as glaze and metal have."""
        with self.soft(blur, opacity=opacity):
            self.line(d, "#ffffff", width)

    def shadow(self, cx: float, cy: float, rx: float, ry: float, *, opacity: float = 0.3) -> None:
        """Where a thing meets the ground: a dark line of contact, and the cast to the lower right."""
        with self.soft(22, opacity=opacity):
            self.ellipse(cx + rx * 0.16, cy + ry * 0.3, rx * 1.08, ry, "#3a2f2a")
        with self.soft(7, opacity=min(opacity * 1.5, 0.6)):
            self.ellipse(cx + 4, cy, rx * 0.94, ry * 0.42, "#2c241f")

    def drop_shadow(self) -> str:
        """The filter of things that lie or hang a little off the wall."""
        inside = '<feDropShadow dx="16" dy="24" stdDeviation="18" flood-color="#3a2f2a" flood-opacity=".34"/>'
        return f"url(#{self.define(self._region('filter'), inside)})"

    def _model(self, outline: str, colour: str, depth: float, rim: float) -> None:
        lightness = oklch(colour)[0]
        shade, light = darken(colour, 0.42), lighten(colour, 0.22)
        dark_rim = (0.62 if lightness < 0.8 else 0.42) * depth
        use = f'<use href="#{outline}" stroke='
        edge = (
            f'{use}"{shade}" stroke-width="{number(34 * depth)}" opacity="{min(dark_rim, 1):.2g}" '
            f'transform="translate({number(-9 * depth)},{number(-11 * depth)})"/>'
        )
        if depth > 0.3:  # on thin things a bright rim would not be seen
            edge += (
                f'{use}"{light}" stroke-width="{number(26 * depth)}" opacity="{min(0.55 * rim, 1):.2g}" '
                f'transform="translate({number(11 * depth)},{number(13 * depth)})"/>'
            )
        with self.group(filter=self._blur(round(16 * max(depth, 0.35), 1)), fill="none"):
            self.add(edge)

    def _blur(self, radius: float) -> str:
        name = self.define(self._region("filter"), f'<feGaussianBlur stdDeviation="{radius:g}"/>')
        return f"url(#{name})"

    def _region(self, tag: str) -> str:
        size = f'width="{max(self.width, WIDTH) + 400}" height="{max(self.height, HEIGHT) + 400}"'
        return f'{tag} x="-200" y="-200" {size} filterUnits="userSpaceOnUse"'


def _stops(stops: tuple[tuple[float, str, float], ...]) -> str:
    return "".join(
        f'<stop offset="{offset:g}" stop-color="{colour}"'
        + (f' stop-opacity="{opacity:g}"/>' if opacity < 1 else "/>")
        for offset, colour, opacity in stops
    )


def _attributes(attributes: dict[str, object]) -> str:
    """Keywords as XML attributes: clip_path is clip-path, None is left out."""
    return "".join(
        f' {name.replace("_", "-")}="{number(value) if isinstance(value, float) and value >= 1 else value}"'
        for name, value in attributes.items()
        if value is not None
    )
