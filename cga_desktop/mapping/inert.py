"""What keeps a page inert: data that cannot end its script, a policy that names every script."""

import base64
import hashlib
import json
import re

_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
_CHARSET = '<meta charset="utf-8">'
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script_json(value: object) -> str:
    """``value`` as JSON that can stand inside a ``<script>`` element.

    Nothing in it can close the element, open a comment or be an entity; it parses to the same.

    Raises:
        ValueError: a number JSON cannot say (NaN, infinity).
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES)


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def content_policy(page: str, *, own: str = "") -> str:
    """The strictest policy under which ``page`` works: its inline scripts and styles by their hash.

    ``own`` is an origin from which further scripts, styles and pictures may come; none by default.
    Inline means ``<script>`` and ``<style>`` without attributes; event handlers never run.
    """
    digests: dict[str, list[str]] = {"script": [], "style": []}
    for kind, text in _INLINE.findall(page):
        digests[kind].append(_digest(text))
    rules = {
        "default-src": ["'none'"],
        "script-src": [own, *digests["script"]],
        "style-src": [own, *digests["style"]],
        "img-src": [own, "data:"],
        "connect-src": [own],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    spelled = (
        f"{rule} {' '.join(dict.fromkeys(filter(None, allowed))) or chr(39) + 'none' + chr(39)}"
        for rule, allowed in rules.items()
    )
    return "; ".join(spelled)


def with_policy(page: str, *, own: str = "") -> str:
    """``page`` with its policy in its head, before anything that it rules over."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content_policy(page, own=own)}">'
    # The encoding must stand within the first kilobyte, which the policy would fill.
    first = _CHARSET if _CHARSET in page else "<head>"
    return page.replace(first, f"{first}\n{meta}", 1)
