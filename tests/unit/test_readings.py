from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import attrs
import pytest

import enforcecal.law
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.periods import Unit
from enforcecal.law.alternatives import by_reading, readings_of
from enforcecal.law.citations import RANKS, Law
from enforcecal.law.expansion import expand_limit
from enforcecal.law.graph import lint
from enforcecal.law.limits import BoundLimit
from enforcecal.law.packs import load_pack, rulebook
from enforcecal.law.rules import NO_ROLL, Kind, Need, Reading, TimeLimit
from enforcecal.law.schema import LimitLike
from enforcecal.render.explanations import limit_explained, need_explained

DATA = Path(enforcecal.law.__file__).parent / "data"

PACK = """
[pack]
id = "p"
version = "1"

[[law]]
id = "xx.law"
rank = "RANK"

[[limit]]
id = "xx.law.art1.decide"
matter = "decision"
kind = "act-within"
bound = "agency"
start = ["filed"]
end = ["decided", "dropped"]
length = 9
unit = "day"
pause = ["xx.law.art2.pause"]
note = "In days."
note-zh = "按日计算。"

[[limit.reading]]
name = "decisions-only"
zh = "只约束决定"
en = "decisions only"
binds = false
to = ["dropped"]

[[limit.extend]]
id = "xx.law.art1.more"
event = "extended"
length = 3

[[limit.extend.reading]]
name = "no-more"
zh = "不得延长"
en = "no extension"

[[pause]]
id = "xx.law.art2.pause"
from = ["suspended"]
to = ["resumed"]

[[pause.reading]]
name = "runs-on"
zh = "照常计算"
en = "the clock runs on"

[[need]]
id = "xx.law.art3.asked"
on = ["decided"]
that = "asked"
note = "Asked once."

[[need]]
id = "xx.law.art3.told"
on = ["decided"]
that = "told"

[[need.reading]]
name = "not-required"
zh = "不作要求"
en = "not required"

[[procedure]]
id = "p.case"
laws = ["xx.law"]

[[procedure.region]]
id = "main"
initial = "new"
final = ["over"]
steps = [
  ["new", "filed", "open"],
  ["open", "suspended | resumed | extended", "="],
  ["open", "decided | dropped", "over"],
]

[event]
filed = {}
suspended = {}
resumed = {}
extended = {}
decided = {}
dropped = {}

[fact]
asked = { type = "bool" }
told = { type = "bool" }
"""


def pack(rank="law"):
    """Return the pack above, of a law of this rank."""
    return load_pack(PACK.replace("RANK", rank))


def book(rank="law"):
    """Return it as a rulebook."""
    return rulebook("cn", packs=[pack(rank)])


class TestReadings:
    def test_a_reading_that_does_not_bind_counts_nothing(self):
        """The day stays firm: only what an act means is in doubt, not when its days end."""
        made = book().limit("xx.law.art1.decide")
        assert 1 == len(made.countings(9))
        assert Certainty.FIRM is made.deadline(start=date(2026, 3, 2)).certainty

    def test_a_limit_says_of_which_act_it_is_in_doubt(self):
        """Of those it names, and not of the others or of what is still owed."""
        made = book().limit("xx.law.art1.decide")
        assert "decisions-only" == made.reading_not_binding("dropped").name
        assert made.reading_not_binding("decided") is None
        assert made.reading_not_binding() is None

    def test_without_acts_it_is_in_doubt_of_all(self):
        """Then it is in doubt of what is owed as well; a counting reading never is."""
        made = rulebook("cn").limit("cn.mohurd-55-2022.art31.close-case")
        assert "the-form-only" == made.reading_not_binding("case_closed").name
        assert "the-form-only" == made.reading_not_binding().name
        wait = rulebook("cn").limit("cn.mohurd-55-2022.art34.hearing-notice")
        assert wait.limit.reading
        assert wait.reading_not_binding("hearing_held") is None

    def test_pauses_extensions_and_needs_just_do_not_hold(self):
        """Their readings bind nothing, whether or not the file says so."""
        read = pack()
        found = [read.pauses[0], read.limits[0].extend[0], read.needs[1]]
        assert [False] * 3 == [one.reading[0].binds for one in found]
        assert read == load_pack(PACK.replace("RANK", "law") + "\n")
        assert (Reading(name="x", binds=False),) == Need(
            id="n", on=("a",), that=read.needs[0].that, reading=(Reading(name="x"),)
        ).reading

    def test_the_acts_of_a_starred_limit_get_their_region(self):
        """``*.served`` in a reading becomes the event of the region, as in the limit."""
        procedure = book().procedure("p.case")
        limit = attrs.evolve(
            procedure.limits[0],
            start=("*.filed",),
            end=("*.served",),
            reading=(Reading(name="x", binds=False, to=("*.served",)),),
        )
        region = attrs.evolve(
            procedure.regions[0],
            id="notice",
            steps=(attrs.evolve(procedure.regions[0].steps[0], event="notice.filed"),),
        )
        (made,) = expand_limit(limit, (region,), {})
        assert ("notice.served",) == made.reading[0].to

    def test_a_procedure_is_not_read_by_what_counts_nothing(self):
        """Such a reading cannot be made the default."""
        procedure = book().procedure("p.case")
        assert () == readings_of(procedure)
        counted = Reading(name="decisions-only", length=12)
        both = attrs.evolve(procedure.limits[0], reading=(*procedure.limits[0].reading, counted))
        other = by_reading(attrs.evolve(procedure, limits=(both,)), "decisions-only")
        assert 12 == other.limits[0].length

    def test_a_page_names_every_reading(self):
        """Those of the pause and of the extension as well; of a need likewise."""
        made = book().limit("xx.law.art1.decide")
        page = "\n".join(limit_explained(made, "zh"))
        assert all(word in page for word in ("只约束决定", "不得延长", "照常计算", "按日计算。"))
        assert "In days." not in page
        asked, told = pack().needs
        law = pack().laws[0]
        assert "不作要求" in "\n".join(need_explained(told, law, "zh"))
        assert "其他可辩护的理解" not in "\n".join(need_explained(asked, law, "zh"))
        assert "Asked once." in "\n".join(need_explained(asked, law, "zh"))

    def test_a_copied_reading_may_name_what_the_copy_does_not_ask(self):
        """A limit that is like another with other ends is no fault of its author."""
        more = """
[[limit]]
id = "xx.law.art9.drop"
like = "xx.law.art1.decide"
matter = "other"
end = ["decided"]
"""
        text = PACK.replace("RANK", "law").replace("[[limit.reading]]", "@", 1)
        head, _, tail = text.partition("[[pause]]")
        read = load_pack(f"{head.replace('@', '[[limit.reading]]')}{more}\n[[pause]]{tail}")
        assert isinstance(read.limits[1], LimitLike)
        assert ("decided",) == rulebook("cn", packs=[read]).limit("xx.law.art9.drop").limit.end


class TestRanks:
    @pytest.mark.parametrize(("rank", "binds"), [*RANKS.items(), ("", True)])
    def test_a_breach_needs_a_law_that_binds_by_itself(self, rank, binds):
        """A notice, an opinion, a practice has a person look at it; so does a reading."""
        made = book(rank)
        assert binds is made.limit("xx.law.art1.decide").binds_by_itself
        severities = [need.severity for need in made.procedure("p.case").needs]
        assert ["breach" if binds else "review", "review"] == severities
        assert () == lint(pack(rank))

    def test_a_limit_of_no_law_binds(self):
        """What is made in Python says itself what it is worth."""
        limit = TimeLimit(
            id="x",
            matter="m",
            kind=Kind.ACT_WITHIN,
            start=("a",),
            end=("b",),
            length=1,
            unit=Unit.DAY,
        )
        made = BoundLimit(limit=limit, law=None, counting=NO_ROLL, pauses={}, calendar=None)
        assert made.binds_by_itself

    def test_an_unknown_rank_does_not_weaken(self):
        """Lint tells the author; until then nothing is weaker than it was."""
        assert Law(id="x", rank="statute").binding


class TestWaits:
    def test_service_by_announcement_is_waited_for(self):
        """Served when the thirty days are over: the later day is the careful one."""
        limit = rulebook("cn").limit("cn.civil-procedure-2023.art95.announcement-service")
        made = limit.deadline(start=date(2026, 9, 1))
        assert (date(2026, 10, 1), date(2026, 10, 8)) == (made.earliest, made.latest)
        assert date(2026, 10, 8) == made.safe_due
        said = made.explain("zh") + made.explain("en")
        assert "不迟于" not in said
        assert "not after" not in said
        assert "届满日为 2026-10-01" in said

    def test_a_measure_that_ends_by_itself_is_not(self):
        """The agency has to be done with a seizure before the earlier day is over."""
        limit = rulebook("cn").limit("cn.compulsion-law-2011.art25.seizure")
        made = limit.deadline(start=date(2026, 3, 2))
        assert made.earliest == made.safe_due

    def test_every_limit_that_waits_serves(self):
        """Those that wait for what `then` brings about, and no others."""
        found = {limit.then.event for limit in rulebook("cn").limits() if limit.waits}
        assert {"*.served"} == found
        served = [
            one for one in rulebook("cn").limits() if one.then and one.then.event == "*.served"
        ]
        assert all(one.waits for one in served)


def _noted(table, path=()):
    if isinstance(table, dict):
        if "note" in table:
            yield ".".join(map(str, path)), table
        for key, value in table.items():
            yield from _noted(value, (*path, key))
    elif isinstance(table, list):
        for place, value in enumerate(table):
            yield from _noted(value, (*path, place))


def test_every_note_is_in_both_languages():
    """An officer reads Chinese; what has no Chinese note stands on a list, which is empty."""
    lacking = [
        f"{path.stem}: {where}"
        for path in sorted(DATA.rglob("*.toml"))
        if path.parent.name != "warnings"
        for where, table in _noted(tomllib.loads(path.read_text(encoding="utf-8")))
        if not table.get("note-zh")
    ]
    assert [] == lacking


def test_no_packaged_note_hides_a_doubt():
    """Also not in the packs of single places."""
    made = rulebook("cn", overlays=sorted((DATA / "local").glob("*.toml")))
    assert [] == [one for one in lint(made) if one.code in {"hidden-doubt", "unknown-rank"}]


class TestEveryPenalty:
    """One answer to whether every penalty is published: `cn.publish-every-penalty`."""

    LOCAL = "cn.publish-every-penalty.publish"

    def test_the_packaged_law_asks_for_social_impact_only(self):
        """The guiding opinions yield to the laws, which ask for no more."""
        limit = rulebook("cn").limit("cn.sco-118-2018.art0.publish-penalty")
        assert "social_impact" == limit.limit.when.source
        assert not limit.binds_by_itself

    @pytest.mark.parametrize(
        "name",
        ["cn.penalty.ordinary", "cn.penalty.on-the-spot", "cn.penalty.samr", "cn.penalty.env"],
    )
    def test_a_bureau_may_ask_for_all(self, name):
        """Laid over, it asks where the law does not, and is never more than a review."""
        made = rulebook("cn", overlays=["cn.publish-every-penalty"])
        assert self.LOCAL in [limit.id for limit in made.procedure(name).limits]
        assert self.LOCAL not in [limit.id for limit in rulebook("cn").procedure(name).limits]
        bound = made.limit(self.LOCAL)
        assert not bound.binds_by_itself
        assert "only-where-a-law-asks" == bound.reading_not_binding().name


class TestAnnouncedNotice:
    """“听证、检测、检验、鉴定等时间不计入”: whether 等 takes in the announcement of a notice."""

    def test_it_stands_still_on_one_reading(self):
        """The pause is known, and its reading says that it may not be."""
        bound = rulebook("cn").limit("cn.mohurd-55-2022.art29.decision")
        pause = bound.pauses["cn.mohurd-55-2022.art29.announcement"]
        assert (("notice.announced",), ("notice.served",)) == (pause.begins, pause.ends)
        assert ["not-among-the-listed-times"] == [one.name for one in pause.reading]
