"""Text as people type and paste it, made fit for a file without losing a word."""

import re
import unicodedata

_UNFIT = re.compile("[\0\ud800-\udfff]")
_ABOVE_AND_BELOW = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_TIED = str.maketrans({"œ": "oe", "æ": "ae"})


def cleaned(text: str) -> str:
    """``text`` without what no file can hold: NUL and half characters (lone surrogates).

    Both come from a clipboard or a damaged file and show nothing on a screen. Two halves side by
    side are put together again.
    """
    if not _UNFIT.search(text):
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return whole.replace("\0", "")


def one_line(text: str) -> str:
    """``text`` on one line: each line break becomes a space, spaces around are dropped."""
    lines = (line.strip() for line in cleaned(text).splitlines())
    return " ".join(line for line in lines if line)


def folded(text: str) -> str:
    """``text`` as search and sorting see it: without capitals and accents, œ as oe, ß as ss."""
    small = text.casefold()
    if small.isascii():
        return small
    return _ABOVE_AND_BELOW.sub("", unicodedata.normalize("NFKD", small.translate(_TIED)))


def alphabetical(text: str) -> tuple[str, str]:
    """A sorting key: by letter, accents and capitals aside, as in a French directory."""
    return folded(text), text
