"""The site's integrity signature: a reader sees that the file is as it was made here.

PAdES baseline B (ETSI EN 319 142-1) by pyHanko, an extra: import this module where it is needed.
It is appended (ISO 32000-1, 7.5.6), so the rendered bytes stand in front of it unchanged. It speaks
for the site, not for a clinician.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, NumberObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from intake.domain.language import gettext as _

FIELD = "Integrity"


class NoSignature(Exception):
    """The signature file cannot be used; the message says why."""


def signed(content: bytes, *, signer: Any) -> bytes:
    """A PDF of ours with a certifying signature after it."""
    writer = _Writer(BytesIO(content))
    how = signers.PdfSignatureMetadata(
        field_name=FIELD,
        reason=_("Shows that this file is as it was made. Not a clinician's signature."),
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    fields.append_signature_field(writer, fields.SigFieldSpec(FIELD))
    _tag_field(writer)
    # pyHanko starts a loop, and this thread may have one
    with ThreadPoolExecutor(max_workers=1) as other:
        made: bytes = other.submit(signers.sign_pdf, writer, how, signer=signer).result().getvalue()
    return made


def signer(*, file: str, password: str, at: datetime) -> Any:
    """From a PKCS #12 file. Raises NoSignature, also where its certificate is not valid `at`."""
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise NoSignature(f"it can't be read ({type(error).__name__})") from None
    try:
        found = signers.SimpleSigner.load_pkcs12_data(data, [], passphrase=password.encode())
    except (ValueError, AttributeError):  # the latter where the key or the certificate is missing
        text = "it is no PKCS #12 file with key and certificate, or its password is another one"
        raise NoSignature(text) from None
    valid = found.signing_cert["tbs_certificate"]["validity"].native
    if not valid["not_before"] <= at <= valid["not_after"]:
        raise NoSignature("its certificate is not valid at this time")
    return found


class _Writer(IncrementalPdfFileWriter):
    def _update_meta(self) -> None:
        """Leaves the metadata as they are: what pyHanko writes in their place is no PDF/A."""


def _tag_field(writer: Any) -> None:
    """Puts the one field at the end of the structure tree, as PDF/UA-1 (7.18) asks."""
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    widget, tree = field.get_object(), writer.root["/StructTreeRoot"]
    page, key = widget.raw_get("/P"), tree["/ParentTreeNextKey"]
    place = {"/Type": pdf_name("/OBJR"), "/Obj": field, "/Pg": page}
    form = {"/Type": pdf_name("/StructElem"), "/S": pdf_name("/Form"), "/P": tree.raw_get("/K")}
    element = writer.add_object(DictionaryObject(form | {"/K": DictionaryObject(place)}))
    widget["/StructParent"], tree["/ParentTreeNextKey"] = key, NumberObject(key + 1)
    widget["/TU"] = widget["/Contents"] = pdf_string(_("Integrity signature"))
    tree["/ParentTree"]["/Nums"] += [key, element]
    tree["/K"]["/K"].append(element)
    for changed in (widget, tree, tree["/ParentTree"], tree["/K"]):
        writer.update_container(changed)
