"""The questionnaires on offer: ours, the packs a site has enabled, and its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from intake.conf import conf
from intake.definitions import CatalogError, Folder, Released, read_folder, read_pack
from intake.domain.questionnaire import Question, Questionnaire, every

HERE = Path(__file__).parent
QUESTIONNAIRES, PACKS = HERE / "questionnaires", HERE / "packs"
# What a patient is asked, in this order; the last question is an ordinary one.
DEFAULT_PACKET = (
    "numbness_signs",
    "onset",
    "medicines",
    "burnout_or_numbness",
    "daily_life",
    "effect_on_life",
    "phq9",
    "asq",
    "gad7",
    "pc_ptsd_5",
    "hope_loss_stress_body",
    "goals",
)

# What comes first where a practice has set a short path: what it cannot do without, and then the
# choice to stop there.
SHORT = ("numbness_signs", "onset", "phq9", "asq")
SHORT_FIRST = (*SHORT, *(slug for slug in DEFAULT_PACKET if slug not in SHORT))
# What a practice may add stands before this one, so that the last questions are ordinary ones.
ADDED_BEFORE = "hope_loss_stress_body"
ON_ORDER = frozenset({"pcl5"})  # asked only when a clinician orders it


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is on file: ours, then the packs that passed; `refused` says why others did not."""

    folders: tuple[Folder, ...]
    refused: Mapping[str, str]

    @cached_property
    def released(self) -> Released:
        return MappingProxyType(
            {key: q for folder in self.folders for key, q in folder.questionnaires.items()}
        )

    @cached_property
    def translations(self) -> Mapping[tuple[str, str, str], Questionnaire]:
        return {key: q for folder in self.folders for key, q in folder.translations.items()}

    @cached_property
    def newest(self) -> Mapping[str, Questionnaire]:
        return newest(self.released)

    @cached_property
    def packs(self) -> tuple[str, ...]:
        """The slugs that a practice may add, folder by folder."""
        added = (q for folder in self.folders[1:] for q in newest(folder.questionnaires).values())
        return tuple(q.slug for q in added)


def found() -> Found:
    """All questionnaires of this site; read and verified once."""
    return _found(tuple(conf().packs), conf().questionnaires)


@cache
def _found(packs: tuple[str, ...], own_folder: str) -> Found:
    places, refused = [PACKS / name for name in packs], {}
    try:
        places += _own(own_folder)
    except OSError as error:
        refused["questionnaires"] = (
            f"the folder of the setting questionnaires can't be read ({type(error).__name__})"
        )
    folders = [read_folder(QUESTIONNAIRES)]
    for place in places:
        try:
            beside = [q for folder in folders for q in folder.questionnaires.values()]
            folder = read_pack(place, beside=beside)
        except CatalogError as error:
            refused[place.name] = str(error)
            continue
        except Exception as error:  # whatever is wrong with a pack, the rest of the site goes on
            refused[place.name] = f"{place.name}: can't be read ({type(error).__name__})"
            continue
        folders.append(folder)
    return Found(folders=tuple(folders), refused=refused)


def _own(folder: str) -> list[Path]:
    """A hidden folder is one still being written."""
    there = Path(folder).iterdir() if folder else ()
    return sorted(path for path in there if path.is_dir() and not path.name.startswith("."))


def released() -> Released:
    """Every released version, by slug and version."""
    return found().released


def get(slug: str, version: str, *, language: str = "") -> Questionnaire:
    """One exact version, as an intake pins it; in this language where there is a translation."""
    translation = found().translations.get((slug, version, language.partition("-")[0]))
    if translation:
        return translation
    try:
        return released()[slug, version]
    except KeyError:
        raise CatalogError(f"{slug} version {version}: no such released questionnaire") from None


def source(slug: str, version: str) -> str:
    """The text of the file that a released version is made of."""
    for folder in found().folders:
        if (slug, version) in folder.questionnaires:
            return (folder.place / f"{slug}.v{version}.toml").read_text(encoding="utf-8")
    raise CatalogError(f"{slug} version {version}: no such released questionnaire")


def on_offer() -> Mapping[str, Questionnaire]:
    """The newest released version of each questionnaire, by slug."""
    return found().newest


def current(slug: str) -> Questionnaire:
    """The newest version of one questionnaire."""
    try:
        return on_offer()[slug]
    except KeyError:
        raise CatalogError(f"{slug}: no such released questionnaire") from None


def packet(
    *, also: Iterable[str] = (), ordered: Iterable[str] = (), short_path: bool = False
) -> tuple[Questionnaire, ...]:
    """What a patient is asked: the core set, the optional questions and packs in `also`, and
    what a clinician has ordered for this one.
    """
    names = frozenset(also)
    added = [*(slug for slug in found().packs if slug in names), *ordered]
    core = SHORT_FIRST if short_path else DEFAULT_PACKET
    place = core.index(ADDED_BEFORE)
    slugs = (*core[:place], *added, *core[place:])
    return tuple(chosen(current(slug), also=names) for slug in slugs)


def default_packet() -> tuple[Questionnaire, ...]:
    return packet()


def choices() -> tuple[str, ...]:
    """All that a practice may add: ids of optional questions, slugs of packs."""
    asked = (q for slug in DEFAULT_PACKET for q in every(current(slug).questions))
    return (*(q.id for q in asked if q.optional and q.id == chosen_by(q)), *found().packs)


@lru_cache(maxsize=1024)
def chosen(questionnaire: Questionnaire, *, also: frozenset[str]) -> Questionnaire:
    """The questionnaire without the optional questions that are not in `also`."""
    kept = tuple(_chosen(questionnaire.questions, also))
    return replace(questionnaire, questions=kept)


def _chosen(questions: Iterable[Question], also: frozenset[str]) -> Iterator[Question]:
    for question in questions:
        if not question.optional or chosen_by(question) in also:
            yield replace(question, questions=tuple(_chosen(question.questions, also)))


def chosen_by(question: Question) -> str:
    """The name that chooses an optional question: a follow-up, l6b-since, comes with its own."""
    return question.id.partition("-")[0]


def newest(found: Released) -> Mapping[str, Questionnaire]:
    ordered = sorted(found.values(), key=lambda q: int(q.version))
    return MappingProxyType({q.slug: q for q in ordered})
