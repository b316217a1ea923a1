"""Questions in English, and checked claims said in English, with the names that neither may change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import prompts
from store.folding import is_chinese, simplified
from store.search import Hit

from .answer import Claim
from .drafting.lexicon import CITIES, PROVINCES, SOLE_OFFICES, SURNAMES
from .drafting.names import tagged
from .facts import facts, quantities, root
from .llm import LLM

OTHERWISE_IN_ENGLISH = ("陕西", "哈尔滨", "拉萨", "乌鲁木齐", "呼和浩特", "台北", "高雄")
"""Chinese places whose English names are no plain pinyin."""
TERMS = {
    "new quality productive forces": "新质生产力",
    "high-quality development": "高质量发展",
    "new industrialization": "新型工业化",
    "above-scale": "规上",
    "above designated size": "规上",
    "five-year plan": "五年规划",
    "No. 1 document": "一号文件",
    "Party secretary": "书记",
    "Party committee": "党委",
    "Greater Bay Area": "大湾区",
    "Yangtze River Delta": "长三角",
    "Belt and Road": "一带一路",
    "rural revitalization": "乡村振兴",
    "common prosperity": "共同富裕",
    "dual circulation": "双循环",
    "little giant": "小巨人",
    "low-altitude economy": "低空经济",
    "leading small group": "领导小组",
    "NPC deputy": "人大代表",
}
"""Set phrases of Chinese policy in their official English, which a small model puts into other words."""
LONGEST = 3
"""Words of a name in English: Hong Kong, Ouyang Xiu."""
DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "司徒", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯")


def glossary(question: str, hits: Sequence[Hit]) -> dict[str, str]:
    """What an English question says that has one right translation: set phrases, and names whose pinyin is that of a
    name in the hits. No small model knows how the name of a town or of a person is written: Songjiang is 松江.
    """
    words = [re.sub("['’]s$", "", word) for word in re.findall(r"[\w'’-]+", question)]
    parts = [words[start : start + length] for start in range(len(words)) for length in range(1, LONGEST + 1)]
    runs = {_letters("".join(part)): " ".join(part) for part in parts}
    found = {term: chinese for term, chinese in TERMS.items() if term.lower() in question.lower()}
    for hit in hits:
        for name in _names_of(simplified(f"{hit.passage.title}\n{hit.passage.text}")):
            if said := runs.get(_letters(_spelt(name))):
                found.setdefault(said, name)
    return found


def same_rank(question: str, chinese: str) -> str:
    """The Chinese of an English question without a deputy (副) of whom it doesn't speak: small models add one."""
    if re.search("deputy|vice|associate|assistant", question, re.IGNORECASE):
        return chinese
    return re.sub(f"副(?={SOLE_OFFICES})", "", chinese)


def _names_of(text: str) -> Iterator[str]:
    """What may be names of people and places in a text in Simplified."""
    words = [word.text for word in tagged(text) if word.tag[:2] in ("ns", "nr", "nz")]
    words += [text[fact.start : fact.end] for fact in facts(text) if fact.kind == "name"]
    yield from (root(word) for word in words if re.fullmatch(r"[\u4e00-\u9fff]{2,5}", word))


def translated(claim: Claim, llm: LLM, max_tokens: int) -> Iterator[tuple[str, Claim | None]]:
    """A claim's English as it grows, and last with the claim that says it. Raises an LLMError.

    The Chinese that was checked stands behind it. Nobody checked the translation as a whole, so the claim is supported
    in part at best; one whose numbers, people or places the translation changes stays in Chinese.
    """
    text = simplified(claim.text)
    names = romanized(text)
    said = ""
    for piece in llm.stream(prompts.to_english(claim.text, names), max_tokens=max_tokens):
        said += piece.text
        yield said, None
    said = said.strip()
    kept = bool(said) and quantities(said) == quantities(claim.text) and _names_these(said, names, text)
    yield said, Claim(f"{said} ({claim.text})", claim.citations, "partly", side=claim.side) if kept else claim


def chinese_of(text: str) -> str:
    """The Chinese that stands behind what `translated` says in English; any other text as it is."""
    place, depth = len(text), 0
    while place and (depth or place == len(text)):
        place -= 1
        depth += {")": 1, "(": -1}.get(text[place], 0)
    inside, letters = text[place + 1 : -1], re.sub(r"[\W\d]", "", text)
    behind = text[:place].endswith(" ") and letters[:1].isascii() and is_chinese(inside)
    return inside if behind else text


def romanized(text: str) -> dict[str, str]:
    """The Chinese people and places that a text in Simplified names, with their names in Hanyu Pinyin (ISO 7098): the
    family name apart from the given one. Of places only the well-known ones that are spelt so in English too.
    """
    found = {place: spelt for place, spelt in _places().items() if place in text}
    for fact in facts(text):
        name = text[fact.start : fact.end]
        if fact.kind == "name" and _is_person(name):
            found[name] = f"{_spelt(name[0])} {_spelt(name[1:])}"
    return found


def _is_person(name: str) -> bool:
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,3}", name) or name[0] not in SURNAMES or name[:2] in DOUBLE_SURNAMES:
        return False
    tags = {word.tag[:2] for word in tagged(name)}
    return "nt" not in tags and (tags != {"ns"} or len(name) == 3) and root(name) == name


@cache
def _places() -> dict[str, str]:
    return {place: _spelt(place) for place in (*PROVINCES, *CITIES) if place not in OTHERWISE_IN_ENGLISH}


def _spelt(characters: str) -> str:
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(characters, v_to_u=True)
    joined = syllables[0] + "".join(f"'{more}" if more[0] in "aoe" else more for more in syllables[1:])
    return str(joined).capitalize()


def _names_these(english: str, names: Mapping[str, str], chinese: str) -> bool:
    """Whether an English text has every name, however it is divided and hyphenated, and no place that isn't among the
    Chinese ones: 宝安 became Beijing, and Huang Kunming (黄坤明) Meng Kunming.
    """
    letters = _letters(english)
    words = {_letters(word) for word in english.replace("(", " ").split()}
    others = {_letters(spelt) for place, spelt in _places().items() if place not in chinese} - {
        _letters(part) for spelt in names.values() for part in spelt.split()
    }
    return all(_letters(spelt) in letters for spelt in names.values()) and not words & others


def _letters(text: str) -> str:
    """The letters of a text in lower case, ü as v: passports say Lyu for Lü."""
    return re.sub("[^a-z]", "", re.sub("ü|(?<=[ln])yu", "v", text.lower()))
