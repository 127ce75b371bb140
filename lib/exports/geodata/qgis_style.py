"""How QGIS draws a layer: its renderer as XML, in the map's own colours and widths."""

from __future__ import annotations

from typing import Any, Final
from xml.etree import ElementTree as ET

from lib.exports.geodata.looks import Look, Looks, looks_of
from lib.maps.style import TOKENS

POINT, LINE, FILL = "marker", "line", "fill"
KINDS: Final = {"Point": POINT, "LineString": LINE, "Polygon": FILL}


def renderer(name: str, geometry: str) -> ET.Element:
    """Return how a layer is drawn, by its name and the kind of its shapes."""
    looks = looks_of(name)
    kind = "categorizedSymbol" if looks.column else "singleSymbol"
    made = ET.Element("renderer-v2", {"type": kind, "forceraster": "0", "symbollevels": "1", "enableorderby": "0"})
    if looks.column:
        made.set("attr", looks.column)
        _categories(made, looks)
    symbols = ET.SubElement(made, "symbols")
    for at, look in enumerate(looks.looks):
        symbol = _symbol(symbols, str(at), KINDS[geometry])
        for layer in _arrows() if name == "flows" else _layers(look, KINDS[geometry]):
            symbol.append(layer)
    return made


def _categories(parent: ET.Element, looks: Looks) -> None:
    listed = ET.SubElement(parent, "categories")
    for at, look in enumerate(looks.looks):
        ET.SubElement(listed, "category", label=look.words, value=look.key, render="true", symbol=str(at))


def _symbol(parent: ET.Element, name: str, kind: str) -> ET.Element:
    return ET.SubElement(parent, "symbol", name=name, type=kind, clip_to_extent="1", force_rhr="0", alpha="1")


def _layer(kind: str, drawn: int, /, **options: Any) -> ET.Element:
    """Return one layer of a symbol; ``drawn`` is its turn: casings lie below all lines."""
    made = ET.Element("layer", {"class": kind, "enabled": "1", "locked": "0", "pass": str(drawn)})
    listed = ET.SubElement(made, "Option", type="Map")
    for option, value in options.items():
        ET.SubElement(listed, "Option", name=option, type="QString", value=str(value))
    for option, value in options.items():  # as versions before 3.20 have it
        ET.SubElement(made, "prop", k=option, v=str(value))
    return made


def _layers(look: Look, kind: str) -> list[ET.Element]:
    if kind == POINT:
        return [_layer("SimpleMarker", 0, name=look.mark, size=look.size or 6, size_unit="Pixel",
                       color=_colour(look.fill or "#ffffff", look.opacity), outline_color=_colour(look.line),
                       outline_width=look.width, outline_width_unit="Pixel", outline_style="solid")]  # fmt: skip
    if kind == LINE:
        casing = [_line(look.casing, look.casing_width, ())] if look.casing else []
        return [*casing, _line(look.line, look.width, look.dash, 1)]
    edge = {"outline_color": _colour(look.line or "#000000"), "outline_width": look.width,
            "outline_width_unit": "Pixel", "outline_style": "solid" if look.width and look.fill else "no"}  # fmt: skip
    made = []
    if look.fill:
        made.append(_layer("SimpleFill", 0, color=_colour(look.fill, look.opacity), style="solid", **edge))
    return [*made, *_pattern(look)]


def _line(colour: str, width: float, dash: tuple[float, ...], drawn: int = 0) -> ET.Element:
    return _layer("SimpleLine", drawn, line_color=_colour(colour), line_width=width, line_width_unit="Pixel",
                  capstyle="flat" if dash else "round", joinstyle="round", line_style="solid",
                  use_custom_dash=int(bool(dash)), customdash=";".join(f"{length:g}" for length in dash) or "5;2",
                  customdash_unit="Pixel")  # fmt: skip


def _pattern(look: Look) -> list[ET.Element]:
    """Repeat what a tint says, so that areas stay apart without colour."""
    if look.pattern == "none":
        return []
    control, hatch = TOKENS["control"], TOKENS["unassessed"]["hatch"]
    step = hatch["step"] if look.pattern == "hatch" else control["pattern_step"]
    opacity = hatch["opacity"] if look.pattern == "hatch" else control["pattern_opacity"] * 2
    if look.pattern in {"lines", "hatch"}:
        made = _layer("LinePatternFill", 1, angle=45, distance=step, distance_unit="Pixel",
                      color=_colour(look.line, opacity))  # fmt: skip
        symbol = _symbol(made, "@0@1", LINE)
        symbol.append(_layer("SimpleLine", 0, line_color=_colour(look.line, opacity), line_width=1,
                             line_width_unit="Pixel"))  # fmt: skip
        return [made]
    shape = "circle" if look.pattern == "dots" else "cross"
    made = _layer("PointPatternFill", 1, distance_x=step, distance_x_unit="Pixel", distance_y=step,
                  distance_y_unit="Pixel", displacement_x=step / 2, displacement_x_unit="Pixel")  # fmt: skip
    symbol = _symbol(made, "@0@1", POINT)
    symbol.append(_layer("SimpleMarker", 0, name=shape, size=2 if shape == "circle" else 5, size_unit="Pixel",
                         color=_colour(look.line, opacity), outline_color=_colour(look.line, opacity),
                         outline_width=0.6, outline_width_unit="Pixel"))  # fmt: skip
    return [made]


def _arrows() -> list[ET.Element]:
    """Return tapered arrows, the wider the more persons; one without a number is the thinnest."""
    flow = TOKENS["flow"]
    least, most, full = flow["min_width"], flow["max_width"], flow["full_scale_persons"]
    width = f'scale_exp(coalesce("persons_high", 0), 0, {full}, {least}, {most}, 0.5)'
    made = _layer("ArrowLine", 0, arrow_type=0, head_type=0, is_curved=0, is_repeated=0, arrow_width=least,
                  arrow_width_unit="Pixel", arrow_start_width=1, arrow_start_width_unit="Pixel", head_length=10,
                  head_length_unit="Pixel", head_thickness=6, head_thickness_unit="Pixel")  # fmt: skip
    defined = ET.SubElement(ET.SubElement(made, "data_defined_properties"), "Option", type="Map")
    ET.SubElement(defined, "Option", name="name", type="QString", value="")
    listed = ET.SubElement(defined, "Option", name="properties", type="Map")
    for name, expression in {
        "arrowWidth": width, "arrowStartWidth": f"{flow['tail_share']} * {width}",
        "arrowHeadLength": f"{flow['head_length']} * {width} + {flow['head_extra']}",
        "arrowHeadThickness": f"{flow['head_width']} * {width} / 2",
    }.items():  # fmt: skip
        one = ET.SubElement(listed, "Option", name=name, type="Map")
        ET.SubElement(one, "Option", name="active", type="bool", value="true")
        ET.SubElement(one, "Option", name="expression", type="QString", value=expression)
        ET.SubElement(one, "Option", name="type", type="int", value="3")
    ET.SubElement(defined, "Option", name="type", type="QString", value="collection")
    symbol = _symbol(made, "@0@0", FILL)
    symbol.append(_layer("SimpleFill", 0, color=_colour(flow["colour"], flow["opacity"]), style="solid",
                         outline_color=_colour(flow["edge"]), outline_width=flow["edge_width"] / 3,
                         outline_width_unit="Pixel", outline_style="solid"))  # fmt: skip
    return [made]


def _colour(colour: str, opacity: float = 1.0) -> str:
    """Write a colour as QGIS has it: red, green, blue, opacity, each up to 255."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return ",".join(str(part) for part in (*parts, round(255 * opacity)))
