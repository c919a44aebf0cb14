"""The integrity signature: it holds, breaks with the file, and costs no claim of the file."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO

import page
import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from reports.pdf import render, signature
from tests.reports import sample
from tests.reports.pdf.keys import PASSWORD, pkcs12_file

pytestmark = pytest.mark.once
NOW = datetime.now(UTC)


def signed(content, folder):
    file = pkcs12_file(folder / "site.p12")
    return signature.signed(content, signer=signature.signer(file=file, password=PASSWORD, at=NOW))


def verdict(content):
    """What pyHanko says, its trust in the certificate apart."""
    (found,) = PdfFileReader(BytesIO(content)).embedded_signatures
    trusted = ValidationContext(trust_roots=[found.signer_cert])
    with ThreadPoolExecutor(max_workers=1) as other:  # Playwright's loop runs in this thread
        return other.submit(validate_pdf_signature, found, trusted).result()


@pytest.fixture(scope="module")
def plain():
    return render(sample.summary(signature=sample.SIGNATURE))


@pytest.fixture(scope="module")
def file(plain, tmp_path_factory):
    return signed(plain, tmp_path_factory.mktemp("site"))


def test_it_holds_for_the_whole_file_and_allows_no_change(file):
    found = verdict(file)

    assert found.bottom_line
    assert found.coverage.name == "ENTIRE_FILE"
    assert found.docmdp_ok


def test_another_program_finds_it_valid_too(file, tmp_path):
    (tmp_path / "signed.pdf").write_bytes(file)
    said = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "signed.pdf"], capture_output=True, text=True, check=False
    )

    assert "Signature is Valid" in said.stdout
    assert "ETSI.CAdES.detached" in said.stdout
    assert "Total document signed" in said.stdout


def test_one_changed_byte_breaks_it(file):
    changed = bytearray(file)
    changed[5000] ^= 1

    assert not verdict(bytes(changed)).bottom_line


def test_the_file_as_it_was_rendered_stands_in_front_of_it(plain, file):
    assert file.startswith(plain)
    assert 0 < len(file) - len(plain) < 25_000


def test_a_signed_file_is_archivable_and_accessible(file, verapdf, tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(file)

    for flavour in ("ua1", "3a"):
        assert verapdf.faults(path, flavour) == {}
        assert page.validate_pdf(str(path), profile=flavour).is_compliant


def test_a_screen_reader_comes_to_it_last_and_hears_what_it_is(file):
    with pikepdf.open(BytesIO(file)) as pdf:
        last = pdf.Root.StructTreeRoot.K.K[-1]
        widget = last.K.Obj

        assert (last.S, str(widget.TU)) == ("/Form", "Integrity signature")
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        assert numbers[numbers.index(widget.StructParent) + 1] == last


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"file": "nowhere.p12"}, "can't be read"),
        ({"password": "another"}, "its password"),
        ({"file": "pyproject.toml"}, "no PKCS #12 file"),
        ({"at": NOW + timedelta(days=11)}, "not valid at this time"),
        ({"at": NOW - timedelta(days=2)}, "not valid at this time"),
    ],
)
def test_a_file_that_cannot_sign_is_refused_with_a_reason(tmp_path, given, reason):
    usual = {"file": pkcs12_file(tmp_path / "site.p12"), "password": PASSWORD, "at": NOW}

    with pytest.raises(signature.NoSignature, match=reason) as refusal:
        signature.signer(**usual | given)
    assert PASSWORD not in str(refusal.value)


def test_a_file_without_a_key_is_refused(tmp_path):
    file = pkcs12_file(tmp_path / "site.p12", with_key=False)

    with pytest.raises(signature.NoSignature, match="key and certificate"):
        signature.signer(file=file, password=PASSWORD, at=NOW)
