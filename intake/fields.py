"""Sealed columns: AES-256-GCM, bound to the row and the field, opened on first read.

By hand because the libraries that exist store an answer of 0 as NULL, accept a value moved to
another row, or print plaintext in a dump (see docs/architecture.md).
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import json
import secrets
from typing import TYPE_CHECKING, Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from intake.conf import conf, key_bytes

FORMAT = b"\x01"
NONCE_BYTES = 12
HEAD_BYTES = len(FORMAT) + 4 + NONCE_BYTES  # format, key id, nonce; then ciphertext and tag


class SealError(Exception):
    """A sealed value could not be written or opened. Carries the field, never the value."""


class Sealed(bytes):
    """A value as the database holds it: 0x01, key id (4 bytes), nonce (12), ciphertext with tag."""

    def __str__(self) -> str:
        return "<sealed>"

    __repr__ = __str__


@functools.lru_cache(maxsize=16)
def _cipher(encoded_key: str) -> AESGCM:
    return AESGCM(key_bytes(encoded_key))


def seal(plain: bytes, *, context: str) -> Sealed:
    """`context` names the field and row; the value opens nowhere else."""
    ring = conf().sealing_keys
    key_id = max(ring)
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = FORMAT + key_id.to_bytes(4) + nonce
    return Sealed(head + _cipher(ring[key_id]).encrypt(nonce, plain, context.encode()))


def unseal(sealed: bytes, *, context: str) -> bytes:
    """Raises SealError for a wrong key, a changed byte or a value moved from another row."""
    ring = conf().sealing_keys
    key_id = int.from_bytes(sealed[1:5])
    if sealed[:1] != FORMAT or key_id not in ring:
        raise SealError(f"{context}: not sealed with a key of this site")
    nonce = sealed[HEAD_BYTES - NONCE_BYTES : HEAD_BYTES]
    try:
        return _cipher(ring[key_id]).decrypt(nonce, sealed[HEAD_BYTES:], context.encode())
    except (InvalidTag, ValueError):  # ValueError: cut off within its head
        raise SealError(f"{context}: the sealed value was changed or moved") from None


def blind_index(*, scope: str, value: str) -> str:
    """A keyed hash (16 bytes, hex) to find an exact value, such as a record number."""
    normal = " ".join(value.split()).casefold()
    key = key_bytes(conf().index_key)
    return hmac.new(key, f"{scope}|{normal}".encode(), hashlib.sha256).hexdigest()[:32]


class _OpenOnRead(DeferredAttribute):
    field: SealedField

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed):
            value = self.field.open(value, instance)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        # With a setter the reading above comes before the instance's own dictionary.
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _Column = models.BinaryField[Any, Any]
else:
    _Column = models.BinaryField


class SealedField(_Column):
    """Any JSON value, sealed. It can't be filtered, ordered, bulk-updated or dumped."""

    descriptor_class = _OpenOnRead

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def encode(self, value: Any) -> bytes:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode()

    def decode(self, plain: bytes) -> Any:
        return json.loads(plain)

    def context(self, instance: models.Model) -> str:
        if instance.pk is None:
            raise SealError(f"{self}: the row needs its id before it is sealed")
        return f"{self}|{instance.pk}"

    def close(self, value: Any, instance: models.Model) -> Sealed:
        return seal(self.encode(value), context=self.context(instance))

    def open(self, value: bytes, instance: models.Model) -> Any:
        return self.decode(unseal(value, context=self.context(instance)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return self.close(value, model_instance)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise SealError(f"{self}: set it on the instance and call save()")
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, *_: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise SealError(f"{self}: a sealed value can't be searched")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        raise SealError(f"{self}: a sealed value is not written to a dump")


class SealedBytesField(SealedField):
    """Bytes, sealed: a rendered file."""

    def encode(self, value: Any) -> bytes:
        return cast(bytes, value)

    def decode(self, plain: bytes) -> bytes:
        return plain
