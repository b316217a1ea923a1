"""Single characters: undecodable, misread, invisible, or of another width than their neighbours."""

from __future__ import annotations

import pytest

from store import Repaired, repair
from store.text.edits import Change

LINE = "东莞市人民政府，关于做好"


@pytest.mark.parametrize(("encoding", "text"), [("latin-1", "中国的“制造”，在东莞。"), ("cp1252", "中国")])
def test_utf8_read_as_latin(encoding: str, text: str) -> None:
    """UTF-8 that was shown as Latin letters becomes Chinese again."""
    assert repair(f"在{text.encode().decode(encoding, 'ignore')}").text == f"在{text}"


@pytest.mark.parametrize(("misread", "text"), [("cafÃ©", "café"), ("â€œ甲â€\x9d", "“甲”"), ("20Â°C", "20°C")])
def test_misread_signs_among_sound_ones(misread: str, text: str) -> None:
    """A misread sign is mended where it stands, whatever is around it."""
    assert repair(misread).text == text


def test_utf8_read_as_gbk() -> None:
    """Lines of UTF-8 that were shown as GBK become what they were, between lines that are sound."""
    misread = LINE.encode().decode("gb18030")
    assert repair(f"通知\n{misread}\n完").text == f"通知\n{LINE}\n完"


def test_bytes_that_gbk_could_not_show() -> None:
    """The byte 80 was shown as a euro sign; a byte that was lost leaves a mark, and the rest is mended."""
    assert repair("鍏充簬寮€灞曞伐浣滅殑閫氱煡").text == "关于开展工作的通知"
    assert repair("鍏充簬寮\ufffd灞曞伐浣滅殑閫氱煡").text == "关于\ufffd展工作的通知"
    assert repair("鍏充簬寮?灞曞伐浣滅殑閫氱煡?").text == "关于\ufffd展工作的通知?"


@pytest.mark.parametrize(
    "text",
    [
        "café, naïve, Müller’s “résumé” … São Paulo — Ångström",
        "Beyoncé”“Renée…”",
        "他说：“你好……”‘再见’——《红楼梦》·上",
        "5 µm × 3 °C ± 1 £ 2 § 4 ½ ©",
        "Привет, мир! Ελλάδα 日本語のテキスト 한국어",
        "鑫淼焱垚犇羴猋骉",
        "為國爲裏裡麵面",
        "價格為€500，約￥4000？是的？",
    ],
)
def test_sound_characters_stay(text: str) -> None:
    """Accents, quotation marks, other scripts, rare characters and prices are no mojibake."""
    assert repair(text) == Repaired(text, ())


def test_undecodable_bytes_leave_one_mark() -> None:
    """What no encoding explained becomes one visible mark a run, and is kept as the change's `before`."""
    repaired = repair("东\udc80\udcff莞\udc81市")
    assert repaired.text == "东\ufffd莞\ufffd市"
    assert repaired.changes == (
        Change(1, "\udc80\udcff", "\ufffd", "undecodable"),
        Change(4, "\udc81", "\ufffd", "undecodable"),
    )


def test_invisible_characters() -> None:
    """Zero-width and control characters go, every line end becomes the ordinary one, and spaces stay what they are."""
    read = repair("\ufeff东\u200b莞\u2060\x07\u00ad市\u00a0委\u2003会\r\n议\r后\tx\u2028完\u3000。").text
    assert read == "东莞市\u00a0委\u2003会\n议\n后\tx\n完\u3000。"


@pytest.mark.parametrize(
    "text",
    ["👨‍👩‍👧 一家\u3000三口 👍🏽", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 英格兰", "❤️‍🔥 1️⃣"],
)
def test_emoji_stay_whole(text: str) -> None:
    """What joins an emoji is kept."""
    assert repair(text) == Repaired(text, ())


def test_joiners_that_join_no_emoji_go() -> None:
    """A zero-width joiner between characters, and tags that follow no flag, are invisible like others."""
    assert repair("东\u200d莞\U000e0068\U000e0069市").text == "东莞市"


@pytest.mark.parametrize(
    ("mixed", "mended"),
    [("2０23年", "2023年"), ("Ａ4纸", "A4纸"), ("３.5亿", "3.5亿"), ("１2．５％", "12.5％")],
)
def test_half_full_numbers(mixed: str, mended: str) -> None:
    """A number or name written half in full-width characters is written in half-width ones."""
    assert repair(mixed).text == mended


@pytest.mark.parametrize("text", ["２０２３年", "30％", "ＡＢＣ公司", "３．５亿", "第1、２项", "你好，world！"])
def test_one_width_stays(text: str) -> None:
    """What is written in one width is the author's."""
    assert repair(text) == Repaired(text, ())
