"""The web map: what Folium and streamlit-folium make of it, and what its scripts may and may not do."""

import json
import re

import folium
import pytest
import streamlit_folium

from lib.events.query import Query
from lib.maps import bundle, client_config, web
from lib.maps.clock import clock
from lib.maps.style import TOKENS
from tests.client.from_python import in_client
from tests.maps.clock_rule import figures

SCRIPTS = sorted(bundle.CLIENT.rglob("*.js"))
SHEETS = sorted(bundle.CLIENT.rglob("*.css"))
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


def test_every_word_the_scripts_use_is_there_to_be_translated():
    crisis = client_config.crisis()
    used = {crisis["border"]["word"]}
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"\bwords\.(\w+)", text))
        for names in re.findall(r"\{ ([\w, ]+) \} = (?:\w+\.)*words;", text):
            used |= set(names.split(", "))
    assert used == set(web.map_words())


def test_every_part_of_the_look_the_scripts_use_exists():
    for path in SCRIPTS:
        for group in re.findall(r"\bcon(?:text|fig)\.style\.(\w+)", path.read_text(encoding="utf-8")):
            assert group in TOKENS, f"{path.name} uses style.{group}"


def test_every_side_of_the_crisis_has_a_mark_a_look_and_words():
    crisis, words = client_config.crisis(), web.map_words()
    for side in crisis["order"]:
        assert side in crisis["sides"]
        assert side in TOKENS["control"]
        assert side in words["sides"]
        assert side in words["area_names"]
    for gain in crisis["gains"]:
        assert {*gain["from"], *gain["to"]} <= set(crisis["order"])
        assert gain["id"] in TOKENS["gained"]
        assert gain["id"] in words["gained"]
    assert all(one["kind"] in TOKENS for one in crisis["agreements"] if one["kind"] != "posts")


CRISIS = re.compile(r"idlib|saraqib|syria|turk|sochi|ocha|2019|2020|32637", re.IGNORECASE)


@pytest.mark.parametrize("path", [*SCRIPTS, *SHEETS, bundle.CLIENT / "types.d.ts"], ids=lambda path: path.name)
def test_the_client_names_nothing_of_this_crisis(path):
    assert CRISIS.findall(path.read_text(encoding="utf-8")) == []


def test_no_script_turns_text_into_markup_or_code():
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    for path in SCRIPTS:
        assert re.findall(forbidden, path.read_text(encoding="utf-8")) == [], path.name


def test_no_script_names_another_host():
    for path in (*SCRIPTS, *SHEETS):
        hosts = set(re.findall(r"https?://[\w.]+", path.read_text(encoding="utf-8")))
        assert hosts <= {"http://www.w3.org"}, path.name


def test_leaflet_is_reached_into_in_one_place():
    inside = re.compile(r"\._\w+|\b_\w+\(")
    found = {path.name for path in SCRIPTS if inside.search(path.read_text(encoding="utf-8"))}
    assert found == {"surfaces.js"}


def test_the_page_itself_says_when_the_script_cannot_be_loaded():
    script = base_script(web.base_map(web.MapConfig("v1")))
    assert script.index("script.onerror") < script.index("window.situationMap.create(map_div,")


@pytest.mark.parametrize(("first", "last"), [(0, 95), (0, 98), (40, 40), (63, 70), (88, 98)])
def test_the_browser_counts_a_range_as_the_rule_says(events, first, last):
    body = clock(events, Query())
    told = figures(body, first, last)
    program = f"return tally.figures(tally.decode({json.dumps(body)}, calendar), {first}, {last});"
    counted = in_client(program, tally="data/tally.js")
    assert counted["strikes"] == told["strikes"]
    assert (counted["civilians"]["low"], counted["civilians"]["high"]) == (told["low"], told["high"])
    assert tuple(counted["displaced"].values()) == tuple(told["displaced"])
    assert counted["changed"] == told["changed"]
