"""The copy for the way: with the password it is the same document, without it nothing."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from reports.delivery.encrypted_folder import EncryptedFolder
from reports.pdf import render, signature
from tests.reports import sample
from tests.reports.delivery.parcels import parcel
from tests.reports.pdf.keys import PASSWORD as SITE_PASSWORD
from tests.reports.pdf.keys import pkcs12_file

pytestmark = pytest.mark.once
PASSWORD = "quoll in the wärm rain"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """A summary as it stands in the record, with the site's signature."""
    file = pkcs12_file(tmp_path_factory.mktemp("site") / "site.p12")
    signer = signature.signer(file=file, password=SITE_PASSWORD, at=datetime.now(UTC))
    return signature.signed(render(sample.summary(signature=sample.SIGNATURE)), signer=signer)


def copy_of(content, folder):
    """The copy, and its receipt."""
    destination = EncryptedFolder(path=str(folder), password=PASSWORD)
    receipt = destination.deliver(replace(parcel(), content=content), look_first=False)
    return (folder / receipt["file"]).read_bytes(), receipt


def test_the_copy_opens_with_the_password_only_and_reads_the_same(record, tmp_path):
    copy, receipt = copy_of(record, tmp_path)

    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(copy))
    assert texts(copy, password=PASSWORD) == texts(record)
    assert receipt["sha256"] == hashlib.sha256(copy).hexdigest()
    assert receipt["size"] == len(copy)


def test_the_copy_is_locked_in_aes_256_with_its_metadata(record, tmp_path):
    copy, _ = copy_of(record, tmp_path)

    with pikepdf.open(BytesIO(copy), password=PASSWORD) as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert pdf.encryption.stream_method == pikepdf.models.EncryptionMethod.aesv3
    assert b"Sample" not in copy and b"pdfaid" not in copy


def test_the_copy_shows_no_signature_that_would_not_hold(record, tmp_path):
    copy, _ = copy_of(record, tmp_path)

    with pikepdf.open(BytesIO(copy), password=PASSWORD) as pdf:
        assert "/AcroForm" not in pdf.Root and "/Perms" not in pdf.Root
        assert all(str(one.Subtype) == "/Link" for one in pdf.pages[0].Annots)
        held = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        assert not [one for one in held if one.get("/Type") == "/Sig" or one.get("/FT") == "/Sig"]


def test_the_copy_claims_no_pdf_a_which_allows_no_encryption(record, tmp_path):
    copy, _ = copy_of(record, tmp_path)

    with pikepdf.open(BytesIO(copy), password=PASSWORD) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == ""
        assert metadata["pdfuaid:part"] == "1"


def test_the_copy_is_as_accessible_as_the_record(record, tmp_path, verapdf):
    copy, _ = copy_of(record, tmp_path)
    opened = tmp_path / "opened.pdf"
    with pikepdf.open(BytesIO(copy), password=PASSWORD) as pdf:
        pdf.save(opened)

    assert verapdf.faults(opened, "ua1") == {}


def test_a_record_without_a_signature_is_locked_too(tmp_path):
    plain = render(sample.summary())

    assert texts(copy_of(plain, tmp_path)[0], password=PASSWORD) == texts(plain)


def texts(content, password=None):
    pages = pypdfium2.PdfDocument(content, password=password)
    return [page.get_textpage().get_text_bounded() for page in pages]
