"""The web map: what Folium and streamlit-folium make of it, and what its scripts may and may not do."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import folium
import pytest
import streamlit_folium

from lib.maps import assets, web
from lib.maps.style import TOKENS, flow_width

SCRIPTS = Path(assets.__file__).parent
HOSTILE = (
    "</script><script>alert(1)</script>",
    "{{'a'}}",
    "{{ 'map_div' }}",
    "__proto__",
    "map_div",
    'a "quoted" \'name\' \\ \\" with `ticks` ${x}',
    "<img src=x onerror=alert(1)>",
    "\u0633\u0631\u0627\u0642\u0628 \u202e\u2066\u200f",
    "line\u2028and\u2029paragraph\nnew\r\ttab\0nul",
    "feature_group_0_0 _0 _div_0",
    "{% raw %}{{ this._id }}{% endraw %}",
    "{# a comment #}",
    "maps/abc-123/",
)


def base_script(made):
    made.get_root().render()
    return streamlit_folium._get_map_string(made)


def state_script(state, config=None):
    made = web.base_map(config or web.MapConfig("v1"))
    base_script(made)
    return streamlit_folium._get_feature_group_string(web.state_element(state), map=made)


def state_in(script):
    (line,) = re.findall(r"window\.situationMap\.set\((.*)\);", script)
    return json.loads(line)


def test_the_same_configuration_gives_the_same_bytes():
    first, second = (base_script(web.base_map(web.MapConfig("v1", "a1"))) for _ in range(2))
    assert first == second


def test_the_whole_page_of_the_map_is_the_same_bytes_too():
    first, second = (web.base_map(web.MapConfig("v1")).get_root().render() for _ in range(2))
    assert first == second


def test_new_data_give_a_new_map():
    assert base_script(web.base_map(web.MapConfig("v1"))) != base_script(web.base_map(web.MapConfig("v2")))


def test_the_map_asks_no_other_host_for_anything():
    made = web.base_map(web.MapConfig("v1"))
    page = made.get_root().render()
    assert re.findall(r'(?:src|href)="(?!/assets/)[^"]*"', page) == []
    links = [address for _, address in [*made.default_js, *made.default_css]]
    assert all(address.startswith("/assets/") for address in links)
    addresses = set(re.findall(r"https?://[^\"'\\ ]+", base_script(web.base_map(web.MapConfig("v1", online=None)))))
    assert addresses == set()


def test_another_root_address_stands_before_every_file():
    made = web.base_map(web.MapConfig("v1", base_url="/idlib"))
    script = base_script(made)
    assert all(address.startswith("/idlib/assets/") for _, address in made.default_js)
    assert '"/assets/' not in script


def test_folium_itself_is_left_as_it_was():
    before = list(folium.Map.default_js), list(folium.Map.default_css)
    web.base_map(web.MapConfig("v1"))
    assert (list(folium.Map.default_js), list(folium.Map.default_css)) == before
    assert any("jsdelivr" in address for _, address in folium.Map().default_js)


def test_the_base_map_is_drawn_once_and_without_tiles():
    script = base_script(web.base_map(web.MapConfig("v1")))
    assert "L.tileLayer" not in script
    assert script.count("window.situationMap.create(map_div,") == 1


def test_the_zoom_limits_reach_leaflet():
    script = base_script(web.base_map(web.MapConfig("v1")))
    assert re.search(r'"minZoom": 7\b', script)
    assert re.search(r'"maxZoom": 14\b', script)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_arrives_as_it_was_and_as_nothing_else(name):
    state = {"place": name, "legend_notes": [name], name: {"nested": name}}
    script = state_script(state)
    assert state_in(script) == state
    assert "<" not in script.split("situationMap.set(")[1].split("\n")[0]


def test_hostile_words_do_not_break_out_of_the_base_map():
    words = web.map_words() | {"legend": HOSTILE[0], "close": HOSTILE[1]}
    script = base_script(web.base_map(web.MapConfig("v1", words=words)))
    (config,) = re.findall(r"situationMap\.create\(map_div, (.*)\);", script)
    assert json.loads(config)["words"]["legend"] == HOSTILE[0]
    assert json.loads(config)["words"]["close"] == HOSTILE[1]
    assert "</script" not in config


def test_a_number_that_json_does_not_know_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        web.script_json({"lat": float("nan")})


def test_old_layers_are_let_go_before_a_new_state():
    script = state_script({"stamp": "s"})
    assert script.index("window.feature_group = [];") < script.index("window.situationMap.set(")
    assert script.index("window.situationMap.set(") < script.index("window.feature_group.push(")


def test_a_change_of_state_leaves_the_base_script_alone():
    config = web.MapConfig("v1")
    made = web.base_map(config)
    before = base_script(made)
    streamlit_folium._get_feature_group_string(web.state_element({"stamp": "s"}), map=made)
    assert base_script(web.base_map(config)) == before


def test_a_state_is_a_few_kilobytes_at_most():
    state = {"layers": ["control"] * 12, "query": "kinds=strike", "legend_notes": ["A quiet day."], "stamp": "s" * 16}
    assert len(state_script(state)) < 2_000


def test_every_script_is_loaded_and_every_loaded_script_exists():
    files = {path.name for path in SCRIPTS.glob("*.js")}
    assert files == {web.LOADER, *web.PARTS}


def test_every_word_the_scripts_use_is_there_to_be_translated():
    used = set()
    for path in SCRIPTS.glob("*.js"):
        used |= set(re.findall(r"\bwords\.(\w+)", path.read_text(encoding="utf-8")))
    assert used == set(web.map_words())


def test_every_part_of_the_look_the_scripts_use_exists():
    for path in SCRIPTS.glob("*.js"):
        for group in re.findall(r"\bcon(?:text|fig)\.style\.(\w+)", path.read_text(encoding="utf-8")):
            assert group in TOKENS, f"{path.name} uses style.{group}"


def test_no_script_turns_text_into_markup_or_code():
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    for path in SCRIPTS.glob("*.js"):
        assert re.findall(forbidden, path.read_text(encoding="utf-8")) == [], path.name


def test_no_script_names_another_host():
    for path in SCRIPTS.glob("*.[jc]s*"):
        hosts = set(re.findall(r"https?://[\w.]+", path.read_text(encoding="utf-8")))
        assert hosts <= {"http://www.w3.org"}, path.name


def test_links_open_apart_and_tell_nothing():
    text = (SCRIPTS / "popup.js").read_text(encoding="utf-8")
    assert 'link.rel = "noopener noreferrer"' in text
    assert '["http:", "https:"].includes(url.protocol)' in text


def in_node(program):
    """Run the plane parts of the scripts in Node, outside any browser; the result comes back as JSON."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed; the browser tests cover the scripts")
    sources = [(SCRIPTS / name).read_text(encoding="utf-8") for name in ("geometry.js", "data.js")]
    helpers = "window.situationParts.overlay = { svg: () => null, fill: (text) => text };"
    sources += [helpers, *((SCRIPTS / name).read_text(encoding="utf-8") for name in ("flows.js", "strikes.js"))]
    start = "const window = {}; globalThis.window = window;"
    end = f"const parts = window.situationParts; console.log(JSON.stringify((() => {{ {program} }})()));"
    done = subprocess.run([node, "-e", "\n".join([start, *sources, end])], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_days_are_counted_from_the_first_of_december():
    days = in_node('return ["2019-12-01", "2019-11-30", "2020-03-08"].map(parts.data.dayNumber);')
    assert days == [0, -1, 98]


def test_a_strike_counts_when_its_days_overlap_the_range():
    rows = "[[0, 0, 1, 1], [5, 9, 2, 2], [10, 10, 1, 4]]"
    found = in_node(
        f'return parts.strikes.inRange([{{place: "a", rows: {rows}}}], 9, 9).map((x) => [x.count, x.worst]);'
    )
    assert found == [[2, 2]]


def test_persons_of_a_pair_are_added_up_as_a_range():
    flow = "{lat: 36, lon: 36, origin_lat: 35, origin_lon: 36, rows: [[0, 3, 10, 20], [3, 4, 5, 5], [9, 9, 99, 99]]}"
    found = in_node(f"return parts.flows.inRange([{flow}], 2, 5).map((x) => [x.low, x.high]);")
    assert found == [[15, 25]]


def test_a_flow_without_a_number_stays_without_a_number():
    flow = "{lat: 36, lon: 36, origin_lat: 35, origin_lon: 36, rows: [[0, 3, null, null]]}"
    found = in_node(f"return parts.flows.inRange([{flow}], 0, 5).map((x) => [x.low, x.high, x.persons]);")
    assert found == [[None, None, None]]


def test_a_positive_bend_goes_to_the_left_of_the_way():
    # Northward on a screen is towards smaller y; its left is west, towards smaller x.
    style = json.dumps(TOKENS["flow"])
    (x, _y) = in_node(f"return parts.geometry.arrow([0, 100], [0, 0], 0.2, 6, {style}).middle;")
    assert x == pytest.approx(-20)


def test_the_tip_of_an_arrow_is_its_destination():
    style = json.dumps(TOKENS["flow"])
    head = in_node(f"return parts.geometry.arrow([0, 100], [40, 10], 0.2, 6, {style}).head;")
    assert "40.0,10.0" in head


def test_the_browser_and_paper_use_the_same_width_for_the_same_persons():
    style = json.dumps(TOKENS["flow"])
    widths = in_node(f"return [0, 2500, 60000, 900000].map((n) => parts.flows.width(n, {style}));")
    assert widths == pytest.approx([flow_width(n) for n in (0, 2_500, 60_000, 900_000)])
