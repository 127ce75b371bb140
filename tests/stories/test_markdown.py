"""The text of a step: what little Markdown it has, and that nothing in it can do harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from lib.stories.markdown import Block, blocks, html

ALLOWED = {"p", "ul", "ol", "li", "em", "strong", "a", "br", "div"}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](JAVASCRIPT&colon;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](//evil.example/a)",
    "[x](http:)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    '![x](https://evil.example/pixel.png "title")',
    "[x](https://a.example/\"onmouseover='alert(1)')",
    "[x]: javascript:alert(1)\n\n[x]",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- --><svg/onload=alert(1)>",
    "- <b onclick=alert(1)>x</b>",
    "`<script>`",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "# <script>alert(1)</script>",
    "> " * 200 + "x",
    "[" * 600 + "x" + "](" * 250,
    "*" * 1200,
]


def harmless(text):
    tree = parser.fromstring(f"<div>{html(text)}</div>")
    for element in tree.iter():
        assert element.tag in ALLOWED, text
        for name, value in element.attrib.items():
            assert (element.tag, name) in {("a", "href"), ("a", "rel"), ("a", "target"), ("p", "dir"), ("li", "dir"),
                                           ("ol", "start")}, text  # fmt: skip
            assert name != "href" or value.startswith(("http://", "https://")), text
    return tree


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    harmless(text)


@pytest.mark.thorough
@given(st.text(max_size=200) | st.lists(st.sampled_from([*HOSTILE[:20], "[", "](", ")", "<", ">", "*", "\n", "- "]),
                                        max_size=8).map("".join))  # fmt: skip
def test_whatever_is_written_only_a_few_elements_come_of_it(text):
    harmless(text)
    blocks(text)


def test_paragraphs_lists_stress_and_links_are_what_they_look_like():
    tree = harmless("One *two* **three**.\n\n- four\n- [five](https://a.example/x)\n\n3. six")
    assert [element.tag for element in tree] == ["p", "ul", "ol"]
    (link,) = tree.iter("a")
    assert dict(link.attrib) == {
        "href": "https://a.example/x", "target": "_blank", "rel": "noopener noreferrer nofollow",
    }  # fmt: skip


def test_the_same_text_for_paper_is_paragraphs_and_items_without_signs():
    text = "One *two*\nthree  \nfour\n\n- five\n  - six\n\n3. [seven](https://a.example/)\n4. eight\n\n# nine"
    assert blocks(text) == (
        Block("One two three\nfour"),
        Block("five", "\N{BULLET}"),
        Block("six", "\N{BULLET}", 1),
        Block("seven", "3."),
        Block("eight", "4."),
        Block("# nine"),
    )
