"""A site as a folder of files: every web page below it, read and never run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from privet.pages import SIZE
from privet.site.elements import SitePage
from privet.site.looked import Seen, Site, Trouble, folder_address
from privet.site.room import Room

PAGES = (".html", ".htm", ".xhtml")
MOST_FILES = 5_000
"""Most pages of a folder that are read."""
MOST_NAMES = 200_000
"""Most names of a folder that are gone through."""
INDEX = ("index.html", "index.htm")

Watched = Callable[[int, str], None]
"""Told how many pages were looked at, and which is next."""


def page_files(root: Path) -> list[str]:
    """The web pages below a folder, by their path in it; links are not followed."""
    found: list[str] = []
    names = 0
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        names += len(files)
        found += [os.path.join(folder, name) for name in sorted(files) if name.casefold().endswith(PAGES)]  # noqa: PTH118 - Path is slower by far
        if len(found) > MOST_FILES or names > MOST_NAMES:
            break
    return [os.path.relpath(path, root) for path in found]


def look(root: Path, own: str, room: Room, watched: Watched) -> Site:
    """Every page below a folder, or one file; ``own`` is the host it is published at, if that is known."""
    single = not root.is_dir()
    home, names = (root.parent, [root.name]) if single else (root, page_files(root))
    troubles: list[Trouble] = []
    if len(names) > MOST_FILES:
        troubles.append(Trouble("pages-left", str(root), "too-many-files", {"limit": str(MOST_FILES)}))
    pages: list[Seen] = []
    raw: dict[str, bytes] = {}
    for count, name in enumerate(names[:MOST_FILES]):
        watched(count, name)
        place, path = str(home / name), Path(name).as_posix()
        read = _read(home / name, room)
        if isinstance(read, str):
            troubles.append(Trouble("page-unread", place, read))
            continue
        content, page = read
        if page.cut:
            troubles.append(Trouble("page-cut", place, f"cut-{page.cut}"))
        address = folder_address(path, own)
        pages.append(Seen(place, address, page))
        raw[address] = content
    site = Site(urlsplit(folder_address("", own)).hostname or "", tuple(pages), tuple(troubles), raw)
    return replace(site, part="part") if single else _linked(site, home)


def _read(path: Path, room: Room) -> tuple[bytes, SitePage] | str:
    """What a file holds, and the page it is; or why it could not be looked at."""
    if path.is_symlink() or not path.is_file():
        return "file-outside"
    try:
        with path.open("rb") as file:
            content = file.read(SIZE + 1)
    except OSError:
        return "file-unreadable"
    if len(content) > SIZE:
        return "page-too-large"
    page = room.read(content)
    return (content, page) if isinstance(page, SitePage) else page.why


def _linked(site: Site, home: Path) -> Site:
    """The site with where its links lead: to pages under another address, or to nothing."""
    aliases: dict[str, str] = {}
    gone: set[str] = set()
    other: set[str] = set()
    by_path = {urlsplit(seen.address).path: seen.address for seen in site.pages}
    for target in {seen.leads(link.href) for seen in site.pages for link in seen.page.links}:
        parts = urlsplit(target)
        if parts.hostname != site.host or target in site.raw:
            continue
        path = unquote(parts.path)
        found = next((by_path[way] for way in _ways(path) if way in by_path), "")
        if found:
            aliases[target] = found
        else:
            (other if _is_there(home, path) else gone).add(target)
    return replace(site, aliases=aliases, gone=frozenset(gone), other=frozenset(other))


def _ways(path: str) -> Iterator[str]:
    """The files that a web server shows for a path."""
    bare = path.rstrip("/")
    yield from (path, f"{bare}.html", f"{bare}.htm", *(f"{bare}/{name}" for name in INDEX))


def _is_there(home: Path, path: str) -> bool:
    """Whether a path is that of a file below the folder; one that leads out of it is not."""
    inner = normpath(path.lstrip("/"))
    if inner.startswith("..") or "\0" in inner:
        return False
    try:
        return (home / inner).exists()
    except OSError:
        return False
