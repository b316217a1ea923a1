"""Who wrote an article is found in the line that says so, which no search finds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.evidence.authorship import authors, signatures
from store.article import Article
from store.passage import Hit, split

TEXT = "3月12日上午，清河县举行春季植树活动，县委书记刘志远主持。\n刘志远说，要多种树。\n（记者王娜 实习生李明）"
ARTICLE = Article("a", "a.txt", "清河县举行春季植树活动", TEXT, "0" * 64, author="王娜、李明")
UNSIGNED = Article("b", "b.txt", "白山市公布数据", "白山市进出口总额86.5亿元。", "0" * 64)
ARTICLES = {article.id: article for article in (ARTICLE, UNSIGNED)}
HITS = [Hit(passage, score) for article, score in ((ARTICLE, 0.8), (UNSIGNED, 0.4)) for passage in split(article)]


@pytest.mark.parametrize(
    "question",
    [
        "植树那篇是谁写的？",
        "报道植树的记者是谁？",
        "植樹那篇的記者叫什麼名字？",
        "文末署名是谁？",
        "是哪位记者报道植树的？",
    ],
)
def test_line_with_the_authors_is_offered(question: str) -> None:
    """The line that names the authors is offered as the likeliest sentence, and only if an article has such a line."""
    (sentence,) = authors(question, HITS, ARTICLES.get)
    assert TEXT[sentence.start : sentence.end] == sentence.text == "（记者王娜 实习生李明）"
    assert sentence.exact
    assert TEXT[slice(*sentence.exact)] == "王娜 实习生李明"
    assert 0.8 < sentence.answers <= 1


@pytest.mark.parametrize(
    "question", ["植树活动由谁主持？", "《红楼梦》的作者是谁？", "刘志远对记者说了什么？", "谁是县委书记？"]
)
def test_other_questions_are_not_about_authors(question: str) -> None:
    """A question that only mentions a reporter is not a question for the author."""
    assert authors(question, HITS, ARTICLES.get) == []


def test_article_is_meant_by_its_title() -> None:
    """A title in quotation marks means the article that has this title."""
    assert authors("《清河縣舉行春季植樹活動》的作者是誰？", HITS, ARTICLES.get)


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("植树那篇是谁写的？", True),
        ("报道植树的记者叫什么名字？", True),
        ("是哪位记者报道植树的？", True),
        ("作者認為誰該多種樹？", False),
        ("文末署名的记者说要多种什么树？", False),
    ],
)
def test_signature_alone_answers_who_wrote(question: str, *, alone: bool) -> None:
    """The signature answers who wrote an article, and no other question about the author."""
    offered = authors(question, HITS, ARTICLES.get)
    assert offered
    assert signatures(question, offered) == (offered if alone else [])


def test_another_articles_signature_answers_nothing() -> None:
    """If the article that is meant has no signature, the signature of another one is no answer."""
    hits = [replace(hit, score=1 - hit.score) for hit in HITS]
    hits.sort(key=lambda hit: -hit.score)
    offered = authors("数据那篇是谁写的？", hits, ARTICLES.get)
    assert [sentence.passage.article_id for sentence in offered] == ["a"]
    assert signatures("数据那篇是谁写的？", offered) == []


def test_author_whom_only_the_file_names_is_not_quoted() -> None:
    """An author whom no sentence of the article names is not offered, for there is nothing to cite."""
    articles = {"a": replace(ARTICLE, author="赵云")}
    assert authors("谁写的？", HITS[:1], articles.get) == []
    assert authors("谁写的？", [], articles.get) == []
