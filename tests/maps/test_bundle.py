"""The client as one script: each module after those it imports, the same bytes each time, lines that can be found."""

import json
import re
import subprocess
from textwrap import dedent

import pytest

from lib.maps import bundle
from lib.maps.assets import asset, asset_url
from tests.client.node import command

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def bundled(entry, **sources):
    """The script and source map of modules given as name=text, with ``__`` for a folder and without the ending."""
    read = {}
    for given, source in sources.items():
        name = given.replace("__", "/") + ".js"
        read[name] = bundle.read_module(name, dedent(source))
    return bundle.join(bundle.ordered(read, entry))


def run(script):
    done = subprocess.run(command("-"), input=script, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_module_runs_after_those_it_imports_wherever_they_lie():
    script, _ = bundled(
        "index.js",
        index="""
            import { twice } from "./sums/sums.js";
            import * as names from "./names.js";
            console.log(twice(4), names.it);
        """,
        names='export const it = "it";',
        sums__sums="""
            import { it as what } from "../names.js";
            export function twice(n) {
              return `${what} ${2 * n}`;
            }
        """,
    )
    assert run(script) == "it 8 it"


def test_two_modules_may_call_different_things_by_one_name():
    script, _ = bundled(
        "index.js",
        index="""
            import { draw } from "./one.js";
            import * as other from "./other.js";
            console.log(draw(), other.draw());
        """,
        one="""
            const size = 1;
            export const draw = () => size;
        """,
        other="""
            const size = 2;
            export async function later() {}
            export class Drawn {}
            export const draw = () => size;
        """,
    )
    assert run(script) == "1 2"


def test_a_module_that_nothing_imports_is_left_out():
    script, source_map = bundled("index.js", index="console.log(1);\n", unused="console.log(2);\n")
    assert "console.log(2)" not in script
    assert source_map["sources"] == ["client/index.js"]


def test_modules_that_import_each_other_are_refused_by_their_names():
    with pytest.raises(bundle.BundleError, match=r"a\.js > b\.js > a\.js"):
        bundled(
            "a.js",
            a='import { b } from "./b.js";\nexport const a = b;',
            b='import { a } from "./a.js";\nexport const b = a;',
        )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('import { gone } from "./there.js";', "there.js, which exports no such name"),
        ('import { it } from "./nowhere.js";', "nowhere.js, which is not there"),
        ('import it from "./there.js";', "line 1: this import or export"),
        ("const a = 1;\nexport default a;", "line 2: this import or export"),
        ("export { a };", "line 1: this import or export"),
        ("const a = `one\ntwo`;", "line 1: a template literal"),
        ('import { it } from "./there.js";\nimport * as it from "./there.js";', "it is named twice"),
        ("export const a = 1;\nexport const a = 2;", "a is named twice"),
    ],
)
def test_what_the_bundle_does_not_understand_is_refused(source, message):
    with pytest.raises(bundle.BundleError, match=re.escape(message)):
        bundled("index.js", index=source, there="export const it = 1;\n")


def test_comments_stay_at_home_and_code_does_not():
    source = r"""// one
/** two
 * three */
const address = "http://x"; // four
/* five */ const b = 1;

  const c = /\/\*/;
"""
    lines = bundle.read_module("a.js", source).lines
    assert [text for _number, _column, text in lines] == [
        'const address = "http://x"; // four',
        "const b = 1;",
        "const c = /\\/\\*/;",
    ]
    assert [(number, column) for number, column, _text in lines] == [(3, 0), (4, 11), (6, 2)]


def segments(mappings):
    """The source map's entries: (line in the script, file, line, column), decoded as the format says."""
    file = line = column = 0
    for at, found in enumerate(mappings.split(";")):
        if not found:
            continue
        numbers, value, shift = [], 0, 0
        for sign in found:
            digit = DIGITS.index(sign)
            value |= (digit & 31) << shift
            shift += 5
            if not digit & 32:
                numbers.append(-(value >> 1) if value & 1 else value >> 1)
                value = shift = 0
        file, line, column = file + numbers[1], line + numbers[2], column + numbers[3]
        yield at, file, line, column


def test_every_line_of_the_script_is_found_in_its_module():
    script, told = bundle.script()
    source_map = json.loads(told)
    lines = script.split("\n")
    found = list(segments(source_map["mappings"]))
    for at, file, line, column in found:
        source = source_map["sourcesContent"][file].split("\n")[line][column:]
        assert source.removeprefix("export ").startswith(lines[at])
    assert len(found) > 3_000


def test_the_script_is_what_node_can_read():
    script = bundle.script()[0]
    done = subprocess.run(command("--check", "-"), input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_same_modules_give_the_same_bytes():
    first = bundle.script()
    bundle.script.cache_clear()
    assert bundle.script() == first


def test_every_module_is_delivered():
    told = {name.removeprefix("client/") for name in json.loads(bundle.script()[1])["sources"]}
    assert told | {bundle.LOADER} == {
        path.relative_to(bundle.CLIENT).as_posix() for path in bundle.CLIENT.rglob("*.js")
    }


def test_the_script_names_its_source_map_by_content():
    data, media_type = asset(bundle.SCRIPT)
    assert media_type == "text/javascript"
    last = data.decode().rstrip().split("\n")[-1]
    assert last == f"//# sourceMappingURL={asset_url(bundle.SOURCE_MAP).removeprefix('/assets/')}"


def test_the_script_makes_no_name_of_its_own_but_the_two_that_others_call():
    script = bundle.script()[0] + bundle.loader()
    assert set(re.findall(r"\bwindow\.(\w+) = ", script)) == {"situation", "situationMap"}


def test_the_last_rule_of_the_sheet_says_that_all_of_it_is_in_force():
    assert bundle.sheet().rstrip().endswith(":root {\n  --situation-styled: 1;\n}")
    assert bundle.sheet().count("--situation-styled") == 1
