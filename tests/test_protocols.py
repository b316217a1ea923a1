"""The protocols of the field, on small sets in both of their forms, against figures worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from qa.assistant import Assistant
from qa.benchmarks import reading, rgb
from qa.benchmarks.protocol import SEED, Figure, sampled
from qa.benchmarks.published import Name, published
from qa.benchmarks.reading import Variant
from qa.benchmarks.spans import exact_match, segments, span_f1
from qa.cli.benchmark import benchmark
from qa.errors import OptionsClash
from qa.evaluation import journal
from qa.evaluation.errors import BenchmarkMissing, BenchmarkUnreadable, RunsNotWritable
from qa.evaluation.evaluated import Evaluation
from qa.evaluation.scores.measures import measures
from qa.formatting.texts import texts_of
from qa.settings import load

from .evaluations import result
from .letters import shelf

HOSTED = "清河县植树活动由县委书记刘志远主持。"
FORGED = "清河县植树活动由县委书记吕成蹊主持。"
WEEKS = ("第一周", "第二周", "第三周", "第四周", "第五周", "第六周")
MOON = tuple(f"月球上的{place}没有空气。" for place in ("环形山", "平原", "高地", "极区", "背面", "海"))

PLANTING: dict[str, Any] = {
    "id": 1,
    "query": "清河县植树活动由谁主持？",
    "answer": "刘志远",
    "positive": [f"{week}，{HOSTED}" for week in WEEKS],
    "negative": [*MOON],
}
"""Every positive passage says the answer, and no negative one is on the subject."""

TRADE: dict[str, Any] = {
    "id": 2,
    "query": "白山市进出口总额是多少亿元？",
    "answer": [["86.5亿", "八十六亿五"]],
    "positive": [
        "白山市公布了进出口总额。",
        *(f"{week}统计，白山市进出口总额是86.5亿元。" for week in WEEKS),
    ],
    "negative": [f"{week}，白山市的进出口总额还没有公布。" for week in WEEKS],
}
"""The first positive passage does not say it, and the negative ones are on the subject."""

HOSTS: dict[str, Any] = {
    "id": 3,
    "query": "清河县和松江县的植树活动各由谁主持？",
    "answer": ["刘志远", ["赵明", "赵县长"]],
    "positive": [[f"{week}，{HOSTED}" for week in WEEKS[:2]], ["松江县植树活动由县长赵明主持。"]],
    "negative": [*MOON],
}
WHO: dict[str, Any] = {
    "id": 4,
    "query": "清河县植树活动由谁主持？",
    "answer": "刘志远",
    "fakeanswer": "吕成蹊",
    "positive": [f"{week}，{HOSTED}" for week in WEEKS],
    "positive_wrong": [f"{week}，{FORGED}" for week in WEEKS],
    "negative": [*MOON],
}
SEATS: dict[str, Any] = {
    "id": 5,
    "query": "清河县议事会有多少个席位？",
    "answer": "70",
    "fakeanswer": "170",
    "positive": ["清河县议事会共有70个席位。"],
    "positive_wrong": ["清河县议事会共有170个席位。"],
    "negative": [*MOON],
}

PASSAGES = {
    "a": "清河县植树活动由县委书记刘志远主持。参加活动的有三百多人。",
    "b": "白山市进出口总额是86.5亿元，比去年增长百分之七。",
    "c": "松江县中学搬进了新的校舍，新校舍有四十间教室。",
    "d": "月球上的环形山没有空气，也没有水。",
}
ASKED = [
    ("q1", "清河县植树活动由谁主持？", ("刘志远", "书记刘志远"), "a"),
    ("q2", "白山市进出口总额是多少？", ("86.5亿元",), "b"),
    ("q3", "松江县中学的新校舍有多少间教室？", ("四十间",), "c"),
]


def write_lines(path: Path, *rows: Mapping[str, Any]) -> None:
    """A file of JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def item(row: Mapping[str, Any], **changes: Any) -> rgb.Item:
    """A question of RGB."""
    return rgb.Item.model_validate({**row, **changes})


def counterfactual(row: Mapping[str, Any]) -> rgb.Counterfactual:
    """A question of RGB with falsified passages."""
    return rgb.Counterfactual.model_validate(row)


@pytest.fixture
def rgb_folder(tmp_path: Path) -> Path:
    """A small RGB, as it is published."""
    folder = tmp_path / "rgb"
    folder.mkdir()
    write_lines(folder / "zh_refine.json", PLANTING, TRADE)
    write_lines(folder / "zh_int.json", HOSTS)
    write_lines(folder / "zh_fact.json", WHO, SEATS)
    return folder


@pytest.fixture
def cmrc_folder(tmp_path: Path) -> Path:
    """A small CMRC of two files, a line for each passage and question."""
    folder = tmp_path / "cmrc"
    folder.mkdir()
    write_lines(folder / "cmrc_dev_passages.jsonl", *({"id": place, "text": text} for place, text in PASSAGES.items()))
    rows = ({"id": id, "question": asked, "answers": [said], "passage": place} for id, asked, said, place in ASKED)
    write_lines(folder / "cmrc_dev_questions.jsonl", *rows)
    return folder


def assistant(folder: Path, texts: Mapping[str, str] | None = None) -> Assistant:
    """An assistant without any model, whose library holds these passages."""
    library = shelf(folder / "library")
    reading.shelve(library, folder, texts or {})
    return Assistant(library, None, load(llm="extractive", reader="none", runs=folder / "runs"))


def values(figures: Sequence[Figure]) -> dict[tuple[str, str], float]:
    """The figures by setting and measure."""
    return {(figure.setting, figure.measure): round(figure.value, 4) for figure in figures}


def untimed(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The results without their seconds, which no two runs have in common."""
    rows = [row.as_dict() for row in evaluation.results]
    for row in rows:
        row["reply"].pop("seconds", None)
        row["measures"] = {name: value for name, value in row["measures"].items() if "seconds" not in name}
    return rows


def read(folder: Path, variant: Variant, name: Name = "cmrc") -> tuple[Evaluation, dict[tuple[str, str], float]]:
    """A small set, all of it, in one variant."""
    data = reading.load(name, folder)
    done, figures = reading.measured(assistant(folder / variant, data.texts), reading.drawn(name, data, variant))
    return done, values(figures)


# The passages of RGB


@pytest.mark.parametrize("noise", range(5))
def test_so_many_passages_are_noise(noise: int) -> None:
    """A question gets five passages, the first positive ones and as many of the first negative ones as the noise is."""
    expected = [*PLANTING["positive"][: 5 - noise], *PLANTING["negative"][:noise]]
    assert sorted(rgb.noisy(item(PLANTING), noise)) == sorted(expected)


def test_rejection_has_nothing_but_noise() -> None:
    """Where a refusal is right no passage is positive, however few negative ones there are."""
    assert sorted(rgb.noisy(item(PLANTING), 5)) == sorted(PLANTING["negative"][:5])
    assert sorted(rgb.noisy(item(PLANTING, negative=MOON[:2]), 5)) == sorted(MOON[:2])


@pytest.mark.parametrize(
    ("positives", "negatives", "noise", "expected"),
    [(2, 6, 0, (2, 3)), (2, 6, 4, (1, 4)), (6, 1, 4, (4, 1)), (6, 0, 2, (5, 0)), (2, 2, 1, (2, 2)), (1, 1, 3, (1, 1))],
)
def test_scarce_passages_are_made_up_for(positives: int, negatives: int, noise: int, expected: tuple[int, int]) -> None:
    """Where positive or negative passages are too few the others fill up to five, as far as they go."""
    asked = item(PLANTING, positive=PLANTING["positive"][:positives], negative=PLANTING["negative"][:negatives])
    chosen = rgb.noisy(asked, noise)
    assert (len({*chosen} & {*PLANTING["positive"]}), len({*chosen} & {*MOON})) == expected


def test_passages_follow_from_the_seed() -> None:
    """The same seed gives the same passages in the same order, at each noise; another one another order."""
    for noise in range(6):
        assert rgb.noisy(item(PLANTING), noise) == rgb.noisy(item(PLANTING), noise)
    orders = {tuple(rgb.noisy(item(PLANTING), 2, seed)) for seed in range(20)}
    assert len(orders) > 10
    assert len({frozenset(order) for order in orders}) == 1


def test_order_is_that_of_the_published_runs() -> None:
    """With RGB's seed the order is what its program makes: `random.seed(2333)`, then `random.shuffle` of the five."""
    numbered = item(PLANTING, positive=["0", "1", "2"], negative=["3", "4"])
    assert rgb.noisy(numbered, 2) == ["1", "4", "3", "2", "0"]


@pytest.mark.parametrize(("noise", "from_first", "from_second", "negative"), [(0, 2, 1, 2), (1, 2, 1, 2), (2, 2, 1, 2)])
def test_every_part_is_given(noise: int, from_first: int, from_second: int, negative: int) -> None:
    """A question of several parts gets passages of each in turn, and negative ones for what is left of five."""
    chosen = {*rgb.integrated(item(HOSTS), noise)}
    first, second = ({*part} for part in HOSTS["positive"])
    assert (len(chosen & first), len(chosen & second), len(chosen & {*MOON})) == (from_first, from_second, negative)


def test_noise_takes_no_part_away() -> None:
    """With more parts than there is room beside the noise, one passage of each is given all the same."""
    parts = [[f"{number}之{n}" for n in range(3)] for number in "甲乙丙丁"]
    chosen = rgb.integrated(item(HOSTS, positive=parts), 2)
    assert {passage[0] for passage in chosen} - {"月"} == {*"甲乙丙丁"}
    assert len(chosen) == 5


def test_falsified_passages_stand_beside_their_originals() -> None:
    """The passages with the true answer and those with the false one are the same but for the answer."""
    pairs = rgb.falsified(counterfactual(WHO))
    assert len(pairs) == 5
    assert all(true.replace("刘志远", "吕成蹊") == wrong for true, wrong in pairs)


@pytest.mark.parametrize(("count", "expected"), [(1, (1, 1)), (2, (1, 1)), (3, (2, 1)), (4, (2, 2)), (6, (3, 2))])
def test_conflicting_passages_are_of_both_sorts(count: int, expected: tuple[int, int]) -> None:
    """True and falsified passages come together, at most five; of a single passage both forms."""
    row = WHO | {"positive": WHO["positive"][:count], "positive_wrong": WHO["positive_wrong"][:count]}
    chosen = rgb.conflicting(counterfactual(row))
    assert (sum("吕成蹊" in passage for passage in chosen), sum("刘志远" in passage for passage in chosen)) == expected


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("共有70个席位。", True, False),
        ("共有170个席位。", False, True),
        ("一说70个，一说１７０个。", True, True),
        ("没有说。", False, False),
    ],
)
def test_piece_of_the_false_answer_is_no_answer(text: str, true: bool, false: bool) -> None:
    """70 is not said by 170, so that a reply with the false number alone does not count as true."""
    assert (rgb.says(text, [["70"]], [["170"]]), rgb.says(text, [["170"]], [["70"]])) == (true, false)


# RGB's files and figures


def test_both_forms_of_rgb_are_read_alike(rgb_folder: Path, tmp_path: Path) -> None:
    """The files as published and those with this project's names for the fields give the same trials."""
    names = {"query": "question", "answer": "answers", "fakeanswer": "false_answer"}
    ours = tmp_path / "ours"
    ours.mkdir()
    pairs = {
        "zh_refine.json": "rgb_dev.jsonl",
        "zh_int.json": "rgb_int_dev.jsonl",
        "zh_fact.json": "rgb_fact_dev.jsonl",
    }
    for theirs, mine in pairs.items():
        rows = map(json.loads, (rgb_folder / theirs).read_text(encoding="utf-8").splitlines())
        write_lines(ours / mine, *({names.get(key, key): value for key, value in row.items()} for row in rows))
    assert rgb.load(ours).trials == rgb.load(rgb_folder).trials


def test_refined_file_comes_first(rgb_folder: Path) -> None:
    """Where the corrected set lies beside the first one, it is taken; a testbed without a file is left out."""
    write_lines(rgb_folder / "zh.json", TRADE)
    (rgb_folder / "zh_int.json").unlink()
    series = rgb.load(rgb_folder)
    assert [*series.origin["files"]] == ["zh_refine.json", "zh_fact.json"]
    assert not any("integration" in trial.question.kind for trial in series.trials)


def test_every_setting_gets_the_same_questions(rgb_folder: Path) -> None:
    """With a number, so many questions of each file are drawn, the same for all settings of it."""
    trials = rgb.load(rgb_folder, number=1).trials
    drawn = {kind: [t.question.id for t in trials if t.question.kind == kind] for kind in ("noise_0.0", "rejection")}
    assert drawn["noise_0.0"] == drawn["rejection"]
    assert len(drawn["noise_0.0"]) == 1
    assert sampled([*range(9)], 3, SEED) == sorted(sampled([*range(9)], 3, SEED))


def test_accuracy_by_noise(rgb_folder: Path, tmp_path: Path) -> None:
    """Both questions are answered while a passage says the answer; with noise .8 the second has none left, and of the
    two without any the one whose passages are on the subject is not refused.
    """
    done, figures = rgb.measured(assistant(tmp_path), rgb.load(rgb_folder))
    found = values(figures)
    accuracy = [found[f"noise_{noise}", "correct"] for noise in ("0.0", "0.2", "0.4", "0.6", "0.8")]
    assert accuracy == [1, 1, 1, 1, 0.5]
    assert found["rejection", "refused"] == 0.5
    assert [row.right for row in done.results if row.kind == "rejection"] == [True, False]
    assert all({"text", "refused", "confidence", "seconds"} <= row.reply.keys() for row in done.results)


def test_integration_wants_every_part(rgb_folder: Path, tmp_path: Path) -> None:
    """A reply to a question of two parts is right when it holds an answer to both."""
    done, figures = rgb.measured(assistant(tmp_path), rgb.load(rgb_folder))
    replies = [row for row in done.results if row.kind == "integration_0.0"]
    assert [row.right for row in replies] == [
        "刘志远" in row.reply["text"] and "赵明" in row.reply["text"] for row in replies
    ]
    assert values(figures)["integration_0.0", "correct"] == 1


def test_counterfactual_shares(rgb_folder: Path, tmp_path: Path) -> None:
    """From true passages comes the true answer, from falsified ones the false one, and what says both shows both."""
    done, figures = rgb.measured(assistant(tmp_path), rgb.load(rgb_folder))
    found = values(figures)
    assert (found["counterfactual_true", "correct"], found["counterfactual_false", "correct"]) == (1, 0)
    assert found["counterfactual_false", "false_answer"] == 1
    together = [row for row in done.results if row.kind == "counterfactual_both"]
    shown = [row.measures["correct"] * row.measures["false_answer"] for row in together]
    assert found["counterfactual_both", "both_answers"] == sum(shown) / 2
    assert [row.measures["both_answers"] for row in together] == shown


def test_separation_of_confidence() -> None:
    """The AUROC is the share of pairs in which the answerable question is the surer one: of 0.9 and 0.4 against 0.5
    and 0.1, three of four.
    """
    rows = [
        result("a", kind="noise_0.0", confidence=0.9),
        result("b", kind="noise_0.0", confidence=0.4),
        result("a", False, kind="rejection", expected=(), confidence=0.5),
        result("b", False, kind="rejection", expected=(), confidence=0.1),
    ]
    found = values(rgb.separation(rows))
    assert found["confidence", "auroc"] == 0.75
    assert found["confidence", "aurc"] == round((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4, 4)
    assert rgb.separation(rows[:2]) == []


# CMRC and DRCD


def test_forms_of_a_set_are_read_alike(cmrc_folder: Path, tmp_path: Path) -> None:
    """Two files of lines, SQuAD's form, and CMRC's first one give the same passages and questions."""
    ours = reading.load("cmrc", cmrc_folder)
    squad = [
        {
            "id": place,
            "context": text,
            "qas": [
                {"id": id, "question": asked, "answers": [{"text": answer, "answer_start": 0} for answer in said] * 2}
                for id, asked, said, of in ASKED
                if of == place
            ],
        }
        for place, text in PASSAGES.items()
    ]
    first = [
        {
            "context_id": place,
            "context_text": text,
            "qas": [
                {"query_id": id, "query_text": asked, "answers": [*said]}
                for id, asked, said, of in ASKED
                if of == place
            ],
        }
        for place, text in PASSAGES.items()
    ]
    for name, whole in {"squad": {"version": "1", "data": [{"paragraphs": squad}]}, "first": first}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "CMRC2018_dev.json").write_text(json.dumps(whole), encoding="utf-8")
        official = reading.load("cmrc", tmp_path / name)
        assert (official.texts, official.questions) == (ours.texts, ours.questions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("刘志远", ["刘", "志", "远"]),
        ("2023年GDP增长3.5%", ["2023", "年", "gdp", "增", "长", "3.5", "%"]),
        ("《Deep Blue》、（1,024）", ["deep", "blue1,024"]),
        ("ω-Force", ["ωforce"]),
        ("Rover, (1990)", ["rover", ",", "(", "1990", ")"]),
    ],
)
def test_mixed_segmentation(text: str, expected: list[str]) -> None:
    """Han characters stand alone, words and numbers are whole, and punctuation goes as CMRC's program lets it go."""
    assert segments(text) == expected


@pytest.mark.parametrize(
    ("said", "answers", "em", "f1"),
    [
        ("刘志远", ["刘志远"], 1, 1),
        ("《刘志远》。", ["刘志远"], 1, 1),
        ("由刘志远主持。", ["刘志远"], 0, 2 * 3 / (6 + 3)),
        ("由刘志远主持。", ["吕成蹊", "刘志远"], 0, 2 * 3 / (6 + 3)),
        ("刘书记志远", ["刘志远"], 0, 2 * 2 / (5 + 3)),  # the longest common run is 志远: 刘 stands apart
        ("增长3.5%", ["3.5%"], 0, 2 * 2 / (4 + 2)),
        ("WTO组织", ["wto"], 0, 2 * 1 / (3 + 1)),
        ("劉志遠", ["刘志远"], 0, 2 * 1 / (3 + 3)),
        ("", ["刘志远"], 0, 0),
    ],
)
def test_span_measures(said: str, answers: Sequence[str], em: float, f1: float) -> None:
    """EM asks for the bare span, and F1 weighs the longest run of segments that reply and answer share."""
    assert (exact_match(said, answers), span_f1(said, answers)) == (em, f1)


def test_search_finds_the_passages(cmrc_folder: Path) -> None:
    """Search alone gives ranks and no replies: each of the three questions finds its passage first."""
    done, found = read(cmrc_folder, "search")
    assert found == {("search", measure): 1 for measure in reading.RANKED}
    assert all(row.right and not row.reply for row in done.results)


def test_rank_of_a_passage(cmrc_folder: Path) -> None:
    """A question whose passage comes second has half a reciprocal rank, and counts from the fifth place on."""
    asked = {"id": "q4", "question": "清河县植树活动由谁主持？", "answers": [["八十六亿"]], "passage": "b"}
    write_lines(cmrc_folder / "cmrc_dev_questions.jsonl", asked)
    _, found = read(cmrc_folder, "search")
    assert found["search", "recall@1"] == 0
    assert found["search", "recall@5"] == 1
    assert 0 < found["search", "mrr@10"] <= 0.5


def test_story_told_twice_is_one_passage(cmrc_folder: Path) -> None:
    """A question whose passage nearly repeats another one is right with either: search shows only the first."""
    long = "".join(f"{PASSAGES['a']}{PASSAGES['b']}{PASSAGES['c']}")
    texts = [{"id": "x", "text": long}, {"id": "y", "text": f"{long}完。"}, {"id": "d", "text": PASSAGES["d"]}]
    write_lines(cmrc_folder / "cmrc_dev_passages.jsonl", *texts)
    rows = [
        {"id": place, "question": "新校舍有多少间教室？", "answers": [["四十间"]], "passage": place} for place in "xy"
    ]
    write_lines(cmrc_folder / "cmrc_dev_questions.jsonl", *rows)
    _, found = read(cmrc_folder, "search")
    assert found["search", "recall@1"] == 1


def test_open_search_measures_both(cmrc_folder: Path) -> None:
    """The whole way has the ranks, and of the reply whether it holds the answer, with EM and F1."""
    done, found = read(cmrc_folder, "open")
    assert [*found] == [("open", measure) for measure in (*reading.RANKED, *reading.REPLIED)]
    assert (found["open", "recall@1"], found["open", "correct"], found["open", "em"]) == (1, 1, 0)
    said = [row.reply["claims"] for row in done.results]
    f1 = [
        span_f1("".join(claim["text"] for claim in claims), answers)
        for claims, (_, _, answers, _) in zip(said, ASKED, strict=True)
    ]
    assert found["open", "f1"] == round(sum(f1) / 3, 4)


def test_given_passage_is_the_only_source(cmrc_folder: Path) -> None:
    """With the right passage given, nothing else is quoted, and no rank is measured."""
    done, found = read(cmrc_folder, "given")
    assert [*found] == [("given", measure) for measure in reading.REPLIED]
    assert found["given", "correct"] == 1
    for row, (_, _, _, place) in zip(done.results, ASKED, strict=True):
        assert all(citation["quote"] in PASSAGES[place] for citation in row.reply["citations"])


def test_passages_are_shelved_once(cmrc_folder: Path, tmp_path: Path) -> None:
    """A second time everything is there already; another embedding model or passage has a library of its own."""
    texts = reading.load("cmrc", cmrc_folder).texts
    library = shelf(tmp_path / "home" / "library")
    reading.shelve(library, tmp_path / "home", texts)
    before = library.digest()
    reading.shelve(library, tmp_path / "home", texts)
    assert (library.digest(), library.count()[0]) == (before, len(PASSAGES))
    settings = load(runs=tmp_path)
    other = load(runs=tmp_path, embedding="another")
    homes = {reading.home(settings, texts), reading.home(settings, {}), reading.home(other, texts)}
    assert len(homes) == 3
    assert reading.home(load(runs=tmp_path), dict(texts)) in homes


def test_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Where no folder can be made for the passages, the error names it."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RunsNotWritable, match="file"):
        reading.shelve(shelf(tmp_path / "library"), tmp_path / "file" / "home", PASSAGES)


# Interruptions


def interrupted(after: int) -> Callable[[int, int], None]:
    """A progress that breaks off when so many trials are done."""

    def progress(done: int, _: int) -> None:
        if done == after:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("after", [0, 4, 20])
def test_interrupted_protocol_goes_on(rgb_folder: Path, tmp_path: Path, after: int) -> None:
    """A protocol that was interrupted goes on with the next trial, and ends as one that nothing interrupted."""
    series = rgb.load(rgb_folder)
    whole, _ = rgb.measured(assistant(tmp_path), series)
    journal.discard(tmp_path / "runs", whole.made_with)
    with pytest.raises(KeyboardInterrupt):
        rgb.measured(assistant(tmp_path), series, interrupted(after))
    told: list[int] = []
    resumed, _ = rgb.measured(assistant(tmp_path), series, lambda done, _: told.append(done))
    assert told[0] == after
    assert untimed(resumed) == untimed(whole)


def test_other_data_are_another_run(rgb_folder: Path, tmp_path: Path) -> None:
    """What was begun with other files, another seed or number is not gone on with."""
    with pytest.raises(KeyboardInterrupt):
        rgb.measured(assistant(tmp_path), rgb.load(rgb_folder), interrupted(3))
    others = [rgb.load(rgb_folder, seed=1), rgb.load(rgb_folder, number=1)]
    write_lines(rgb_folder / "zh_int.json", HOSTS, HOSTS)
    for series in (*others, rgb.load(rgb_folder)):
        with pytest.raises(KeyboardInterrupt):
            rgb.measured(assistant(tmp_path), series, interrupted(0))


# Errors


@pytest.mark.parametrize("name", ["rgb", "cmrc", "drcd"])
@pytest.mark.parametrize("there", [True, False])
def test_folder_without_data_is_told(tmp_path: Path, name: Name, there: bool) -> None:
    """A folder without the files, or that is not there, is named with what they are called and where they are."""
    folder = tmp_path / "nothing"
    if there:
        folder.mkdir()
        (folder / "readme.txt").write_text("", encoding="utf-8")
    with pytest.raises(BenchmarkMissing) as told:
        rgb.load(folder) if name == "rgb" else reading.load(name, folder)
    known = published(name)
    for message in (told.value.message("en"), told.value.message("zh")):
        assert all(part in message for part in (str(folder), known.title, known.files, known.where))


@pytest.mark.parametrize(
    ("file", "content", "place", "reason"),
    [
        ("zh.json", "{}\n", "zh.json:1", "id: Field required"),
        ("zh.json", json.dumps(PLANTING) + "\n{", "zh.json:2", "Invalid JSON"),
        ("zh.json", json.dumps(PLANTING | {"positive": "一段"}), "zh.json:1", "positive"),
        ("zh.json", json.dumps(PLANTING | {"answer": []}), "zh.json:1", "answer"),
        ("zh_fact.json", json.dumps(PLANTING), "zh_fact.json:1", "positive_wrong"),
        ("zh_int.json", json.dumps(HOSTS | {"positive": [[]]}), "zh_int.json:1", "positive.0"),
        ("zh.json", b"\xff\xfe", "zh.json", "utf-8"),
        ("zh.json", "\n", "zh.json", "it is empty"),
    ],
)
def test_odd_rgb_file_is_told(tmp_path: Path, file: str, content: str | bytes, place: str, reason: str) -> None:
    """A file that is no RGB's is named with the line and the field, in both languages."""
    (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BenchmarkUnreadable) as told:
        rgb.load(tmp_path)
    for message in (told.value.message("en"), told.value.message("zh")):
        assert all(part in message for part in (str(tmp_path / place), reason, published("rgb").where))


@pytest.mark.parametrize(
    ("files", "place", "reason"),
    [
        ({"cmrc2018_dev.json": "[1]"}, "cmrc2018_dev.json", "data.0.paragraphs.0"),
        ({"cmrc2018_dev.json": "{"}, "cmrc2018_dev.json", "Invalid JSON"),
        ({"cmrc2018_dev.json": '{"data": []}'}, "cmrc2018_dev.json", "no question"),
        ({"cmrc_dev_questions.jsonl": ""}, "cmrc_dev_passages.jsonl", "No such file"),
        (
            {
                "cmrc_dev_passages.jsonl": '{"id": "a", "text": "文"}',
                "cmrc_dev_questions.jsonl": '{"id": "q", "question": "问", "answers": [["答"]], "passage": "b"}',
            },
            "cmrc_dev_questions.jsonl",
            "b is no passage",
        ),
    ],
)
def test_odd_reading_file_is_told(tmp_path: Path, files: Mapping[str, str], place: str, reason: str) -> None:
    """A file that is no CMRC's is named with what is wrong in it."""
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BenchmarkUnreadable, match=reason) as told:
        reading.load("cmrc", tmp_path)
    assert str(tmp_path / place) in told.value.message("zh")


# What is published, and the command


@pytest.mark.parametrize("name", ["rgb", "cmrc", "drcd"])
def test_published_figures_are_shares_with_a_source(name: Name) -> None:
    """Every published figure is between 0 and 1, of a setting and a measure with a name, and says who printed it."""
    settings, named = texts_of("benchmark.settings"), {*texts_of("benchmark.measures"), *measures()}
    for system in published(name).systems:
        assert system.source
        for setting, figures in system.figures.items():
            assert setting in settings
            assert {*figures} <= named
            assert all(0 < share < 1 for share in figures.values())


def test_everything_shown_has_a_name() -> None:
    """Each setting and measure of the tables is named in both languages."""
    reading_shown = [(variant, measure) for variant, shown in reading.SHOWN.items() for measure in shown]
    for setting, measure in [*rgb.SHOWN, *reading_shown, ("confidence", "auroc"), ("confidence", "aurc")]:
        assert setting in texts_of("benchmark.settings")
        assert measure in texts_of("benchmark.measures") or measure in measures()


def test_command_prints_a_table(rgb_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table has this system's figures with interval and count beside the published ones, and their sources."""
    assert benchmark(load(llm="extractive", runs=tmp_path / "runs", language="en"), "rgb", rgb_folder) == 0
    out = capsys.readouterr().out
    head, *_ = out.splitlines()
    assert head == "RGB: zh_refine.json, zh_int.json, zh_fact.json, 5 questions, extractive"
    (row,) = [line for line in out.splitlines() if line.startswith("5 passages, no noise: right answers")]
    assert row.split()[-6:] == ["100.0", "100.0–100.0", "2", "95.7", "94.0", "86.7"]
    (detected,) = [line for line in out.splitlines() if line.startswith("falsified passages: errors detected")]
    assert detected.split()[-3:] == ["–", "3.0", "4.0"]
    assert "AAAI 2024" in out
    assert published("rgb").remark["en"] in out
    assert not [*(tmp_path / "runs").glob("*.jsonl")]


def test_command_gives_all_as_json(cmrc_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON has the figures, the published ones, a row for every question, and all it was made with."""
    settings = load(runs=tmp_path / "runs", language="zh")
    assert benchmark(settings, "cmrc", cmrc_folder, search=True, number=2, for_machines=True) == 0
    whole = json.loads(capsys.readouterr().out)
    assert [figure["measure"] for figure in whole["figures"]] == [*reading.RANKED]
    assert (len(whole["results"]), whole["figures"][0]["questions"]) == (2, 2)
    assert whole["made_with"]["settings"]["llm"] == "extractive"
    assert whole["made_with"]["protocol"]["number"] == 2
    assert {*whole["made_with"]["protocol"]["files"]} == {path.name for path in cmrc_folder.iterdir()}
    assert whole["published"]["systems"][0]["figures"]["given"]["em"] == 0.644


def test_command_speaks_chinese(cmrc_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table is in the reader's language, with what was drawn in its heading."""
    settings = load(llm="extractive", runs=tmp_path / "runs", language="zh")
    benchmark(settings, "cmrc", cmrc_folder, given=True, number=1, seed=7)
    out = capsys.readouterr().out
    assert "CMRC 2018：" in out
    assert "每个文件以种子 7 抽取 1 个" in out
    assert "给定正确段落：精确匹配（EM）" in out


@pytest.mark.parametrize(
    ("name", "options"),
    [("rgb", {"search": True}), ("rgb", {"given": True}), ("cmrc", {"search": True, "given": True})],
)
def test_options_that_clash_are_told(tmp_path: Path, name: Name, options: dict[str, Any]) -> None:
    """RGB has neither variant, and no run is both of them."""
    with pytest.raises(OptionsClash):
        benchmark(load(runs=tmp_path), name, tmp_path, **options)
