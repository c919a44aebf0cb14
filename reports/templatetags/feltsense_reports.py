"""The wording of the PDF, for the page that says the same."""

from django import template

from intake.domain.language import lower_first
from reports.domain.wording import ended, not_covered

register = template.Library()
register.filter("lower_first", lower_first)
register.filter("ended", ended)
register.filter("not_covered", not_covered)
