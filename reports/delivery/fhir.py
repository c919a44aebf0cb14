"""Into the practice's record over FHIR R4: one DocumentReference, posted once.

With requests and Authlib, because both are looked after (httpx has stood still since 2024) and
Authlib knows OAuth 2 client credentials, by secret and by signed assertion.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from requests import RequestException, Response
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from reports.delivery import CannotTell, InDoubt, NotDelivered, Parcel, Receipt, Refused
from reports.delivery.document_reference import MEDIA_TYPE, document_reference, master_identifier

TRY_LATER = {408, 425, 429, 503}  # nothing was taken
SEVERAL_MATCH = 412
OVER = 401
ASSERTION_LASTS = 300  # seconds, the most that SMART Backend Services allows
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
BIRTH_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")  # FHIR's date, as exact as it is known
STRICT = {"Prefer": "handling=strict"}  # to refuse a search that is not understood
_SEARCH_SIGNS = re.compile(r"[\\,|$]")  # R4: a comma in a search value would mean "or"
ID = "[A-Za-z0-9.-]{1,64}"
PATIENT, REFERENCE = re.compile(f"Patient/{ID}"), re.compile(f"DocumentReference/{ID}")


@dataclass(frozen=True, kw_only=True)
class FhirServer:
    """Finds the patient by record number, then posts. `record_numbers` is their FHIR system."""

    url: str  # such as "https://ehr.example/fhir/R4"
    token_url: str
    client_id: str
    record_numbers: str
    client_secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)  # RSA, in PEM, in place of the secret
    key_id: str = ""
    scope: str = "system/DocumentReference.cs system/Patient.s"
    timeout: float = 10  # seconds, for each answer

    def __post_init__(self) -> None:
        for name in ("url", "token_url"):
            address = urlsplit(getattr(self, name))
            on_loopback = address.scheme == "http" and address.hostname in LOOPBACK
            is_safe = on_loopback or address.scheme == "https"
            # a port that is none raises ValueError by itself
            if not (is_safe and address.hostname and address.port != 0):
                raise ValueError(f'"{name}" must begin with https:// and a host')
        if bool(self.client_secret) == bool(self.private_key):
            raise ValueError('give either "client_secret" or "private_key"')
        if self.private_key:
            # refuses with ValueError what is no key
            load_pem_private_key(self.private_key.encode(), password=None)

    def deliver(self, parcel: Parcel, *, look_first: bool) -> Receipt:
        with self._session() as session:
            there = self._look(session, parcel) if look_first else None
            return there or self._post(session, parcel)

    def _session(self) -> Any:
        return OAuth2Session(
            self.client_id,
            self.client_secret or self.private_key,
            token_endpoint_auth_method=PrivateKeyJWT.name if self.private_key else None,
            scope=self.scope,
            token_endpoint=self.token_url,
            grant_type="client_credentials",
            default_timeout=self.timeout,
        )

    def _fetch_token(self, session: Any) -> None:
        if self.private_key:  # made anew each time, since a server takes an assertion once
            claims = {"exp": int(time.time()) + ASSERTION_LASTS}
            head = {"kid": self.key_id}
            assertion = PrivateKeyJWT(self.token_url, claims=claims, headers=head, alg="RS384")
            session.register_client_auth_method(assertion)
        session.fetch_token(allow_redirects=False)

    def _look(self, session: Any, parcel: Parcel) -> Receipt | None:
        """The receipt of what an earlier attempt left there. Raises InDoubt while it can't tell."""
        number = master_identifier(parcel)
        wanted = {"identifier": f"{number['system']}|{number['value']}"}
        try:
            answer = self._ask(session, "GET", "DocumentReference", params=wanted, headers=STRICT)
        except NotDelivered as error:
            raise InDoubt(error.code) from None
        if _is_ill(answer):
            raise InDoubt(answer.status_code, pause=_pause(answer))
        found = _found(answer, "DocumentReference")
        ours = [one for one in found or [] if number["value"] in _numbers(one)]
        if found is None or (found and not ours):  # some servers ignore what they can't search by
            raise CannotTell(answer.status_code)
        return {"document": f"DocumentReference/{ours[0]['id']}"} if ours else None

    def _post(self, session: Any, parcel: Parcel) -> Receipt:
        try:
            patient = self._patient(session, parcel)
        except NotDelivered:
            raise
        except Exception as error:  # a garbled answer; nothing was posted
            raise NotDelivered(type(error).__name__) from None
        number = master_identifier(parcel)
        document = document_reference(parcel, patient=patient)
        headers = {
            "Content-Type": MEDIA_TYPE,
            "If-None-Exist": f"identifier={number['system']}|{number['value']}",
            "Prefer": "return=minimal",
        }
        try:
            answer = self._ask(session, "POST", "DocumentReference", json=document, headers=headers)
        except NotDelivered as error:  # the server may have read all of it
            raise InDoubt(error.code) from None
        _check_taken(answer)
        return _receipt(answer)

    def _patient(self, session: Any, parcel: Parcel) -> str:
        """`Patient/id`. In a body, because an address may stand in a log."""
        number = _SEARCH_SIGNS.sub(r"\\\g<0>", parcel.record_number)
        wanted = {"identifier": f"{self.record_numbers}|{number}"}
        answer = self._ask(session, "POST", "Patient/_search", data=wanted, headers=STRICT)
        if _is_ill(answer):
            raise NotDelivered(answer.status_code, pause=_pause(answer))
        found = _found(answer, "Patient")
        if found is None:  # a portal may answer in its place, with a 200
            raise (NotDelivered if answer.status_code == 200 else Refused)(answer.status_code)
        if len(found) != 1:
            raise Refused("SeveralPatients" if found else "NoSuchPatient")
        self._check_is_theirs(found[0], parcel)
        reference = f"Patient/{found[0]['id']}"
        if not PATIENT.fullmatch(reference):
            raise Refused("NoPatientId")
        return reference

    def _check_is_theirs(self, patient: dict[str, Any], parcel: Parcel) -> None:
        """Some servers ignore what they can't search by, or give one merged into another."""
        numbers = [(one.get("system"), one.get("value")) for one in patient.get("identifier", [])]
        if (self.record_numbers, parcel.record_number) not in numbers:
            raise Refused("OtherRecordNumber")
        merged = any(one.get("type") == "replaced-by" for one in patient.get("link", []))
        if merged or patient.get("active") is False:
            raise Refused("PatientNotActive")
        known = patient.get("birthDate", "")
        if not BIRTH_DATE.fullmatch(known) or not parcel.birth_date.isoformat().startswith(known):
            raise Refused("OtherBirthDate")

    def _ask(self, session: Any, method: str, path: str, **sent: Any) -> Response:
        """Raises NotDelivered without an answer. A token that is over is fetched anew, once."""
        url = f"{self.url.rstrip('/')}/{path}"
        sent["headers"] = {"Accept": MEDIA_TYPE} | sent.get("headers", {})
        try:
            if not session.token:
                self._fetch_token(session)
            answer: Response = session.request(method, url, allow_redirects=False, **sent)
            if answer.status_code == OVER:
                self._fetch_token(session)
                answer = session.request(method, url, allow_redirects=False, **sent)
        except (RequestException, AuthlibBaseError) as error:
            raise NotDelivered(type(error).__name__) from None
        return answer


def _is_ill(answer: Response) -> bool:
    return answer.status_code in TRY_LATER or answer.status_code >= 500


def _pause(answer: Response) -> timedelta:
    """What Retry-After asks for (RFC 9110, 10.2.3); urllib3 takes six hours at most."""
    try:
        seconds = Retry().parse_retry_after(answer.headers.get("Retry-After", "0"))
    except (InvalidHeader, ValueError, OverflowError):
        seconds = 0
    return timedelta(seconds=seconds)


def _check_taken(answer: Response) -> None:
    status = answer.status_code
    if status in TRY_LATER:
        raise NotDelivered(status, pause=_pause(answer))
    if status >= 500:  # some have stored it before they break
        raise InDoubt(status, pause=_pause(answer))
    if status == SEVERAL_MATCH:
        raise CannotTell(status)
    if status not in (200, 201):
        raise (InDoubt if status < 300 else Refused)(status)


def _found(answer: Response, kind: str) -> list[dict[str, Any]] | None:
    """The resources of a search result; None when it is none."""
    try:
        bundle = answer.json()
        resources = [entry["resource"] for entry in bundle.get("entry", [])]
        kinds = [resource["resourceType"] for resource in resources]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if answer.status_code != 200 or bundle.get("resourceType") != "Bundle":
        return None
    return [one for one, its in zip(resources, kinds, strict=True) if its == kind]


def _numbers(document: dict[str, Any]) -> list[str]:
    """Some servers keep the one number as an ordinary one."""
    its = [document.get("masterIdentifier", {}), *document.get("identifier", [])]
    return [number.get("value", "") for number in its]


def _receipt(answer: Response) -> Receipt:
    """Raises InDoubt where nothing says that a document was stored: a portal may have answered."""
    reference = REFERENCE.search(answer.headers.get("Location", ""))
    if reference is None:
        raise InDoubt("NoReceipt")
    return {"document": reference[0]}
