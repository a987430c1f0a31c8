"""The Word file around a text: styles, language, margins, properties, and the zip itself.

python-docx makes the empty file once for each language; every document then changes only
the four parts that are its own.  The zip is stored, not packed: packing is left to the
machine's own zlib, and not every zlib gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from privet.document import Document, Run
from privet.render import lines
from privet.render.docx_xml import W, make, run, text
from privet.words import Words
