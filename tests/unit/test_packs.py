from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

import attrs
import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.errors import PackError, UnknownNameError
from enforcecal.law.conditions import parse_condition
from enforcecal.law.expansion import (
    build_region,
    expand_limit,
    expand_need,
    expand_pause,
    merge_words,
)
from enforcecal.law.graph import lint
from enforcecal.law.packs import Pack, Rulebook, dump_pack, law_of, load_pack, rulebook
from enforcecal.law.procedures import EventType, FactKind, FactType, Step
from enforcecal.law.rules import NO_ROLL, Bound, Kind, Need, PauseRule, TakesOver, Then
from enforcecal.law.schema import (
    MODELS,
    SECTIONS,
    VOCABULARY,
    LimitLike,
    RegionEntry,
    json_schema,
    keys_of,
)
from enforcecal.places import Places

PACKS = Path(__file__).parents[1] / "packs"
GOOD = PACKS / "good"
OVERLAY = GOOD / "licence-overlay.toml"

SMALL = """
[pack]
id = "small"
version = "1"

[[law]]
id = "xx.law"

[[limit]]
id = "xx.law.art1.decide"
matter = "decision"
kind = "act-within"
start = ["filed"]
end = ["decided"]
length = 9
unit = "day"
"""


def _problems(text: str) -> tuple[str, ...]:
    with pytest.raises(PackError) as caught:
        load_pack(text)
    return caught.value.problems


def _same(text: str, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


class TestLoadPack:
    def test_every_key_becomes_what_the_models_say(self):
        """TOML keys with hyphens, and those that are other words, fill their fields."""
        pack = load_pack(GOOD / "ordinary-penalty/laws/cn.mohurd-55-2022.toml")
        (limit,) = pack.limits
        assert (Kind.ACT_WITHIN, Bound.AGENCY) == (limit.kind, limit.bound)
        assert (90, Unit.DAY) == (limit.length, limit.unit)
        first, second = limit.extend
        assert (30, None, "nominal") == (first.length, first.at_most, first.base)
        assert (parse_condition("granted_days"), 60) == (second.length, second.at_most)
        assert ("collective",) == second.by
        assert ("suspended",) == pack.pauses[2].begins
        assert ("resumed",) == pack.pauses[2].ends
        assert date(2022, 5, 1) == pack.laws[0].in_force_from
        assert Roll.NEXT_AFTER_HOLIDAY is pack.countings[0].reading[0].roll
        assert ("CN", "Asia/Shanghai", "1") == (pack.calendar, pack.zone, pack.version)

    def test_then_is_a_name_or_a_table(self):
        """The short form means the end of the clock."""
        ends = load_pack(GOOD / "renewal.toml").limits[2]
        starts = load_pack(GOOD / "licence/laws/cn.licensing-law-2019.toml").limits[0]
        assert Then(event="validity_over", counts_from="end") == ends.then
        assert Then(event="deemed_accepted", counts_from="start") == starts.then

    def test_steps_name_several_states_and_events(self):
        """One row of a step table becomes one step for each event."""
        procedure = load_pack(GOOD / "ordinary-penalty/procedures/cn.penalty.ordinary.toml")
        main = procedure.procedures[0].region[-1]
        assert (
            Step(("hearing",), "hearing_recorded", "notified"),
            Step(("hearing",), "hearing_abandoned", "notified"),
        ) == main.steps[7:9]
        assert ("investigating", "notified", "hearing") == main.steps[-1].sources

    def test_events_and_facts_are_named_by_their_keys(self):
        """A table of words holds what each is called and what it follows from."""
        pack = load_pack(GOOD / "ordinary-penalty/procedures/cn.penalty.ordinary.toml")
        assert (("notice.served",),) == pack.events["all_notified"].after_all
        assert ("party",) == pack.events["hearing_requested"].per
        assert "hearing_date" == pack.events["hearing_held"].planned
        assert FactKind.BOOL is pack.facts["hearing_type"].kind

    def test_like_keeps_what_is_given(self):
        """A limit with like holds the keys given here and nothing else until it is resolved."""
        like = load_pack(OVERLAY).limits[0]
        assert isinstance(like, LimitLike)
        assert {"zh", "en", "matter", "length", "extend"} == set(like.given)

    def test_digest_depends_on_what_is_said_alone(self):
        """Comments, order of keys and layout leave the digest alone; one day more does not."""
        other = SMALL.replace('unit = "day"', "").replace("length = 9", '# c\nunit="day"\nlength=9')
        one, two = load_pack(SMALL), load_pack(other)
        assert one == two
        assert one.digest == two.digest
        assert one.digest != load_pack(SMALL.replace("length = 9", "length = 10")).digest
        assert f"small 1 ({one.digest[:12]})" == str(one)

    def test_lines_of_ids_are_known(self):
        """The id of a rule, an event or a fact leads to its line."""
        lines = load_pack(GOOD / "enforcement/procedure.toml").lines
        rows = (GOOD / "enforcement/procedure.toml").read_text(encoding="utf-8").splitlines()
        assert 'id = "cn.penalty.enforcement"' == rows[lines["cn.penalty.enforcement"] - 1]
        assert '[event."remedy.over"]' == rows[lines["event.remedy.over"] - 1]
        assert rows[lines["fact.pay_by"] - 1].startswith("pay_by = ")

    def test_a_bom_is_no_problem(self, tmp_path):
        """Editors that begin a file with a byte order mark are forgiven."""
        path = tmp_path / "bom.toml"
        path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
        assert load_pack(SMALL) == load_pack(str(path))

    def test_files_that_cannot_be_read_are_refused(self, tmp_path):
        """Missing, not UTF-8, and a directory: each is said in so many words."""
        gbk = tmp_path / "gbk.toml"
        gbk.write_bytes('zh = "处罚"'.encode("gb18030"))
        for path, message in (
            (tmp_path / "none.toml", "there is no such file"),
            (gbk, "not UTF-8: byte 6 cannot be read"),
            (tmp_path, "cannot be read: "),
        ):
            with pytest.raises(PackError, match=message):
                load_pack(path)

    @pytest.mark.parametrize("value", ["[" * 5000, "1" * 5000])
    def test_a_file_beyond_all_measure_is_refused(self, value):
        """Nesting and numbers that Python refuses to read are a problem of the file."""
        with pytest.raises(PackError, match="not TOML"):
            load_pack(f"\na = {value}")

    def test_every_problem_is_told_at_once(self):
        """An author mends a file in one go, from the top."""
        units = "key 'units' is not known; did you mean 'unit'?"
        text = SMALL.replace("unit", "units").replace('version = "1"', "version = 1")
        assert (
            "line 4: pack, key 'version': 1 must be text in quotes",
            "line 10: limit[1] 'xx.law.art1.decide': key 'unit' is missing",
            f"line 16: limit[1] 'xx.law.art1.decide': {units}",
        ) == _problems(text)

    def test_inline_tables_have_lines_too(self):
        """A pack in the short style is scanned as well, as far as it goes."""
        grammar = "column 1 of '1 +': not an expression (invalid syntax)"
        text = """
pack = { id = "p", version = "1" }
law = [{ id = "xx.law" }]
event = { filed = { zhh = "x" }, "a b" = 3 }
need = [
  { id = "xx.law.art1.n", on = ["filed"], that = "1 +" },
  { that = "yes" },
]
"""
        assert (
            "line 4: event, key 'filed': key 'zhh' is not known; did you mean 'zh'?",
            "line 4: event, key 'a b': 3 must be a table",
            "line 5: need[2]: key 'id' is missing",
            "line 5: need[2]: key 'on' is missing",
            f"line 6: need[1] 'xx.law.art1.n', key 'that': {grammar}",
        ) == _problems(text)

    def test_a_place_that_is_nowhere_has_no_line(self):
        """Where the scan finds nothing, the path alone is given."""
        places = Places("x = 1", {"limit": []})
        assert "limit[3], key 'length': wrong" == places.place(("limit", 2, "length"), "wrong")
        assert "wrong" == places.place((), "wrong")
        assert {} == places.ids


class TestDumpPack:
    @pytest.mark.parametrize("path", sorted(GOOD.rglob("*.toml")), ids=lambda path: path.stem)
    def test_packs_round_trip(self, path):
        """What is written reads back as an equal pack with the same digest."""
        pack = load_pack(path)
        again = load_pack(dump_pack(pack))
        assert pack == again
        assert pack.digest == again.digest


class TestSchema:
    def test_schema_and_loader_know_the_same_keys(self):
        """The published schema is no promise beside the loader, but the same table."""
        schema = json_schema()
        assert {"pack", *SECTIONS, *VOCABULARY} == set(schema["properties"])
        assert {model.__name__ for model in MODELS} == set(schema["$defs"])
        for model in MODELS:
            keys = set(schema["$defs"][model.__name__]["properties"])
            assert set(keys_of(model)) == keys
            name, scope = {"name"} & keys, {"scope"} & keys
            assert not scope
            assert {"Reading"} == {model.__name__} or not name

    def test_schema_says_what_a_key_may_hold(self):
        """Enumerations, expressions, steps and short forms are all there."""
        defs = json_schema()["$defs"]
        limit = defs["TimeLimit"]["properties"]
        text = {"type": "string"}
        assert {"enum": ["on", "after"]} == limit["edge"]
        assert [{"type": "integer"}, {"type": "string", "description": "a condition"}] == (
            limit["length"]["anyOf"]
        )
        assert {"anyOf": [text, {"$ref": "#/$defs/Then"}]} == limit["then"]
        assert {"$ref": "#/$defs/ExtensionRule"} == limit["extend"]["items"]
        assert {"anyOf": [text, {"type": "array", "items": text}]} == (
            defs["EventType"]["properties"]["per"]
        )
        assert 4 == defs["Machine"]["properties"]["steps"]["items"]["maxItems"]
        assert ["id", "like"] == defs["TimeLimit"]["anyOf"][1]["required"]
        assert ["id", "from", "to"] == defs["PauseRule"]["required"]

    def test_docs_list_every_key(self):
        """The format page leaves no key out."""
        page = (PACKS.parents[1] / "docs/pack-format.md").read_text(encoding="utf-8")
        missing = [
            f"{model.__name__}.{key}"
            for model in MODELS
            for key in keys_of(model)
            if f"`{key}`" not in page
        ]
        assert [] == missing


class TestLimit:
    def test_a_limit_comes_with_its_law(self):
        """Law, counting rule, pauses, calendar and digests are found by the id alone."""
        bound = rulebook(GOOD / "ordinary-penalty").limit("cn.mohurd-55-2022.art29.decision")
        assert "cn.mohurd-55-2022" == bound.law.id
        assert Roll.NEXT_WORKING_DAY is bound.counting.roll
        assert 3 == len(bound.pauses)
        assert "CN" == bound.calendar.id
        assert ["cn.mohurd-55-2022"] == [name for name, _ in bound.packs]
        assert date(2025, 6, 3) == bound.deadline(start=date(2025, 3, 4)).due

    def test_only_the_files_needed_are_read(self, tmp_path):
        """A limit is found by the name of its file; a broken file elsewhere is not even opened."""
        home = tmp_path / "book"
        shutil.copytree(GOOD / "ordinary-penalty", home)
        _same("broken", home / "laws/cn.broken-2020.toml")
        book = rulebook(home)
        assert book.limit("cn.penalty-law-2017.art42.hearing-request").limit.length == 3
        with pytest.raises(PackError, match=r"cn\.broken-2020\.toml: not TOML"):
            book.limits()
        with pytest.raises(PackError, match="not TOML"):
            book.limits()

    def test_files_of_one_name_are_all_read(self, tmp_path):
        """A law and a procedure may share an id; what stands in other folders is no pack."""
        home = tmp_path / "book"
        law, _, procedure = (
            (GOOD / "renewal.toml").read_text(encoding="utf-8").partition("[[procedure]]")
        )
        header = law.partition("[[law]]")[0].replace('"renewal"', '"steps"')
        _same(law, home / "laws/cn.licensing-law-2019.toml")
        _same(f"{header}[[procedure]]{procedure}", home / "procedures/cn.licensing-law-2019.toml")
        _same("[[row]]", home / "notes/other.toml")
        book = rulebook(home)
        assert 3 == len(book.limits())
        assert ["renewal", "steps"] == [pack.id for pack in book.packs()]

    def test_a_calendar_given_to_the_book_is_used(self):
        """The caller's calendar outranks that of the country, also where a pack names none."""
        old = calendar("CN", known_on=date(2019, 3, 1))
        book = rulebook(GOOD / "ordinary-penalty", calendar=old, packs=[GOOD / "road-fines.toml"])
        assert old is book.limit("cn.penalty-law-2021.art60.decision").calendar
        assert old is book.limit("it.road-code.send").calendar
        assert rulebook(GOOD / "road-fines.toml").limit("it.road-code.send").calendar is None
        book = rulebook(GOOD / "renewal.toml")
        one, two, _ = (book.limit(limit.id).calendar for limit in book.limits())
        assert one is two

    def test_like_copies_what_is_not_given(self):
        """Everything is copied but what is true of one clause only."""
        book = rulebook(GOOD / "ordinary-penalty")
        old = book.time_limit("cn.penalty-law-2017.art42.hearing-request")
        new = book.time_limit("cn.penalty-law-2021.art64.hearing-request")
        assert (5, Unit.WORKING_DAY, "no-roll") == (new.length, new.unit, new.counting)
        assert TakesOver(limit=old.id, rule="later") == new.takes_over
        same = attrs.evolve(
            new,
            id=old.id,
            length=old.length,
            unit=old.unit,
            counting=old.counting,
            takes_over=None,
            like=None,
        )
        assert old == same
        assert NO_ROLL == book.limit(new.id).counting

    def test_like_never_copies_what_belongs_to_one_clause(self):
        """Quotation, verification, overrides and takes-over stay behind."""
        text = SMALL + (
            'quote = "q"\nverified = "text"\noverrides = ["xx.law.art1.decide"]\n'
            'takes-over = { limit = "xx.law.art1.decide", rule = "new" }\n'
            '[[limit]]\nid = "xx.law.art2.x"\nlike = "xx.law.art1.decide"\n'
            '[[limit]]\nid = "xx.law.art3.x"\nlike = "xx.law.art2.x"\nlength = 4\n'
        )
        book = rulebook(OVERLAY.parent / "road-fines.toml", packs=[load_pack(text)])
        limit = book.time_limit("xx.law.art3.x")
        assert ("", "", (), None) == (
            limit.quote,
            limit.verified,
            limit.overrides,
            limit.takes_over,
        )
        assert (4, "decision") == (limit.length, limit.matter)

    def test_unknown_ids_are_answered_with_the_nearest(self):
        """A slip of the pen is told from nonsense."""
        book = rulebook(GOOD / "ordinary-penalty")
        with pytest.raises(UnknownNameError, match=r"mean 'cn\.mohurd-55-2022\.art29\.decision'"):
            book.limit("cn.mohurd-55-2022.art29.desision")
        with pytest.raises(UnknownNameError, match=r"mean 'cn\.penalty\.ordinary'"):
            book.procedure("cn.penalty.ordinery")

    def test_a_limit_whose_names_lead_nowhere_is_refused(self):
        """Counting rule and pause must be somewhere."""
        for key, message in (
            ('counting = "by-analogi"', "counting: no counting is called 'by-analogi'; did you"),
            ('pause = ["xx.law.art2.x"]', "pause: no pause is called 'xx.law.art2.x'$"),
        ):
            pack = load_pack(SMALL + key + '\n[[counting]]\nid = "by-analogy"\n')
            book = rulebook(GOOD / "road-fines.toml", packs=[pack])
            with pytest.raises(PackError, match=message):
                book.limit("xx.law.art1.decide")


class TestProcedure:
    def test_machines_become_regions(self):
        """A region takes the steps of its machine, with its own name for the star."""
        procedure = rulebook(GOOD / "ordinary-penalty").procedure("cn.penalty.ordinary")
        notice = procedure.regions[0]
        assert ("notice", "to_serve", ("party",)) == (notice.id, notice.initial, notice.per)
        assert ["notice.announced", "notice.served"] == [step.event for step in notice.steps]
        assert ("to_serve", "announced", "served") == notice.states

    def test_a_limit_about_a_machine_is_one_for_each_region(self):
        """Service by announcement runs for notice, hearing notice and decision apart."""
        procedure = rulebook(GOOD / "ordinary-penalty").procedure("cn.penalty.ordinary")
        found = {
            limit.scope: (limit.start, limit.cancel, limit.then.event)
            for limit in procedure.limits
            if limit.matter == "announcement-service"
        }
        assert {
            region: ((f"{region}.announced",), (f"{region}.served",), f"{region}.served")
            for region in ("notice", "hearing_notice", "decision")
        } == found

    def test_events_of_a_machine_get_the_words_of_the_region(self):
        """The heading of a column is put together, and per is inherited."""
        procedure = rulebook(GOOD / "ordinary-penalty").procedure("cn.penalty.ordinary")
        assert (
            EventType(
                name="notice.served",
                zh="告知书送达",
                en="notice served",
                also=("告知书送达日期",),
                per=("party",),
            )
            == procedure.events["notice.served"]
        )
        assert ("item",) == procedure.events["seizure.imposed"].per

    def test_events_come_in_the_order_they_are_declared(self):
        """The procedure's own words first, in its order: the order may decide a tie in a table."""
        order = rulebook(GOOD / "enforcement").procedure("cn.penalty.enforcement").order
        assert (
            "decision.announced",
            "demand.announced",
            "decision.served",
            "demand.served",
            "deferral_approved",
        ) == order[:5]
        order = rulebook(GOOD / "ordinary-penalty").procedure("cn.penalty.ordinary").order
        assert ("clue_received", "case_filed") == order[:2]
        assert "decision.served" == order[-1]

    def test_words_of_its_own_outrank_those_of_the_machine(self):
        """An event of a region may be declared by its full name, and then stands where it does."""
        pack = load_pack(
            (GOOD / "hearing-notice.toml")
            .read_text(encoding="utf-8")
            .replace("[fact]", '"hearing_notice.served" = { zh = "送达听证通知书" }\n\n[fact]')
        )
        procedure = rulebook(GOOD / "road-fines.toml", packs=[pack]).procedure("cn.penalty.hearing")
        assert ("hearing_notice.announced", "hearing_held", "hearing_notice.served") == (
            procedure.order
        )
        event = procedure.events["hearing_notice.served"]
        assert ("送达听证通知书", "hearing notice served", ("party",)) == (
            event.zh,
            event.en,
            event.per,
        )

    def test_everything_of_its_laws_is_there(self):
        """Laws of every edition, limits, needs, pauses and counting rules, and what was read."""
        procedure = rulebook(GOOD / "ordinary-penalty").procedure("cn.penalty.ordinary")
        assert {
            "cn.penalty-law-2017",
            "cn.penalty-law-2021",
            "cn.mohurd-55-2022",
            "cn.compulsion-law-2011",
            "cn.civil-procedure-2023",
        } == set(procedure.laws)
        assert 8 == len(procedure.limits)
        assert 2 == len(procedure.needs)
        assert 4 == len(procedure.pauses)
        assert {"no-roll", "cn.by-analogy", "cn.mohurd-55-2022.art45.counting"} == set(
            procedure.countings
        )
        assert {*procedure.laws, "cn.penalty.ordinary", "service", "cn.by-analogy"} == set(
            procedure.digests
        )
        assert {12} == {len(digest) for digest in procedure.digests.values()}
        assert ("CN", "Asia/Shanghai") == (procedure.calendar.id, procedure.zone)

    def test_the_order_of_rules_is_that_of_the_files(self):
        """What was asked before does not change the order of rules, nor of digests."""
        fresh = rulebook(GOOD / "ordinary-penalty").procedure("cn.penalty.ordinary")
        used = rulebook(GOOD / "ordinary-penalty")
        used.packs()
        again = used.procedure("cn.penalty.ordinary")
        assert fresh.limits == again.limits
        assert list(fresh.digests) == list(again.digests)
        assert again is used.procedure("cn.penalty.ordinary")

    def test_lists_of_a_book(self):
        """A book lists its limits, procedures and packs by id."""
        book = rulebook(GOOD / "renewal.toml")
        assert 3 == len(book.limits())
        assert ["cn.licence.renewal"] == [each.id for each in book.procedures()]
        assert ["renewal"] == [each.id for each in book.packs()]
        assert f"<Rulebook {str(GOOD / 'renewal.toml')!r}>" == repr(book)


SWITCHING = """
[pack]
id = "switching"
version = "1"

[[law]]
id = "xx.law"

[[procedure]]
id = "one"
laws = ["xx.law"]

[[procedure.region]]
id = "main"
initial = "new"
steps = [["new", "moved", "two/arrived"], ["back", "closed", "closed"]]

[[procedure.region]]
id = "side"
initial = "new"
steps = [["new", "moved", "two/arrived"]]

[[procedure]]
id = "two"
laws = ["xx.law"]

[[procedure.region]]
id = "main"
initial = "new"
steps = [["new | arrived", "returned", "one/back"]]
"""


class TestSwitches:
    def test_procedures_may_lead_into_one_another(self):
        """Each knows the other, whichever was asked for first."""
        book = rulebook(GOOD / "road-fines.toml", packs=[load_pack(SWITCHING)])
        one = book.procedure("one")
        assert book.procedure("two") is one.switches["two"]
        assert one is one.switches["two"].switches["one"]

    def test_a_procedure_without_a_line_to_enter_is_refused(self):
        """A switch needs the region of the same name, or a main line."""
        text = SWITCHING.replace("two/arrived", "three/new", 1)
        text += """
[[procedure]]
id = "three"
laws = ["xx.law"]

[[procedure.region]]
id = "other"
initial = "new"
steps = [["new", "x", "y"]]
"""
        book = rulebook(GOOD / "road-fines.toml", packs=[load_pack(text)])
        with pytest.raises(PackError, match="procedure 'three' has no state 'new'"):
            book.procedure("one")


class TestOverlay:
    def test_an_overlay_joins_a_procedure(self):
        """Its law, its limits, its words and its digest are there; the national ones stay."""
        plain = rulebook(GOOD / "licence").procedure("cn.licence.application")
        over = rulebook(GOOD / "licence", overlays=[OVERLAY]).procedure("cn.licence.application")
        assert ("cn.licensing-law", "yourbureau") == over.families
        assert {"yourbureau.promise", "yourbureau.missing-papers"} == (
            {limit.id for limit in over.limits} - {limit.id for limit in plain.limits}
        )
        assert ("窗口受理时间",) == over.events["accepted"].also
        assert "受理" == over.events["accepted"].zh
        assert "completed" in over.events
        assert "yourbureau" in over.digests
        promise = next(limit for limit in over.limits if limit.matter == "promise")
        assert parse_condition("promised_days") == promise.length
        assert () == promise.extend
        assert Edge.ON is next(
            limit.edge for limit in over.limits if limit.matter == "missing-papers"
        )

    def test_an_overlay_adds_regions(self):
        """A line of its own, not a change of ours; and whole procedures."""
        text = """
[pack]
id = "more"
version = "1"

[[procedure]]
id = "more.own"

[[procedure.region]]
id = "main"
initial = "none"
steps = [["none", "done", "filed"]]

[[procedure]]
extends = "cn.licence.renewal"

[[procedure.region]]
id = "filing"
zh = "备案"
initial = "none"
steps = [["none", "filing.done", "filed"]]
"""
        book = rulebook(GOOD / "renewal.toml", overlays=[load_pack(text)])
        assert ["main", "filing"] == [
            region.id for region in book.procedure("cn.licence.renewal").regions
        ]
        assert "more.own" == book.procedure("more.own").id

    def test_an_overlay_of_nothing_is_refused(self):
        """A slip in the id of the procedure would otherwise have no effect, and no message."""
        text = OVERLAY.read_text(encoding="utf-8")
        wrong = load_pack(text.replace('"cn.licence.application"', '"cn.licence.aplication"'))
        with pytest.raises(PackError, match=r"extends: .*did you mean 'cn\.licence\.application'"):
            rulebook(GOOD / "licence", overlays=[wrong])

    def test_an_overlay_of_words_adds_headings_only(self):
        """A pack of headings touches what is there, and adds nothing to other procedures."""
        text = """
[pack]
id = "headings"
version = "1"

[event]
licence_issued = { also = ["发证日期", "发证日期"] }
other = { en = "other" }

[fact]
expiry = { type = "date", zh = "有效期", also = ["到期日"] }
unknown = { type = "text" }
"""
        book = rulebook(GOOD / "renewal.toml", overlays=[load_pack(text)])
        procedure = book.procedure("cn.licence.renewal")
        assert ("发证日期",) == procedure.events["licence_issued"].also
        assert "颁发许可证" == procedure.events["licence_issued"].zh
        assert "other" not in procedure.events
        assert ("有效期", "valid until", ("到期日",)) == (
            procedure.facts["expiry"].zh,
            procedure.facts["expiry"].en,
            procedure.facts["expiry"].also,
        )
        assert "unknown" not in procedure.facts

    def test_an_overlay_cannot_change_a_rule(self):
        """The id of another's rule is refused; the same words twice are no contradiction."""
        mine = load_pack(SMALL.replace('id = "small"', 'id = "mine"').replace("= 9", "= 8"))
        with pytest.raises(PackError, match="this limit is also in <text>; what another pack says"):
            rulebook(GOOD / "road-fines.toml", packs=[load_pack(SMALL)], overlays=[mine])
        law = '[pack]\nid = "{}"\nversion = "1"\n[[law]]\nid = "xx.law"\nzh = "{}"\n'
        with pytest.raises(PackError, match=r"give yours an id of its own$"):
            rulebook(
                GOOD / "road-fines.toml",
                packs=[load_pack(law.format("a", "甲")), load_pack(law.format("b", "乙"))],
            )
        same = load_pack(SMALL.replace('id = "small"', 'id = "mine"'))
        book = rulebook(GOOD / "road-fines.toml", packs=[load_pack(SMALL)], overlays=[same])
        assert 9 == book.time_limit("xx.law.art1.decide").length

    def test_pack_ids_are_unique(self):
        """Two packs of one id are refused, unless they are the same pack."""
        other = load_pack(SMALL.replace("= 9", "= 8"))
        with pytest.raises(PackError, match="the id 'small' is also that of <text>"):
            rulebook(GOOD / "road-fines.toml", packs=[load_pack(SMALL), other])
        book = rulebook(GOOD / "road-fines.toml", packs=[load_pack(SMALL), load_pack(SMALL)])
        assert 2 == len(book.packs())

    def test_a_directory_may_be_laid_over(self, tmp_path):
        """A directory read by name is read whole when it is an overlay."""
        home = tmp_path / "ours"
        shutil.copytree(GOOD / "licence", home / "copy")
        _same(OVERLAY.read_text(encoding="utf-8"), home / "laws/yourbureau.toml")
        shutil.rmtree(home / "copy")
        book = rulebook(GOOD / "licence", overlays=[home])
        assert 4 == len(book.procedure("cn.licence.application").limits)
        with pytest.raises(PackError, match="has no place in a file that is read by name"):
            rulebook(home).packs()


class TestStars:
    """``*.`` names outside the worked examples."""

    REGIONS = (
        build_region(
            RegionEntry(
                id="one",
                steps=(Step(("a",), "*.x", "b", parse_condition('happened("*.y")')),),
                initial="a",
            ),
            None,
        ),
        build_region(RegionEntry(id="two", initial="a", steps=(Step(("a",), "*.z", "b"),)), None),
    )

    def test_conditions_of_steps_are_expanded(self):
        """A region may write stars in its own steps."""
        (step,) = self.REGIONS[0].steps
        assert ("one.x", 'happened("one.y")') == (step.event, step.condition.source)

    def test_pauses_and_needs_are_expanded(self):
        """A pause is named with its region, because two of them may run at once."""
        pause = PauseRule(
            id="l.art1.p", begins=("*.x",), ends=("*.y",), when=parse_condition('over("m")')
        )
        (only,) = expand_pause(pause, self.REGIONS)
        assert ("l.art1.p@one", ("one.x",), ("one.y",)) == (only.id, only.begins, only.ends)
        need = Need(id="l.art1.n", on=("*.z",), that=parse_condition('happened("*.x")'))
        (only,) = expand_need(need, self.REGIONS)
        assert (("two.z",), 'happened("two.x")', None) == (only.on, only.that.source, only.when)

    def test_a_limit_takes_the_pauses_of_its_region(self):
        """And a limit of no region takes those of every region."""
        limit = rulebook(GOOD / "renewal.toml").limits()[0]
        limit = attrs.evolve(limit, pause=("p", "q"))
        pauses = {"p": ("p@one", "p@two"), "q": ("q",)}
        (plain,) = expand_limit(limit, self.REGIONS, pauses)
        assert ("p@one", "p@two", "q") == plain.pause
        starred = attrs.evolve(limit, start=("*.x",), length=parse_condition("n"))
        (scoped,) = expand_limit(starred, self.REGIONS, pauses)
        assert ("one", ("p@one", "q")) == (scoped.scope, scoped.pause)


class TestRulebook:
    def test_packaged_law_is_found_by_name(self):
        """The ordinary penalty procedure is there without a path."""
        assert "cn.penalty.ordinary" == rulebook().procedure("cn.penalty.ordinary").id

    def test_a_path_may_be_written_as_text(self):
        """A string that looks like a path is one."""
        assert 1 == len(rulebook(str(GOOD / "renewal.toml")).packs())
        with pytest.raises(PackError, match="there is no such file"):
            rulebook("nowhere.toml")

    def test_an_unknown_name_is_refused(self):
        """A word that is no path and no book is told what books there are."""
        with pytest.raises(UnknownNameError, match="no rule book is called 'uk'; known: cn"):
            rulebook("uk")

    def test_the_law_of_a_rule_is_the_longest_that_prefixes_it(self):
        """An edition and a part of it may both be laws."""
        pack = load_pack(SMALL + '[[law]]\nid = "xx.law.art1"\n')
        assert "xx.law.art1" == law_of(pack, "xx.law.art1.decide").id
        assert law_of(pack, "yy.law.art1.decide") is None


@pytest.mark.parametrize("module", ["holidays", "tomllib"])
def test_importing_the_loader_imports_no_reader(module):
    """What reads TOML is imported when a pack is read, not before."""
    import subprocess

    code = f"import sys, enforcecal.law.graph; print({module!r} in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False" == found.stdout.strip()


def test_a_pack_is_compared_by_what_it_says():
    """Where it was read from is not part of a pack."""
    pack = load_pack(SMALL)
    assert pack == attrs.evolve(pack, source="elsewhere")
    assert isinstance(pack, Pack)


class TestDocs:
    def test_the_packs_on_the_format_page_load(self):
        """What the page shows is a pack and an overlay, and nothing is wrong with either."""
        page = (PACKS.parents[1] / "docs/pack-format.md").read_text(encoding="utf-8")
        small, overlay = (block.partition("```")[0] for block in page.split("```toml\n")[1:])
        book = Rulebook("docs", [load_pack(small)], [load_pack(overlay)])
        assert () == lint(book)
        procedure = book.procedure("city.noise-complaint")
        assert ("投诉日期", "来电时间") == procedure.events["complaint_received"].also
        promise = book.limit("ours.answer")
        assert date(2026, 3, 5) == promise.deadline(start=date(2026, 3, 2)).due


def test_wordings_of_a_fact_are_added_up():
    """Two files that both give wordings of one fact's values keep both."""
    older = FactType(name="who", kind=FactKind.TEXT, also=("甲",), values={"局长": "head"})
    newer = FactType(name="who", kind=FactKind.TEXT, also=("乙",), values={"集体": "all"})
    merged = merge_words(older, newer)
    assert {"局长": "head", "集体": "all"} == merged.values
    assert ("甲", "乙") == merged.also
