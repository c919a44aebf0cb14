"""Times in the practice's zone, lengths of time, tiers and charts, for clinicians' templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from intake.models import full_name
from screening import charts
from screening.domain.tiers import Tier
from screening.page.row import lasting

register = template.Library()

A_WEEKDAY_IS_CLEAR = 6  # days


@register.filter
def moment(at: datetime, zone: tzinfo) -> str:
    """Tue 25 Nov, 10:40"""
    return date_format(at.astimezone(zone), "D j M, H:i")


@register.filter
def full_moment(at: datetime, zone: tzinfo) -> str:
    """Mon 24 Nov 2025, 12:31 (+00:00): for the record, where an hour may matter."""
    local = at.astimezone(zone)
    return f"{date_format(local, 'D j M Y, H:i')} ({local.isoformat(timespec='minutes')[16:]})"


@register.filter
def clock(at: datetime, zone: tzinfo) -> str:
    """10:40"""
    return date_format(at.astimezone(zone), "H:i")


@register.filter
def day(at: datetime | date, zone: tzinfo | None = None) -> str:
    """25 Nov 2025"""
    return date_format(at.astimezone(zone) if isinstance(at, datetime) else at, "j M Y")


@register.simple_tag
def when(at: datetime, zone: tzinfo, now: datetime) -> str:
    """As short as it can be without a doubt: 09:38, Tue 12:00 or 25 Nov."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    apart = abs((local.date() - today).days)
    pattern = "H:i" if apart == 0 else "D H:i" if apart <= A_WEEKDAY_IS_CLEAR else "j M"
    return date_format(local, pattern)


@register.simple_tag
def tier(rank: int, solid: bool = False) -> str:
    """The tier as shape and word; `solid` makes `now` stand out in the queue."""
    words = {
        Tier.NOW: _("Now"),
        Tier.SOON: _("Soon"),
        Tier.NEXT: _("Next"),
        Tier.ROUTINE: _("Routine"),
    }
    look = "solid" if solid and rank == Tier.NOW else Tier(rank).word
    return shape(look, words[Tier(rank)], Tier(rank).word)


@register.simple_tag
def shape(look: str, words: str, symbol: str = "") -> str:
    """A word with its shape: colour alone says nothing."""
    return format_html(
        '<span class="fs-tier fs-tier--{}">'
        '<svg class="fs-i" aria-hidden="true"><use href="#fs-{}"/></svg>{}</span>',
        look,
        symbol or look,
        words,
    )


@register.simple_tag
def gauge(level: int, of: int) -> str:
    """How often, as filled cells; the word stands beside it."""
    wide = 42 / of - 2
    cells = (
        (1, 1, n * (wide + 2), wide, 6) if n < level else (0, 3, n * (wide + 2), wide, 2)
        for n in range(of)
    )
    drawn = format_html_join(
        "", '<rect class="fs-g{}" y="{}" x="{}" width="{}" height="{}" rx="1"/>', cells
    )
    return format_html('<svg aria-hidden="true">{}</svg>', drawn)


@register.simple_tag
def capped(count: int, cap: int) -> str:
    """A count that stopped at its cap says so: 1000+"""
    return f"{count}+" if count >= cap else str(count)


@register.simple_tag
def at(values: Sequence[int], place: int) -> int:
    return values[place]


@register.filter
def joined(lists: Iterable[Iterable[str]]) -> list[str]:
    """The errors of a form, in one list."""
    return [item for one in lists for item in one]


register.filter("person", full_name)
register.filter("lasting", lasting)
register.simple_tag(charts.score_scale)
register.simple_tag(charts.medicine_chart)


@register.filter
def of(kept: Mapping[Any, Any], key: Any) -> Any:
    return kept.get(key)


@register.filter
def read_time(text: str) -> datetime:
    return datetime.fromisoformat(text)


@register.filter
def phone(typed: str) -> str:
    """Only what a telephone can dial."""
    return "".join(character for character in typed if character.isdigit() or character == "+")
