"""A FHIR server on loopback that a test fills with patients and with trouble."""

import json
import re
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SYSTEM = "urn:sample:record-number"
NUMBER = {"system": SYSTEM, "value": "000123"}
ALEX = {"resourceType": "Patient", "id": "alex", "birthDate": "1990-04-02", "identifier": [NUMBER]}


class Ehr:
    """`posts`: how the next posts of a document end. `search`: the status of a search."""

    def __init__(self):
        self.patients, self.documents, self.asked = {"000123": [ALEX]}, [], []
        self.posts, self.search, self.tokens, self.over = [], 200, 0, set()
        self.assertions, self.retry_after = [], None
        self.released = threading.Event()
        handler = type("Handler", (_Handler,), {"ehr": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.05])

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.released.set()  # whoever still hangs
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def settings(self, **changes):
        return {
            "class": "reports.delivery.fhir.FhirServer",
            "url": f"{self.url}/fhir",
            "token_url": f"{self.url}/token",
            "client_id": "feltsense",
            "client_secret": "secret",
            "record_numbers": SYSTEM,
            "timeout": 0.5,
        } | changes

    def count(self, what):
        return sum(f"{method} {path}" == what for method, path, _ in self.asked)


class _Handler(BaseHTTPRequestHandler):
    ehr: Ehr

    def log_message(self, *_):
        pass

    def do_GET(self):
        self._note()
        self._answer(self.ehr.search, _bundle(self._sought()))

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._note(sent)
        if self.path == "/token":
            return self._give_token(sent)
        if self.headers["Authorization"].removeprefix("Bearer ") in self.ehr.over:
            return self._answer(401, {})
        if self.path == "/fhir/Patient/_search":
            system, _, number = parse_qs(sent)["identifier"][0].partition("|")
            found = self._patients(number) if system == SYSTEM else []
            return self._answer(200, _bundle(found))
        return self._take(json.loads(sent))

    def _patients(self, value):
        """As R4 says: a comma is an "or", unless a backslash stands before it."""
        numbers = [one.replace("\\,", ",") for one in re.split(r"(?<!\\),", value)]
        return [patient for one in numbers for patient in self.ehr.patients.get(one, [])]

    def _note(self, sent=""):
        self.ehr.asked.append((self.command, urlsplit(self.path).path, sent))

    def _give_token(self, sent):
        wanted = parse_qs(sent)
        assert wanted["grant_type"] == ["client_credentials"]
        self.ehr.assertions += wanted.get("client_assertion", [])
        self.ehr.tokens += 1
        token = {"access_token": f"t{self.ehr.tokens}", "token_type": "Bearer", "expires_in": 300}
        self._answer(200, token)

    def _take(self, document):
        """An int is a status; of the words all but "lost" and "portal" keep the document."""
        end = self.ehr.posts.pop(0) if self.ehr.posts else 201
        kept = document | {"id": str(uuid.uuid4())}
        if end in (201, 202, 204, "hangs", "breaks", "kept but 500"):
            self.ehr.documents.append(kept)
        if end == 401:
            self.ehr.over.add(f"t{self.ehr.tokens}")
        if end in ("hangs", "lost"):
            self.ehr.released.wait(10)
        elif end == "breaks":
            self.wfile.write(b"HTT")
        elif end == "portal":
            self._answer(200, {"login": "please"})
        elif end == 201:
            there = f"{self.ehr.url}/fhir/DocumentReference/{kept['id']}/_history/1"
            self._answer(201, None, Location=there)
        else:
            headers = {"Retry-After": self.ehr.retry_after} if self.ehr.retry_after else {}
            self._answer(500 if end == "kept but 500" else end, {"issue": []}, **headers)

    def _sought(self):
        number = parse_qs(urlsplit(self.path).query)["identifier"][0].partition("|")[2]
        if self.ehr.search == "ignores":
            return self.ehr.documents
        return [one for one in self.ehr.documents if number in json.dumps(one)]

    def _answer(self, status, content, **headers):
        body = b"" if content is None else json.dumps(content).encode()
        self.send_response(200 if status == "ignores" else status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _bundle(resources):
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}
