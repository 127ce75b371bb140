"""The web map: a Folium map that stays the same for a page, and a small state element for each change.

Streamlit-folium builds the map's frame anew whenever the base script changes, so :func:`base_map` gives the same
bytes for the same configuration. All that changes travels in :func:`state_element`, a few hundred bytes; the
browser fetches the data themselves from this product's own addresses and draws them (``client/``, delivered as one
script by :mod:`lib.maps.bundle`).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

import folium
from branca.element import MacroElement
from folium.template import Template

from lib.analysis.range_index import COARSE_FROM
from lib.config import layers
from lib.config.crisis import CRISIS
from lib.config.crisis.fields import Box
from lib.config.language import LANGUAGES, SPOKEN
from lib.layers.points import for_browser
from lib.maps import bundle
from lib.maps.assets import asset_url
from lib.maps.client_config import crisis
from lib.maps.style import TOKENS
from lib.text.map_words import country_names, map_words


def _corners(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return south-west and north-east corner of a box, as (latitude, longitude)."""
    return (box.south, box.west), (box.north, box.east)


START: Final = _corners(CRISIS.boxes.start)
"""South-west and north-east corner (latitude, longitude) that the map shows whole at the start."""

LIMITS: Final = _corners(CRISIS.boxes.limits)
"""The map cannot be dragged out of these corners: there is nothing to see beyond them."""

MIN_ZOOM: Final = 7
MAX_ZOOM: Final = 14

_ESCAPED: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&'{}"}
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True)
class OnlineTiles:
    """A background of another host, off unless the reader switches it on.

    Attributes:
        url: Address of a tile with ``{z}``, ``{x}`` and ``{y}``.
        attribution: Whom to name.
        attribution_url: Where the name links to.
        max_zoom: Deepest zoom the host serves.
    """

    url: str = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    attribution: str = "\N{COPYRIGHT SIGN} OpenStreetMap contributors"
    attribution_url: str = "https://www.openstreetmap.org/copyright"
    max_zoom: int = 19


@dataclass(frozen=True)
class MapConfig:
    """What a page's map is made of; the same configuration gives the same map, byte for byte.

    Attributes:
        data_version: Version that the addresses of the data carry.
        asset_version: Version of our own scripts and styles.
        lang: Language of words, dates and numbers.
        words: What :func:`map_words` gives, or other words under the same names.
        style: The look; :data:`lib.maps.style.TOKENS`.
        start: South-west and north-east corner shown whole at the start, latitude and longitude.
        base_url: What stands before ``/map`` and ``/assets``, without a final slash.
        online: The online background that may be switched on; None when there is none.
        show_title: Write the state's title and dates inside the map.
        clock: Put the clock under the map, and its figures over it.
        present: Show the map alone, and let the arrow keys step through the days.
        lists: A click on a place tells the page its name, which then lists its reports, instead of opening a popup.
        search: Offer a search for places, each of which opens beside the map.
        marking: Offer the tool for marks of the reader's own, which tells the page around the map of them.
        together: Look where the other such maps of the page look, and have them follow.
        folded: The legend begins folded, however large the map.
        full: Address of the full page, linked to from a map that stands alone; "" for no link.
        embedded: The answers themselves, for a map that asks no server: ``base``, ``sites``, ``strikes``, ``flows``,
            ``clock``, ``sequence`` and ``overlays`` as their addresses give them, and ``reports``, by
            ``kind|place`` or ``displacement|origin|place``, each report with its ``start`` and ``end`` (day numbers).
    """

    data_version: str
    asset_version: str = ""
    lang: str = "en"
    words: dict[str, Any] = field(default_factory=map_words)
    style: dict[str, Any] = field(default_factory=lambda: TOKENS)
    start: tuple[tuple[float, float], tuple[float, float]] = START
    base_url: str = ""
    online: OnlineTiles | None = field(default_factory=OnlineTiles)
    show_title: bool = False
    clock: bool = False
    present: bool = False
    lists: bool = False
    search: bool = False
    together: bool = False
    marking: bool = False
    folded: bool = False
    full: str = ""
    embedded: dict[str, Any] | None = None

    def for_browser(self) -> dict[str, Any]:
        """Return the configuration as the scripts read it."""
        written = SPOKEN.get(self.lang, SPOKEN[LANGUAGES[0]])
        return {
            "data_version": self.data_version,
            "asset_version": self.asset_version,
            "lang": self.lang,
            "locale": written.browser,
            "months": {"long": written.months, "short": written.short_months} if written.months else None,
            "rtl": written.from_right,
            "words": self.words,
            "style": self.style,
            "start": self.start,
            "countries": country_names(),
            "base_url": self.base_url,
            "online": None if self.online is None else vars(self.online),
            "show_title": self.show_title,
            "clock": self.clock,
            "present": self.present,
            "lists": self.lists,
            "search": self.search,
            "together": self.together,
            "marking": self.marking,
            # Of maps side by side each is small.
            "folded": self.folded or self.together,
            "full": self.full,
            "embedded": self.embedded,
            "crisis": crisis(),
            "points": for_browser(),
            "coarse_from": COARSE_FROM,
            "order": {
                "legend": tuple(layers.IN_LEGEND),
                "line_of": layers.IN_LEGEND,
                "lines": layers.LEGEND_LINES,
                "symbols": layers.SYMBOLS,
            },
            "script": self.base_url + asset_url(bundle.SCRIPT),
        }


def script_json(value: object) -> str:
    r"""Write JSON that may stand inside a script, whatever names the data hold.

    ``<``, ``>`` and ``&`` could end the script or start markup. Folium compiles scripts as templates, so braces in a
    name could run as one (``{{ }}``, ``{% %}``), and streamlit-folium takes ``{{'name'}}`` for a reference to an
    element. Inside strings all these are written as ``\u....``; the braces of JSON itself stay. Everything beyond
    ASCII is escaped as well: U+2028 and U+2029 would end a line of older JavaScript.

    Args:
        value: Anything JSON can hold.

    Returns:
        One line of ASCII that is both JSON and JavaScript.

    Raises:
        ValueError: For numbers JSON does not have (NaN, infinity).
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"), sort_keys=True)
    return _STRING.sub(lambda found: found.group().translate(_ESCAPED), text)


class SituationMap(MacroElement):
    """Starts the situation map in the browser, on the Folium map it is added to."""

    # The loader stands here and not in a file: it is what can say that a file is missing.
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this.loader }}
            window.situationMap.create({{ this._parent.get_name() }}, {{ this.config }});
        {% endmacro %}
        """
    )

    def __init__(self, config: MapConfig) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "SituationMap"
        self.config = script_json(config.for_browser())
        self.loader = bundle.loader()


class SituationState(MacroElement):
    """Hands one state to the situation map."""

    # streamlit-folium removes the layers in window.feature_group before it evaluates this, and never empties the
    # list itself: without the reset it would grow with each change and keep every old layer alive.
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            window.feature_group = [];
            window.situationMap.set({{ this.state }});
        {% endmacro %}
        """
    )

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "SituationState"
        self.state = script_json(state)


def base_map(config: MapConfig) -> folium.Map:
    """Build the map of a page, without any event. Make it anew for each run: Folium changes the object it renders.

    Args:
        config: What the map is made of.

    Returns:
        A Folium map that loads nothing but this product's own files, the same bytes for the same ``config``.
    """
    (south, west), (north, east) = config.start
    zoom_options: dict[str, Any] = {
        "minZoom": MIN_ZOOM,
        "maxZoom": MAX_ZOOM,
        "zoomSnap": 0.25,
        "zoomDelta": 0.5,
        "maxBounds": LIMITS,
        "maxBoundsViscosity": 0.8,
        "attributionControl": False,
    }
    made = folium.Map(location=[(south + north) / 2, (west + east) / 2], zoom_start=8, tiles=None)
    made.options.update(zoom_options)
    # On this one map only: Folium's own lists are shared by every map of the process.
    made.default_js = [("leaflet", config.base_url + asset_url("leaflet.js"))]
    made.default_css = [
        ("leaflet_css", config.base_url + asset_url("leaflet.css")),
        ("situation_css", config.base_url + asset_url(bundle.SHEET)),
    ]
    starter = SituationMap(config)
    # Folium names its variables at random; the configuration's hash names them the same each time.
    name = hashlib.sha256(starter.config.encode()).hexdigest()
    made._id = name[:32]  # noqa: SLF001 - Folium offers no other way to name an element
    starter._id = name[32:]  # noqa: SLF001
    made.add_child(starter)
    return made


def start_options(config: MapConfig) -> dict[str, Any]:
    """Return what Leaflet is told at the start by a page of our own that shows :func:`base_map` without Folium."""
    made = base_map(config)
    return {**made.options, "center": made.location, "zoom": made.options.get("zoom", 8)}


def state_element(state: dict[str, Any]) -> folium.FeatureGroup:
    """Wrap a state of the map for ``st_folium(..., feature_group_to_add=...)``.

    Args:
        state: ``from``, ``to``, ``control`` (ISO days), ``query``, ``counter``, ``layers``, ``online``, ``place``,
            ``view``, ``title``, ``dates``, ``earlier``, ``data_version``, ``stamp``, ``legend_notes``; optional
            ``controllers`` (areas to show), ``symbols`` (how strikes are drawn: one of
            :data:`lib.events.query.SYMBOLS`),
            ``control_before`` (ISO day whose line is drawn dotted, and against which gains are hatched), ``compare``
            (ISO day to compare the end with, instead), ``compare_control`` (its control date) and ``compare_mode``:
            ``gains`` (the same drawing against that day) or ``swipe`` (a divider, that day's map left of it).
            ``layers`` may also hold agreements by their id.

    Returns:
        A Folium feature group without layers; its script passes the state on.
    """
    group = folium.FeatureGroup(name="situation", control=False)
    group.add_child(SituationState(state))
    return group
