"""Small words of the patient pages that a template can't form by itself."""

from django import template
from django.utils.text import capfirst
from django.utils.translation import ngettext

from intake.domain.language import counted

register = template.Library()


@register.filter
def need_a_look(count: int) -> str:
    """ "Two answers need a look": the head of an error summary."""
    text = ngettext("%(number)s answer needs a look", "%(number)s answers need a look", count)
    return str(capfirst(text % {"number": counted(count)}))
