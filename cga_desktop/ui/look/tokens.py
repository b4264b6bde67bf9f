"""The tokens of the look: every text colour keeps a contrast of 4.5:1 on both grounds (tested)."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Tokens:
    """One ground, light or dark; values are ``#RRGGBB``."""

    window: str
    surface: str
    border: str
    field_border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_hover: str
    selection: str
    hover: str
    danger: str
    warning: str
    success: str
    need: str
    resource: str
    idea: str
    obstacle: str
    perception: str

    def as_dict(self) -> dict[str, str]:
        """The tokens by name, for the style sheet."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


LIGHT = Tokens(
    window="#F7F6F2",
    surface="#FFFFFF",
    border="#DAD7CE",
    field_border="#8A8F89",  # 3:1 on the surface: the edge of a field is all there is to see of it
    text="#1E2421",
    muted="#59625D",
    accent="#0B6B66",
    on_accent="#FFFFFF",
    accent_hover="#095652",
    selection="#DCECEA",
    hover="#EFEDE6",
    danger="#B3261E",
    warning="#8A5A00",
    success="#1D6F3A",
    need="#B23A12",
    resource="#1D6F3A",
    idea="#6D3FB0",
    obstacle="#7A5200",
    perception="#1F5FA6",
)

DARK = Tokens(
    window="#171B19",
    surface="#1F2522",
    border="#353D39",
    field_border="#707A75",
    text="#ECEFEA",
    muted="#A7B0AA",
    accent="#5CC8C0",
    on_accent="#10211F",
    accent_hover="#7AD6CF",
    selection="#23423F",
    hover="#29302D",
    danger="#FF8A80",
    warning="#F2B84B",
    success="#79D294",
    need="#FF9E7A",
    resource="#79D294",
    idea="#C4A5FF",
    obstacle="#F0C35A",
    perception="#8DBEFF",
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  (WCAG's figures)
        for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
