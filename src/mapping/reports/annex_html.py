"""The compliance annex as one HTML file that opens without a network and prints on A4 landscape."""

from mapping.annex import Annex
from mapping.reports.layout import TEMPLATES, environment


def to_html(annex: Annex) -> str:
    """Lay the annex out as a page of its own.

    Args:
        annex: the annex in one language.

    Returns:
        A complete HTML document: style and drawings inside, no script, nothing fetched. Every row carries the id of
        its obligation, so that ``annex.html#lanzarote/5(3)`` opens at it.
    """
    from markupsafe import Markup

    template = environment().get_template("annex/annex.html.j2")
    style = Markup((TEMPLATES / "annex" / "annex.css").read_text(encoding="utf-8"))
    return template.render(annex=annex, style=style, css_string=_css_string)


def _css_string(text: str) -> str:
    r"""A CSS string, quotes included; anything but letters, digits and spaces as an escape, so no markup gets out.

    >>> print(_css_string('a "b" </style>'))
    "a \22 b\22  \3c \2f style\3e "
    """
    from markupsafe import Markup

    safe = "".join(one if one.isalnum() or one == " " else f"\\{ord(one):x} " for one in text)
    return Markup(f'"{safe}"')
