"""A site's key and certificate, made anew, as the PKCS #12 file that `signature_file` names."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "QuollPassword"
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sample Street Clinic")])


def pkcs12_file(path, *, days_old=0, with_key=True):
    """Its certificate is valid from the day before, for eleven days."""
    key = ec.generate_private_key(ec.SECP256R1())
    since = datetime.now(UTC) - timedelta(days=days_old + 1)
    certificate = (
        x509.CertificateBuilder(NAME, NAME, key.public_key(), x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=11))
        .add_extension(_may_sign(), critical=True)
        .sign(key, hashes.SHA256())
    )
    lock = BestAvailableEncryption(PASSWORD.encode())
    held = key if with_key else None
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"site", held, certificate, None, lock))
    return str(path)


def _may_sign():
    uses = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment")
    uses += ("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{use: use in uses[:2] for use in uses})
