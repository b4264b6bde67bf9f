"""Nothing that a file or a person wrote can become a script."""

import base64
import hashlib
import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.mapping.inert import content_policy, script_json, with_policy

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


class Scripts(HTMLParser):
    """What an HTML parser takes for the content of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.content = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.content += data


@given(values)
def test_data_come_back_as_they_were(value: object) -> None:
    assert json.loads(script_json(value)) == value


@given(st.text() | st.sampled_from(["</script>", "<!--", "<script>", "]]>", "\u2028", "&lt;"]))
def test_data_never_end_their_script_or_begin_another(text: str) -> None:
    parser = Scripts()
    parser.feed(f"<script>{script_json([text, {text: text}])}</script>")
    parser.close()
    assert parser.tags == ["script"]
    assert json.loads(parser.content) == [text, {text: text}]
    assert not set("<>&\u2028\u2029") & set(parser.content)


def test_a_number_that_json_cannot_say_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        script_json(float("nan"))


def test_a_policy_names_each_inline_script_by_its_hash_and_nothing_else() -> None:
    page = "<head></head><script>one()</script><style>a{}</style><script src='x'></script>"
    digest = base64.b64encode(hashlib.sha256(b"one()").digest()).decode()
    policy = dict(rule.split(" ", 1) for rule in content_policy(page).split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'sha256-{digest}'"
    assert policy["connect-src"] == "'none'"
    assert policy["img-src"] == "data:"
    assert "unsafe" not in content_policy(page)


def test_a_policy_comes_before_all_it_rules_over_but_not_before_the_encoding() -> None:
    bare = with_policy("<html><head><script>1</script></head></html>", own="cga://map")
    assert bare.index("Content-Security-Policy") < bare.index("<script>")
    assert "script-src cga://map 'sha256-" in bare
    said = with_policy('<head><meta charset="utf-8"><style>a{}</style></head>')
    assert said.index("charset") < said.index("Content-Security-Policy") < said.index("<style>")
