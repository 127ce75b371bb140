"""The web map: a Folium map that stays the same for a page, and a small state element for each change.

Streamlit-folium builds the map's frame anew whenever the base script changes, so :func:`base_map` gives the same
bytes for the same configuration. All that changes travels in :func:`state_element`, a few hundred bytes; the
browser fetches the data themselves from this product's own addresses and draws them (``assets/*.js``).
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

from lib.maps.assets import asset_url
from lib.maps.style import COARSE_FROM, CONTROLLERS, PRECISIONS, TOKENS
from lib.wording import _

LOADER: Final = "map.js"
PARTS: Final = (
    "geometry.js",
    "data.js",
    "overlay.js",
    "base.js",
    "control.js",
    "flows.js",
    "strikes.js",
    "sites.js",
    "labels.js",
    "popup.js",
    "panel.js",
    "legend.js",
    "summary.js",
    "input.js",
    "situation.js",
)
"""The scripts that the loader fetches, in the order they run; each uses only those before it."""

START: Final = ((35.32, 35.85), (36.72, 37.42))
"""South-west and north-east corner (latitude, longitude) that the map shows whole at the start."""

LIMITS: Final = ((32.5, 32.0), (39.5, 42.0))
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


def map_words() -> dict[str, Any]:
    """Every word the map itself writes, in the reader's language; ``{names}`` in braces are filled in the browser."""
    return {
        "legend": _("Legend"),
        "copy_link": _("Copy link"),
        "copy_link_help": _("Copy the address of this map, with its filter and its view"),
        "link_copied": _("The link was copied."),
        "link_here": _("Copy this link:"),
        "close": _("Close"),
        "retry": _("Try again"),
        "offline": _("No connection: showing what was loaded."),
        "offline_since": _("No connection: showing {from} to {to}, as loaded before."),
        "script_missing": _("A part of the map could not be loaded."),
        "tiles_unreachable": _("The online background cannot be reached; the map is whole without it."),
        "empty": _("Nothing of the chosen layers is reported from {from} to {to}."),
        "empty_day": _("Nothing of the chosen layers is reported on {from}."),
        "loading": _("Loading reports\N{HORIZONTAL ELLIPSIS}"),
        "reports_unreachable": _("No connection: the reports could not be loaded."),
        "no_reports": _("No report in this range."),
        "more_reports": _("and {n} more reports"),
        "also_reported": _("Also reported:"),
        "km": _("{n} km"),
        "persons": _("{n} persons"),
        "persons_fled": _("{n} persons displaced"),
        "from_to": _("{origin} to {place}"),
        "direction_only": _("Only the direction is reported"),
        "representative": _("An end is only a place to hang the arrow on"),
        "one_strike": _("1 reported strike"),
        "strikes_n": _("{n} reported strikes"),
        "strikes_by_number": _("Strikes at a place: {counts}"),
        "strike_coarse": _("Strikes located to a sub-district or worse"),
        "coarse": _("Located roughly"),
        "precision": [
            "",
            "",
            _("Located to the sub-district only"),
            _("Located to the governorate only"),
            _("Located to the country only"),
            _("Only a place to hang the symbol on"),
        ],
        "crossing_open": _("Crossing open to UN aid"),
        "crossing_other": _("Other crossing"),
        "camps": _("Camp cluster, at its settlement"),
        "site_kinds": {
            "camp_cluster": _("Camp cluster"),
            "reception_centre": _("Reception centre"),
            "border_crossing": _("Border crossing"),
            "border_crossing_unofficial": _("Unofficial border crossing"),
            "internal_crossing": _("Crossing inside Syria"),
        },
        "sides": {
            "government": _("Government-held (reported)"),
            "opposition": _("Opposition-held (reported)"),
            "turkey_backed": _("Turkish-backed groups (reported)"),
            "kurdish_led": _("Kurdish-led forces (reported)"),
            "contested": _("Contested (reported)"),
        },
        "area_names": {
            "government": _("government-held"),
            "opposition": _("opposition-held"),
            "turkey_backed": _("Turkish-backed"),
            "kurdish_led": _("Kurdish-led"),
            "contested": _("contested"),
        },
        "gained": _("Passed to the government in the range"),
        "front_on": _("Front line on {day}"),
        "front_before": _("Front line before {day}"),
        "other_boundary": _("Other line between sides"),
        "band": _("Where the line is uncertain"),
        "place_of": _("Settlement, {side}"),
        "since": _("as reported on {day}"),
        "turkish_border": _("Turkish border"),
        "disclaimer": _("Boundaries and lines are approximate and imply no endorsement."),
        "sources": _("Events: the sources each symbol opens to."),
    }


def country_names() -> tuple[tuple[str, float, float], ...]:
    """Names written across other lands and the sea: text, latitude, longitude."""
    return (
        (_("TÜRKİYE"), 36.62, 36.33),
        (_("TÜRKİYE"), 37.02, 37.35),
        (_("LEBANON"), 34.25, 36.0),
        (_("Mediterranean Sea"), 35.55, 35.15),
    )


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

    def for_browser(self) -> dict[str, Any]:
        """The configuration as the scripts read it."""
        return {
            "data_version": self.data_version,
            "asset_version": self.asset_version,
            "lang": self.lang,
            "locale": "en-GB" if self.lang == "en" else self.lang,
            "rtl": self.lang in {"ar", "fa", "he", "ur"},
            "words": self.words,
            "style": self.style,
            "start": self.start,
            "countries": country_names(),
            "base_url": self.base_url,
            "online": None if self.online is None else vars(self.online),
            "show_title": self.show_title,
            "controllers": CONTROLLERS,
            "precisions": PRECISIONS,
            "coarse_from": COARSE_FROM,
            "scripts": [self.base_url + asset_url(name) for name in PARTS],
        }


def script_json(value: object) -> str:
    r"""JSON that may stand inside a script, whatever names the data hold.

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

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            window.situationMap.create({{ this._parent.get_name() }}, {{ this.config }});
        {% endmacro %}
        """
    )

    def __init__(self, config: MapConfig) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "SituationMap"
        self.config = script_json(config.for_browser())


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
    """The map of a page, without any event on it. Make it anew for each run: Folium changes the object it renders.

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
    made.default_js = [
        ("leaflet", config.base_url + asset_url("leaflet.js")),
        ("map", config.base_url + asset_url(LOADER)),
    ]
    made.default_css = [
        ("leaflet_css", config.base_url + asset_url("leaflet.css")),
        ("map_css", config.base_url + asset_url("map.css")),
    ]
    starter = SituationMap(config)
    # Folium names its variables at random; the configuration's hash names them the same each time.
    name = hashlib.sha256(starter.config.encode()).hexdigest()
    made._id = name[:32]  # noqa: SLF001 - Folium offers no other way to name an element
    starter._id = name[32:]  # noqa: SLF001
    made.add_child(starter)
    return made


def state_element(state: dict[str, Any]) -> folium.FeatureGroup:
    """A state of the map, for ``st_folium(..., feature_group_to_add=...)``.

    Args:
        state: ``from``, ``to``, ``control`` (ISO days), ``query``, ``counter``, ``layers``, ``online``, ``place``,
            ``view``, ``title``, ``dates``, ``data_version``, ``stamp``, ``legend_notes``; optional ``controllers``
            (areas to show) and ``control_before`` (ISO day whose line is drawn dotted, and against which gains are
            hatched).

    Returns:
        A Folium feature group without layers; its script passes the state on.
    """
    group = folium.FeatureGroup(name="situation", control=False)
    group.add_child(SituationState(state))
    return group
