"""What makes a file fit for an archive: metadata, the colour profile, and what travels with it.

PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once. All of it is text and numbers written
here, so that it carries no date and no licence of its own.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reports.pdf.file import Info
from reports.pdf.objects import Stream, Written, reference, string

CREATOR, PRODUCER = "Feltsense", "ReportLab"
# PDF/A allows other schemas only where the packet itself describes them; veraPDF reads this too.
SCHEMA = """
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that this file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part></rdf:Description>{schema}</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, kw_only=True)
class About:
    """Of a document; `at` is a time in UTC. No patient's name: indexers read all of this."""

    title: str
    author: str
    language: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that travels inside: the same content for a machine."""

    name: str
    data: bytes
    mime: str
    description: str


def complete(file: Any, about: About, attachments: Sequence[Attachment]) -> str:
    """Puts into the catalog what an archive asks for; gives the name tree's entry of the files."""
    catalog = file.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
    packet = Stream(_packet(about), "/Type /Metadata /Subtype /XML", packed=False)
    catalog.Metadata = file.Reference(packet)
    profile = reference(file, Stream(colour_profile(), "/N 3"))
    catalog.OutputIntents = (
        "[<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
        f" /Info (sRGB) /DestOutputProfile {profile}>>]"
    )
    file.info = Info(_information(about))
    held = {one.name: _embed(file, one, about.at) for one in attachments}
    if not held:
        return ""
    catalog.AF = f"[{' '.join(held.values())}]"
    names = " ".join(f"{string(name)} {held[name]}" for name in sorted(held))
    return f"/EmbeddedFiles <</Names [{names}]>>"


def _packet(about: About) -> bytes:
    """The XMP metadata, which must say the same as `_information`."""
    return PACKET.format(
        title=escape(about.title),
        author=escape(about.author),
        language=about.language,
        creator=CREATOR,
        producer=PRODUCER,
        at=f"{about.at:%Y-%m-%dT%H:%M:%S}+00:00",
        schema=SCHEMA,
    ).encode()


def _information(about: About) -> str:
    at = _moment(about.at)
    return (
        f"<</Title {string(about.title)} /Author {string(about.author)}"
        f" /Creator ({CREATOR}) /Producer ({PRODUCER}) /CreationDate {at} /ModDate {at}>>"
    )


def _moment(at: datetime) -> str:
    return f"(D:{at:%Y%m%d%H%M%S}+00'00')"


def _embed(file: Any, attachment: Attachment, at: datetime) -> str:
    """The reference of a file that holds the same facts in another form (relationship Data)."""
    data, name = attachment.data, string(attachment.name)
    kind = attachment.mime.replace("/", "#2F").replace("+", "#2B")
    # a checksum against accidents, which the format wants in MD5
    digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
    facts = f"/Params <</Size {len(data)} /ModDate {_moment(at)} /CheckSum <{digest}>>>"
    stream = reference(file, Stream(data, f"/Type /EmbeddedFile /Subtype /{kind} {facts}"))
    specification = (
        f"<</Type /Filespec /F {name} /UF {name} /Desc {string(attachment.description)}"
        f" /AFRelationship /Data /EF <</F {stream} /UF {stream}>>>>"
    )
    return reference(file, Written(specification))


# --- the colour profile ------------------------------------------------------------------------

WHITE = (0.9642, 1.0, 0.8249)  # the D50 white of the profile connection space, ICC.1:2010 7.2.16
# sRGB (IEC 61966-2-1): its primaries and white adapted to D50, and its transfer curve
PRIMARIES = {
    b"rXYZ": (0.43606, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71690, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71393),
}
ADAPTATION = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


@cache
def colour_profile() -> bytes:
    """sRGB as an ICC profile, version 4.2, computed from its published numbers."""
    curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + _fixed(CURVE)
    tags = {b"desc": _text("sRGB"), b"cprt": _text("No copyright, use freely")}
    tags |= {b"wtpt": _xyz(WHITE), b"chad": b"sf32\0\0\0\0" + _fixed(ADAPTATION)}
    tags |= {name: _xyz(primary) for name, primary in PRIMARIES.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    content = struct.pack(">I", len(tags)) + table + body
    return _head(128 + len(content)) + content


def _head(size: int) -> bytes:
    """The header's date is a constant: the profile is the same on every day."""
    kinds = struct.pack(">I4sI4s4s4s", size, b"none", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    date = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    rest = struct.pack(">4s4sI4s4sQI", b"acsp", b"APPL", 0, b"none", b"none", 0, 0)
    return (kinds + date + rest + _fixed(WHITE) + b"none").ljust(128, b"\0")


def _fixed(values: tuple[float, ...]) -> bytes:
    """Signed 16.16 fixed point."""
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(values)


def _text(words: str) -> bytes:
    encoded = words.encode("utf-16-be")
    head = struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(encoded), 28)
    return b"mluc\0\0\0\0" + head + encoded
