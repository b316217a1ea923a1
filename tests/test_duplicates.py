"""The same story told again: found, kept as one, searched once, and never lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.adding.duplicates import Signatures, resemblance, signature, telling
from store.index.rows import Embedded, Entry
from store.library import Library
from store.text.scripts import traditional

from .letters import shelf

Articles = Callable[..., Path]

TOWNS = ("石龙", "虎门", "长安", "厚街", "常平", "塘厦", "凤岗", "大朗", "寮步", "樟木头", "清溪", "桥头")
NEWS = "".join(
    f"{town}镇{place + 3}日召开推进会，部署第{place * 17 + 5}号重点项目，"
    f"{town}镇负责人介绍了{place * 31 + 12}家企业的情况。"
    for place, town in enumerate(TOWNS)
)
"""A story of twelve sentences and many numbers."""
OTHER = "松江区2024年规上工业企业1736家，工业总产值4800亿元，新设立科技企业210家，三项指标都是近年来最好的。"


def quotes(share: str, price: float, day: int) -> str:
    """A daily report made from a template: only its numbers change."""
    return (
        f"截至2023年8月{day}日收盘，{share}报收于{price}元，下跌{price / 7:.2f}%，换手率{price / 9:.2f}%，成交量"
        f"{price * 3:.2f}万手，成交额{price * 88:.2f}万元。资金流向数据方面，主力资金净流入{price * 19:.2f}万元，"
        f"游资资金净流出{price * 4:.2f}万元。该股近90天内无机构给出评级。投资有风险，入市需谨慎。"
    )


def same(one: str, other: str) -> bool:
    """Whether two texts tell one story."""
    return resemblance(telling(one), telling(other)) > 0


@pytest.mark.parametrize(
    "again",
    [
        NEWS,
        traditional(NEWS),
        f"东莞各镇齐推进\n{NEWS}",
        NEWS[: len(NEWS) // 2],
        NEWS + OTHER + "更多精彩内容，请关注本报客户端，未经授权不得转载。",
        NEWS.replace("推进会", "动员会", 2).replace("负责人", "有关负责人", 3),
        NEWS.replace("，", "，\n"),
    ],
    ids=["exact", "Traditional", "headline", "cut off", "boilerplate", "edited", "broken lines"],
)
def test_a_story_told_again(again: str) -> None:
    """A story is recognised in the other script, with another headline, cut off, prolonged, and edited a little."""
    assert same(NEWS, again)
    assert same(again, NEWS)


@pytest.mark.parametrize(
    "other",
    [OTHER, NEWS[:60] + OTHER * 2, "", "！？"],
    ids=["another story", "a quoted sentence", "nothing", "no letters"],
)
def test_another_story(other: str) -> None:
    """Another story is not taken for the same, nor one that quotes it, nor a text without a letter."""
    assert not same(NEWS, other)
    assert not same(other, other) or telling(other).shingles.size


def test_twins_from_one_template() -> None:
    """Daily reports from one template, with other numbers, are stories of their own."""
    monday, tuesday = quotes("中环环保", 7.12, 4), quotes("中环环保", 7.35, 5)
    assert not same(monday, tuesday)
    assert same(monday, monday + "返回搜狐，查看更多")


@given(st.text(max_size=200))
def test_a_text_is_like_itself(text: str) -> None:
    """Any text with a letter or digit tells its own story wholly, and has a signature that is found again."""
    told = telling(text)
    made = signature(told)
    assert bool(made) == bool(told.shingles.size)
    if made:
        assert resemblance(told, told) == 1
        many = Signatures()
        many.put("one", made)
        assert many.like(made) == ["one"]


def test_signatures_find_what_is_alike() -> None:
    """Of thousands of signatures only those of like texts are candidates, the most alike first, until they are gone."""
    many = Signatures()
    for number in range(3000):
        many.put(
            f"n{number}", signature(telling(f"{number * number}号文件" + f"{number % 97}个部门办理{number}件" * 9))
        )
    many.put("half", signature(telling(NEWS[: len(NEWS) // 2])))
    many.put("whole", signature(telling(NEWS + "全文完。")))
    assert many.like(signature(telling(NEWS))) == ["whole", "half"]
    many.drop("whole")
    assert many.like(signature(telling(NEWS))) == ["half"]
    many.put("half", signature(telling(OTHER)))
    assert many.like(signature(telling(NEWS))) == []


# In a library


def found(library: Library, query: str) -> list[tuple[str, str]]:
    """The file and the text of every passage that a search finds."""
    return [(Path(hit.passage.source).name, hit.passage.text) for hit in library.search(query, 50)]


def said(library: Library) -> str:
    """All that a search can find, in one string."""
    return "".join(text for _, text in found(library, "推进会 重点项目"))


def names(library: Library, name: str) -> list[str]:
    """The files that tell the story of the file `name`, the first one first."""
    (article,) = [article for article in library.articles() if article.source.endswith(name)]
    return [Path(teller.source).name for teller in library.story(article.id)]


NEW = "另据本网了解，会议还听取了水务部门的汇报。"


def test_a_story_is_kept_once(tmp_path: Path, articles: Articles) -> None:
    """Several tellings are one story with several sources, and only what is new in the later ones is indexed."""
    folder = articles(a=NEWS, b=traditional(NEWS), c=f"{NEWS[:200]}\n{NEW}", d=OTHER)
    library = shelf(tmp_path / "library")
    first, second, third, other = library.add([folder])
    assert first.article and other.article
    assert (first.story, other.story) == (None, None)
    assert second.story == third.story == first.article.id
    assert (second.passages, third.passages) == (0, 1)
    assert names(library, "c.txt") == names(library, "a.txt") == ["a.txt", "b.txt", "c.txt"]
    assert names(library, "d.txt") == ["d.txt"]
    assert library.story("none") == []
    assert library.article(first.article.id) == library.story(first.article.id)[0]
    assert ("c.txt", NEW) in [(name, text[-len(NEW) :]) for name, text in found(library, "水务部门的汇报")]


def test_a_story_in_the_library_is_found_again(tmp_path: Path, articles: Articles) -> None:
    """A telling that comes later, to a library that was opened anew, joins its story."""
    shelf(tmp_path / "library").add([articles(a=NEWS)])
    library = shelf(tmp_path / "library")
    entries = library.add([articles(b=NEWS + OTHER)])
    assert [bool(entry.story) for entry in entries] == ([False, True] if len(entries) == 2 else [True])
    assert names(library, "b.txt") == ["a.txt", "b.txt"]


def test_search_says_nothing_twice(tmp_path: Path, articles: Articles) -> None:
    """A sentence that stands in two stories, and in both scripts, is found once."""
    line = "会议由市委书记韦皓主持，各镇街负责人参加了会议，并就下一步的工作作了发言和讨论。"
    library = shelf(tmp_path / "library")
    library.add([articles(a=line + "\n" + NEWS[:1], b=traditional(line) + "\n" + OTHER[:1] + "？" * 300)])
    passages = [text for _, text in found(library, "韦皓主持会议")]
    assert len(passages) == len(set(passages))


@pytest.mark.parametrize("gone", ["a.txt", "b.txt"])
def test_others_tell_what_a_removed_one_told(tmp_path: Path, articles: Articles, gone: str) -> None:
    """When one teller of a story is removed, whichever it is, all that the others say is still found."""
    folder = articles(a=NEWS, b=f"{NEWS}\n{NEW}", c=f"{NEWS}\n{NEW}")
    library = shelf(tmp_path / "library")
    library.add([folder])
    (article,) = [article for article in library.articles() if article.source.endswith(gone)]
    assert [article.source for article in library.remove([article.id])] == [article.source]
    left = [name for name in ("a.txt", "b.txt", "c.txt") if name != gone]
    assert names(library, "c.txt") == left
    assert all(sentence in said(library) for sentence in f"{NEWS}{NEW}".split("。"))
    assert gone not in {name for name, _ in found(library, "推进会")}
    assert library.article(article.id) is None


def test_others_tell_what_a_changed_one_told(tmp_path: Path, articles: Articles) -> None:
    """When the first teller changes to another story, the next one takes over, and both stories are found."""
    folder = articles(a=NEWS, b=NEWS, c=NEWS)
    library = shelf(tmp_path / "library")
    library.add([folder])
    (entry, *_) = library.add([articles(a=OTHER)])
    assert (entry.status, entry.story) == ("replaced", None)
    assert names(library, "c.txt") == ["b.txt", "c.txt"]
    assert names(library, "a.txt") == ["a.txt"]
    assert all(sentence in said(library) for sentence in NEWS.split("。"))
    assert "松江区2024年" in found(library, "松江区规上工业企业")[0][1]


def test_one_who_tells_another_story_now(tmp_path: Path, articles: Articles) -> None:
    """An article that told a story again, and tells one of its own now, belongs to no other any more."""
    library = shelf(tmp_path / "library")
    library.add([articles(a=NEWS, b=NEWS)])
    library.add([articles(b=OTHER)])
    assert names(library, "b.txt") == ["b.txt"]
    assert all(article.story is None for article in shelf(tmp_path / "library").articles())


def test_a_changed_first_one_joins_again(tmp_path: Path, articles: Articles) -> None:
    """When the first teller changes a little it tells the same story still, and nothing of it is lost."""
    library = shelf(tmp_path / "library")
    library.add([articles(a=NEWS, b=NEWS)])
    library.add([articles(a=f"{NEWS}{NEW}")])
    assert set(names(library, "a.txt")) == {"a.txt", "b.txt"}
    assert all(sentence in said(library) for sentence in f"{NEWS}{NEW}".split("。"))


def test_a_story_within_one_table(tmp_path: Path) -> None:
    """Rows of one table that tell a story again are found, and the twins of a template keep all their passages."""
    table = tmp_path / "table.jsonl"
    rows = [NEWS, quotes("中环环保", 7.12, 4), quotes("中环环保", 7.35, 5), NEWS[:300]]
    table.write_text("".join(json.dumps({"text": row}, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    library = shelf(tmp_path / "library")
    report = library.add([table])
    assert [bool(entry.story) for entry in report] == [False, False, False, True]
    assert [bool(entry.passages) for entry in report] == [True, True, True, False]


def test_a_lost_first_one_is_replaced(tmp_path: Path, articles: Articles) -> None:
    """When somebody else has removed the first teller, the next time something is added its story is whole again."""
    library = shelf(tmp_path / "library")
    first, _ = library.add([articles(a=NEWS, b=NEWS)])
    assert first.article
    with library._live.locked() as index, library._live.change([first.article.id]):
        index.remove([first.article.id])
    assert found(library, "推进会") == []
    library.add([articles(d=OTHER) / "d.txt"])
    assert names(library, "b.txt") == ["b.txt"]
    assert all(sentence in said(library) for sentence in NEWS.split("。"))


# Broken off


def test_a_removal_that_breaks_off(tmp_path: Path, articles: Articles) -> None:
    """When a removal ends after its first step, all of the article is found until the next change, and then nothing."""
    library = shelf(tmp_path / "library")
    first, _ = library.add([articles(a=f"{NEWS}{NEW}", b=OTHER)])
    assert first.article
    ids = [first.article.id]
    with pytest.raises(MemoryError), library._live.locked() as index, library._live.change(ids):
        index._articles.delete(ids=ids)
        raise MemoryError
    for opened in (library, shelf(tmp_path / "library")):
        assert {name for name, _ in found(opened, NEW)} == {"a.txt", "b.txt"}
    library.add([articles(c=OTHER[:200]) / "c.txt"])
    for opened in (library, shelf(tmp_path / "library")):
        assert "a.txt" not in {name for name, _ in found(opened, NEW)}
    assert [entry.status for entry in library.add([tmp_path / "articles"])] == ["added", "unchanged", "unchanged"]
    assert NEW in said(library)


def test_an_inheritance_that_breaks_off(tmp_path: Path, articles: Articles) -> None:
    """When a removal ends before the article is gone, what it told is found once, and removing it again is complete."""
    library = shelf(tmp_path / "library")
    first, _ = library.add([articles(a=NEWS, b=NEWS)])
    assert first.article
    library.pass_on([first.article.id], [first.article.id], keep=True)
    texts = [text for _, text in found(library, "推进会")]
    assert len(texts) == len(set(texts))
    library.remove([first.article.id])
    assert {name for name, _ in found(library, "推进会")} == {"b.txt"}
    assert all(sentence in said(library) for sentence in NEWS.split("。"))


def test_leaning_on_what_has_changed(tmp_path: Path, articles: Articles) -> None:
    """An article whose story was changed by somebody else before it is written keeps all its passages."""
    folder = articles(a=NEWS, b=NEWS)
    library, other = (shelf(tmp_path / "library") for _ in range(2))
    library.add([folder / "a.txt"])
    write = library.write

    def late(entries: list[Entry], vectors: Embedded) -> None:
        other.remove([entry.article.story or "" for entry in entries])
        write(entries, vectors)

    library.write = late  # type: ignore[assignment, method-assign]
    library.add([folder / "b.txt"])
    assert names(library, "b.txt") == ["b.txt"]
    assert all(sentence in said(library) for sentence in NEWS.split("。"))
