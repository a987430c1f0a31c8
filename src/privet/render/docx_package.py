"""The Word file around a text: styles, language, header, footer, and the zip itself.

python-docx makes an empty file once for each language; every document then brings the
four parts that are its own.  The zip is stored, not packed: packing is left to the
machine's zlib, and not every zlib gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from docx import Document as empty
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle

FONT = "Arial"
"""On every office machine, with Greek, Cyrillic, Hebrew and Arabic; its double elsewhere is Liberation Sans."""
INK, BLUE, GREY = "222222", "1F3F5B", "555555"
HEADINGS = ("Title", "Heading1", "Heading2", "Heading3", "Caption")
KEPT = frozenset(
    (*HEADINGS, "Normal", "ListBullet", "Header", "Footer", "DefaultParagraphFont", "TableNormal", "NoList")
)
"""Styles of python-docx's own file that we use; it brings some 150 more."""
BULLET = "1"
"""The numbering behind List Bullet in that file."""
DROPPED = ("stylesWithEffects", "webSettings", "fontTable", "customXml", "thumbnail", "extended-properties")
"""Parts of that file that say nothing about a document of ours."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph style looks; sizes in points."""

    name: str
    size: float
    before: float
    after: float
    colour: str = INK
    weight: str = ""
    """``bold``, ``italic`` or neither."""
    follows: str = ""
    """``next``: stays on the page of what follows; ``together``: is not cut by a page's end."""


LOOKS = (
    Look("Normal", 9, 0, 4),
    Look("Title", 22, 0, 6, BLUE, "bold"),
    Look("Heading 1", 14, 16, 4, BLUE, "bold", "next"),
    Look("Heading 2", 11, 10, 3, BLUE, "bold", "next"),
    Look("Heading 3", 9, 5, 2, INK, "bold", "next"),
    Look("List Bullet", 9, 0, 1),
    Look("Caption", 8.5, 4, 3, GREY, "bold", "next"),
    Look("Header", 7.5, 0, 0, GREY),
    Look("Footer", 7.5, 0, 0, GREY),
    Look("Facts", 9, 0, 1),
    Look("Contents", 9, 8, 6, BLUE),
    Look("Badge", 9, 0, 2, INK, "italic", "next"),
    Look("Reasons", 7, 2, 4, GREY, "", "together"),
    Look("Table Text", 8, 1, 1),
    Look("Small Table Text", 7.2, 1, 1),
    Look("Table Caption", 8, 4, 1, BLUE, "bold", "next"),
)
HYPHENATED = ("Table Text", "Small Table Text")
"""Styles in which a word may be parted; no others, for a hyphen slows a reader."""
WEIGHTS = {"": "", "bold": "<w:b/><w:bCs/>", "italic": "<w:i/><w:iCs/>"}
LETTERS = f"""
<w:rPr {nsdecls("w")}>
  {{weight}}<w:color w:val="{{colour}}"/><w:sz w:val="{{size}}"/><w:szCs w:val="{{size}}"/>
</w:rPr>"""
DEFAULT = f"""
<w:rPr {nsdecls("w")}>
  <w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>
  <w:sz w:val="21"/><w:szCs w:val="21"/>
  <w:lang w:val="{{language}}" w:eastAsia="{{language}}" w:bidi="ar-SA"/>
</w:rPr>"""
TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PrivetTable">
  <w:name w:val="Privet Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="6" w:space="0" w:color="8A99A8"/>
      <w:bottom w:val="single" w:sz="6" w:space="0" w:color="8A99A8"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9D1D9"/>
      <w:insideV w:val="single" w:sz="4" w:space="0" w:color="E3E7EB"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
      <w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/><w:bCs/><w:color w:val="1F3F5B"/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E9EEF3"/><w:vAlign w:val="bottom"/></w:tcPr>
  </w:tblStylePr>
  <w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>
</w:style>"""
SETTINGS = f"""
<w:settings {nsdecls("w")}>
  <w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:autoHyphenation/>
 <w:characterSpacingControl w:val="doNotCompress"/>
  <w:compat>
    <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
  </w:compat>
  <w:themeFontLang/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>
</w:settings>"""


@dataclass(frozen=True, slots=True)
class Frame:
    """An empty file: its parts by name, and the ids by which its text calls header and footer."""

    parts: Mapping[str, bytes]
    header: str
    footer: str


@cache
def frame(language: str) -> Frame:
    """The empty file of a language, made once."""
    document = empty()
    for relations in (document.part.rels, document.part.package.rels):
        for id_, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in DROPPED:
                del relations[id_]
    _style(document, language)
    _settle(document, language)
    section = document.sections[0]
    section.header.is_linked_to_previous = False
    section.footer.is_linked_to_previous = False
    calls = [section._sectPr.find(qn(f"w:{name}Reference")) for name in ("header", "footer")]
    header, footer = (call.get(qn("r:id")) for call in calls)
    return Frame(_parts(document), header, footer)


def _parts(document: Document) -> dict[str, bytes]:
    file = BytesIO()
    document.save(file)
    with ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one file: the same bytes from the same parts, on every machine and day."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            package.writestr(entry, parts[name])
    return file.getvalue()


def _settle(document: Document, language: str) -> None:
    """Plain settings of today's Word, not those of the machine python-docx's file was made on."""
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    settings.extend(list(parse_xml(SETTINGS)))
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), language)


def _style(document: Document, language: str) -> None:
    """Our styles, and none but ours."""
    styles = document.styles.element
    for style in list(styles.iterchildren(qn("w:style"))):
        if style.get(qn("w:styleId")) not in KEPT:
            styles.remove(style)
    for name in ("w:link", "w:pBdr", "w:tabs", "w:contextualSpacing"):
        for unwanted in list(styles.iter(qn(name))):
            unwanted.getparent().remove(unwanted)
    default = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    default.replace(default[0], parse_xml(DEFAULT.format(language=language)))
    for look in LOOKS:
        _dress(document, look)
    styles.append(parse_xml(TABLE))
    _unnumber(document)


def _dress(document: Document, look: Look) -> None:
    """Give a style its looks; make the style if it is new."""
    styles = document.styles
    style = styles[look.name] if look.name in styles else styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.hidden = False
    for letters in style.element.findall(qn("w:rPr")):
        style.element.remove(letters)
    half_points = round(look.size * 2)
    style.element.append(parse_xml(LETTERS.format(weight=WEIGHTS[look.weight], colour=look.colour, size=half_points)))
    layout = cast(ParagraphStyle, style).paragraph_format
    layout.space_before = Pt(look.before)
    layout.space_after = Pt(look.after)
    layout.line_spacing = 1.08
    layout.keep_with_next = look.follows == "next" or None
    layout.keep_together = bool(look.follows) or None
    if look.name not in HYPHENATED:
        spacing = style.element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        spacing.addprevious(parse_xml(f"<w:suppressAutoHyphens {nsdecls('w')}/>"))


def _unnumber(document: Document) -> None:
    """Leave of the numberings only the bullet of our lists."""
    numbering = document.part.numbering_part.element
    for number in numbering.findall(qn("w:num")):
        if number.get(qn("w:numId")) != BULLET:
            numbering.remove(number)
    used = {number[0].get(qn("w:val")) for number in numbering.findall(qn("w:num"))}
    for kind in numbering.findall(qn("w:abstractNum")):
        if kind.get(qn("w:abstractNumId")) not in used:
            numbering.remove(kind)
