"""manage.py export_questionnaire: a released questionnaire as FHIR R4 JSON, or as its own TOML."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from intake import catalog
from intake.definitions import CatalogError
from intake.domain.fhir.exporting import exported
from intake.forms import opt_out


class Command(BaseCommand):
    help = "Print a released questionnaire, as a FHIR R4 Questionnaire or as its own TOML file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--version-number", metavar="N", help="default: the newest")
        parser.add_argument("--format", choices=("fhir", "toml"), default="fhir")
        parser.add_argument(
            "--language", default="", help="FHIR: in this language, if there is one"
        )

    def handle(self, *args: Any, slug: str, language: str, **options: Any) -> None:
        try:
            version = options["version_number"] or catalog.current(slug).version
            questionnaire = catalog.get(slug, version, language=language)
            if options["format"] == "toml":
                self.stdout.write(catalog.source(slug, version), ending="")
                return
        except CatalogError as error:
            self.stderr.write(str(error))
            sys.exit(2)
        with translation.override(questionnaire.language):  # the opt-outs are words of ours
            made = exported(questionnaire, opt_out=opt_out)
        self.stdout.write(json.dumps(made, ensure_ascii=False, indent=2))
