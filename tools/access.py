"""Write docs/access.md: who may do what on the team server, from the table that the server reads.

``python tools/access.py`` after a change of ``src/privet/web/access.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "src" / "privet" / "web" / "access.toml"
PAGE = ROOT / "docs" / "access.md"
HEAD = """\
# Who may do what on the team server

Written by `tools/access.py` from [`access.toml`](../src/privet/web/access.toml), which the server reads.
The tests try every address as every kind of visitor, with every method.

- **anyone**: whoever comes by
- **signed-in**: who has an account
- **guest**: who holds the key of this guest plan
- **client**: who holds a sign-off link for this plan
- **reader**, **editor**, **owner**: members of the organisation; each may do what those before it may

What somebody may not know of looks exactly like what is not there.
An address that is not in this table is closed to everybody.
"""


def table_rows() -> Iterator[tuple[str, str, str, str]]:
    """Group, name, who may look, who may change; in the order of the file."""
    for group, rows in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        for name, row in rows.items():
            yield group, name, ", ".join(row.get("see", ())), ", ".join(row.get("change", ()))


def page() -> str:
    """The text of docs/access.md."""
    lines, last = [HEAD], ""
    for group, name, see, change in table_rows():
        if group != last:
            lines.append(f"\n## {group}\n\n| address | look | change |\n|---|---|---|\n")
            last = group
        lines.append(f"| {name} | {see or '–'} | {change or '–'} |\n")
    return "".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
