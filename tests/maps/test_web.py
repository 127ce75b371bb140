"""The web map: what Folium and streamlit-folium make of it, and what its scripts may and may not do."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import folium
import pytest
import streamlit_folium

from lib.events.query import Query
from lib.maps import assets, web
from lib.maps.clock import clock, figures
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
    names = web.PARTS[: web.PARTS.index("sites.js")]
    sources = [(SCRIPTS / name).read_text(encoding="utf-8") for name in names]
    start = "const window = {}; globalThis.window = window; const L = { Renderer: { extend: () => null } };"
    end = f"const parts = window.situationParts; console.log(JSON.stringify((() => {{ {program} }})()));"
    script = "\n".join([start, *sources, end])
    done = subprocess.run([node, "-"], input=script, capture_output=True, text=True, check=True)
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


@pytest.mark.parametrize(("first", "last"), [(0, 95), (0, 98), (40, 40), (63, 70), (88, 98)])
def test_the_browser_counts_a_range_as_the_rule_says(events, first, last):
    body = clock(events, Query())
    told = figures(body, first, last)
    program = f"return parts.tally.figures(parts.tally.decode({json.dumps(body)}), {first}, {last});"
    counted = in_node(program)
    assert counted["strikes"] == told["strikes"]
    assert (counted["civilians"]["low"], counted["civilians"]["high"]) == (told["low"], told["high"])
    assert tuple(counted["displaced"].values()) == tuple(told["displaced"])
    assert counted["changed"] == told["changed"]


def test_a_strike_of_many_days_counts_once_in_a_range_that_holds_them_all():
    rows = "[[3, 9, 1, 1], [9, 9, 1, 2]]"
    program = f"const one = {{place: 'a', rows: {rows}}};"
    program += "const count = ([a, b]) => parts.strikes.inRange([one], a, b).map((x) => x.count);"
    program += "return [[0, 98], [4, 8], [9, 9], [10, 98]].map(count);"
    assert in_node(program) == [[3], [1], [3], []]


SQUARE = {
    "epoch": "2019-12-01",
    "days": 99,
    "grid": 0.1,
    "origin": [36, 35],
    "dates": [0, 10],
    "front_km": [1.0, 2.0],
    "arcs": [[0, 0, 10, 0, 0, 10], [0, 0, 0, 10, 10, 0]],
    "layers": {
        "areas": {"columns": ["controller"], "features": [[0, 99, ["government"], [[[0, -2]]]]]},
        "front": {"columns": ["is_front"], "features": [[0, 10, [True], [[0]]], [10, 99, [True], [[1]]]]},
        "band": {"columns": [], "features": []},
        "stretches": {"columns": ["is_front", "since_day"], "features": [[0, 99, [True, -4], [[0]]]]},
    },
    "places": [["A", 35.5, 36.5, [[0, 10, "opposition", -3], [10, 99, "government", 9]]]],
}


def in_sequence(program):
    return in_node(f"const all = parts.sequence.decode({json.dumps(SQUARE)}); {program}")


def test_arcs_that_meet_make_one_ring_with_each_corner_once():
    program = "const [area] = all.control(0).areas; return area.polygons[0][0].length / 2;"
    assert in_sequence(program) == 5


def test_a_point_inside_the_area_of_a_sequence_is_inside():
    program = """
        const [area] = all.control(0).areas;
        const [ax, ay] = parts.geometry.ANCHOR;
        return [[35.5, 36.5], [36.5, 36.5]].map(([lat, lon]) => {
            const [x, y] = parts.geometry.mercator(lat, lon);
            return area.contains(x - ax, y - ay);
        });
    """
    assert in_sequence(program) == [True, False]


def test_what_does_not_change_is_the_same_shape_on_every_date():
    assert in_sequence("return all.control(0).areas[0] === all.control(1).areas[0];") is True
    assert in_sequence("return all.control(0).front[0] === all.control(1).front[0];") is False


@pytest.mark.parametrize(("day", "expected"), [(0, 0), (9, 0), (10, 1), (98, 1)])
def test_a_day_has_the_control_of_the_latest_date_before_it(day, expected):
    assert in_sequence(f"return all.index({day});") == expected


def test_a_stretch_grows_older_while_its_line_stays():
    assert in_sequence("return [0, 1].map((i) => all.control(i).stretches[0].age_days);") == [4, 14]


def test_a_place_has_its_holder_of_the_day():
    program = "return [0, 1].map((i) => all.control(i).places[0]).map((p) => [p.controller, p.since]);"
    assert in_sequence(program) == [["opposition", "2019-11-28"], ["government", "2019-12-10"]]


def embedded(program, **answers):
    config = {"base_url": "", "data_version": "v", "embedded": answers}
    silent = "globalThis.fetch = () => { throw new Error('asked'); };"
    return f"{silent} const server = parts.data.serverOf({json.dumps(config)}); {program}"


def test_a_map_in_one_file_asks_no_server():
    program = "const kinds = ['strikes', 'flows']; kinds.forEach((kind) => server[kind]()); return 'nothing asked';"
    assert in_node(embedded(program, strikes={"places": []}, flows={"flows": []})) == "nothing asked"


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


def stretch(coordinates, **properties):
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": coordinates},
        "properties": {"is_front": True, **properties},
    }


def in_stretches(program, *features):
    """Run ``program`` with the decoded stretches as ``all`` and ``at(lat, lon)`` giving a point as they keep it."""
    collection = json.dumps({"type": "FeatureCollection", "features": features})
    anchor = "const [ax, ay] = parts.geometry.ANCHOR;"
    at = "const at = (lat, lon) => { const [x, y] = parts.geometry.mercator(lat, lon); return [x - ax, y - ay]; };"
    return in_node(f"{anchor} {at} const all = parts.stretches.decode({collection}); {program}")


SOUTH = stretch([[36.0, 35.5], [36.5, 35.5]], place_a="South")
NORTH = stretch([[36.0, 36.0], [36.5, 36.0]], place_a="North")


@pytest.mark.parametrize(("lat", "named"), [(35.51, "South"), (35.99, "North"), (35.75, None)])
def test_the_stretch_under_the_pointer_is_the_nearest_within_reach(lat, named):
    program = f"const f = parts.stretches.nearest(all, ...at({lat}, 36.2), 1e-4); return f && f.place_a;"
    assert in_stretches(program, SOUTH, NORTH) == named


def test_a_line_where_nobody_fights_is_no_stretch_of_the_front():
    boundary = stretch([[36.0, 35.5], [36.5, 35.5]], is_front=False)
    assert in_stretches("return all.length;", boundary, NORTH) == 1


def test_an_answer_without_stretches_is_a_front_without_stretches():
    assert in_node("return parts.stretches.decode(undefined);") == []


def test_looking_a_stretch_up_takes_less_than_two_milliseconds():
    many = [stretch([[36 + i / 500, 35 + j / 40] for j in range(40)]) for i in range(120)]
    program = """
        const [x, y] = at(35.5, 36.12);
        for (let i = 0; i < 200; i += 1) parts.stretches.nearest(all, x, y, 1e-5);
        const start = performance.now();
        for (let i = 0; i < 100; i += 1) parts.stretches.nearest(all, x, y, 1e-5);
        return (performance.now() - start) / 100;
    """
    assert in_stretches(program, *many) < 2


def described(**properties):
    words = json.dumps(web.map_words())
    context = f"{{ words: {words}, number: String }}"
    return in_stretches(
        f"return parts.stretches.describe(all[0], {context});", stretch([[36, 35], [36, 36]], **properties)
    )


def test_a_stretch_says_how_exact_it_is_and_what_holds_it_up():
    lines = described(place_a="Nayrab", place_b="Sarmin", width_km=2.34, age_days=9, confidence="medium")
    assert lines[0] == "Front line near Nayrab and Sarmin"
    assert "2.3 km" in lines[1]
    assert "9 days old" in lines[2]
    assert "medium confidence" in lines[3]
    assert len(lines) == 4


def test_a_stretch_that_one_side_claims_says_so():
    assert described(one_sided=True)[-1] == "Only one side claims this"


def test_what_is_not_known_of_a_stretch_is_not_said():
    assert described(width_km=None, age_days=None, confidence="") == ["Front line"]


@pytest.mark.parametrize(("age", "words"), [(0, "same day"), (1, "1 day old"), (14, "14 days old")])
def test_the_age_of_reports_is_said_in_whole_days(age, words):
    assert words in described(age_days=age)[1]


def post(**cells):
    return {"number": 1, "name": "A", "lat": 36, "lon": 36, "established": "2018-02", "encircled": "", **cells}


@pytest.mark.parametrize(("to", "encircled"), [("2020-02-04", False), ("2020-02-05", True)])
def test_a_post_is_encircled_from_the_day_it_was(to, encircled):
    body = json.dumps({"posts": [post(encircled="2020-02-05")]})
    program = f"return parts.agreements.posts(parts.agreements.decode({body}), new Set(['posts']), '{to}');"
    assert [one["encircled"] for one in in_node(program)] == [encircled]


def test_a_post_without_a_point_is_named_and_not_drawn():
    body = json.dumps({"posts": [post(), post(number=2, name="B", lat=None, lon=None)]})
    program = (
        f"const d = parts.agreements.decode({body}); return [d.posts, d.unplaced].map((x) => x.map((p) => p.name));"
    )
    assert in_node(program) == [["A"], ["B"]]


def test_overlays_that_are_off_are_not_drawn_and_not_asked_for():
    body = json.dumps({"posts": [post()], "m4_corridor": {"areas": None}})
    program = f"""
        const d = parts.agreements.decode({body});
        const off = new Set(["control", "front"]);
        const {{ chosen, posts, wanted }} = parts.agreements;
        return [wanted(off), posts(d, off, "2020-03-05"), chosen(d, off)];
    """
    assert in_node(program) == [False, [], []]


def test_reports_left_of_the_divider_are_those_of_its_date():
    program = """
        let asked = null;
        globalThis.fetch = (url) => { asked = url; return Promise.reject(new Error("no server")); };
        const server = new parts.data.Server({ base_url: "", data_version: "v1" });
        const state = { query: "", from: "2020-01-28", to: "2020-03-05" };
        const one = (asked) => server.reports(asked, state).catch(() => null);
        one({ kind: "control", place: "A", from: "2020-01-28", to: "2020-01-28" });
        const left = asked;
        one({ kind: "control", place: "A" });
        return [left, asked];
    """
    left, right = in_node(program)
    assert "from=2020-01-28&to=2020-01-28" in left
    assert "from=2020-01-28&to=2020-03-05" in right
