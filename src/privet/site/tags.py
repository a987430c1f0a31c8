"""What kinds of tags there are, for who reads a page in one pass."""

from __future__ import annotations

BREAKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "dd", "details", "div", "dl", "dt", "fieldset",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p",
        "pre", "section", "select", "summary", "table", "tbody", "td", "textarea", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
"""Tags at which a line of text ends."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"))
SPOKEN = frozenset((*HEADINGS, "title", "button"))
"""Tags whose text is kept by itself."""
SILENT = frozenset(("script", "style", "option", "textarea", "title", "noscript", "button"))
"""Tags whose text is no text beside a field."""
BUTTONS = frozenset(("submit", "button", "image", "reset"))
FIELDS = ("input", "select", "textarea")
ROLES = {"checkbox": "checkbox", "switch": "checkbox", "radio": "radio"}
"""Roles by which a script makes a box of any tag."""
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
"""Tags that hold nothing, and have no end."""
