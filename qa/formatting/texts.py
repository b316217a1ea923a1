"""Every text of the chat page and the article page, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from store.errors import Language
from store.text.scripts import Display

DEFAULT: Language = "en"
"""The page's language for a browser that asks for neither Chinese nor English."""

LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}
"""The languages of the page, each by its own name."""

SCRIPTS: tuple[Display, ...] = ("original", "simplified", "traditional")
"""The scripts that articles and answers can be shown in."""

_KNOWN: Mapping[str | None, Language] = {"zh": "zh", "en": "en"}

EXAMPLES = (
    "东莞市委理论学习中心组11月28日的会议由谁主持？",
    "松江區2024年規上工業總產值是多少？",
    "Where was the Guangdong high-quality development conference held?",
    "松江区2022年有多少家规上工业企业？",
)
"""Questions to click on, about the bundled articles: the last one is not answered by them."""

TEXTS: dict[str, dict[Language, str]] = {
    "tagline": {"zh": "每一句回答，都有原文为证", "en": "every sentence cites the original"},
    "greeting": {"zh": "向这些文章提问", "en": "Ask these articles"},
    "greeting_more": {
        "zh": "回答的每一句都标着出处的编号，点开就是原文里的那一句。文章没有说的，这里也不说。",
        "en": "Every sentence of an answer carries the number of its source. Click it to read the sentence "
        "of the original. What the articles don’t say is not said here either.",
    },
    "try": {"zh": "可以这样问", "en": "For example"},
    "question": {"zh": "问题", "en": "Question"},
    "placeholder": {"zh": "输入问题，按回车提问", "en": "Type a question and press Enter"},
    "ask": {"zh": "提问", "en": "Ask"},
    "stop": {"zh": "停止", "en": "Stop"},
    "new": {"zh": "新对话", "en": "New chat"},
    "conversation": {"zh": "对话", "en": "Conversation"},
    "original_script": {"zh": "原样", "en": "As is"},
    "simplified_script": {"zh": "简体", "en": "简体"},
    "traditional_script": {"zh": "繁體", "en": "繁體"},
    "searching": {"zh": "正在查找相关的原文", "en": "Searching the articles"},
    "reading": {"zh": "正在读找到的 {passages} 段原文", "en": "Reading the passages found ({passages})"},
    "stopped": {"zh": "已停止", "en": "Stopped"},
    "broken": {
        "zh": "程序出了意外，没有答完。请再问一次；原因记在程序的日志里。",
        "en": "The program broke off before the end. Please ask again; its log says why.",
    },
    "partly": {"zh": "部分有据", "en": "partly supported"},
    "partly_why": {
        "zh": "引用的原文只说了这句话的一部分",
        "en": "The cited sentence says only a part of this",
    },
    "unsupported": {"zh": "无据", "en": "unsupported"},
    "unsupported_why": {
        "zh": "没有找到说了这句话的原文，请勿轻信",
        "en": "No sentence of the articles was found to say this: don’t rely on it",
    },
    "note_preparing": {
        "zh": "模型还在准备，这是原文摘句",
        "en": "The model is still being prepared; these are sentences from the articles.",
    },
    "note_extractive": {"zh": "原文摘句", "en": "Sentences from the articles"},
    "note_failed": {
        "zh": "模型无法使用，这是原文摘句",
        "en": "The model is not available; these are sentences from the articles.",
    },
    "note_llm": {"zh": "{llm} · {seconds} 秒", "en": "{llm} · {seconds} s"},
    "wrong": {"zh": "答得不对", "en": "Not right"},
    "wrong_why": {
        "zh": "把这个问题记为考题草稿，供以后核对。不会发送到任何地方",
        "en": "Keep this question as a draft to look into. Nothing is sent anywhere",
    },
    "wrong_noted": {"zh": "已记为草稿", "en": "Kept as a draft"},
    "nearest": {"zh": "最接近的文章", "en": "Nearest articles"},
    "lacks": {"zh": "没有提到{words}", "en": "never names {words}"},
    "lacks_but": {"zh": "没有提到{words}，有{instead}", "en": "never names {words}, but {instead}"},
    "not_yet": {
        "zh": "还在准备，马上就好。请看页面上方的进度，稍后再问一次。",
        "en": "Still preparing. The progress is shown at the top of the page; please ask again in a moment.",
    },
    "no_articles": {
        "zh": "文库里还没有文章。请先添加：yuanwen add 文件夹",
        "en": "There are no articles in the library yet. Add some first: yuanwen add FOLDER",
    },
    "sources": {"zh": "出处", "en": "Sources"},
    "sources_none": {
        "zh": "回答引用的句子会列在这里。",
        "en": "The sentences that an answer cites are listed here.",
    },
    "original": {"zh": "原文", "en": "Original"},
    "original_none": {
        "zh": "点一下回答里的编号或引文，原文就在这里打开。",
        "en": "Click a number in an answer, or a quotation: the original opens here.",
    },
    "new_tab": {"zh": "在新标签页打开", "en": "Open in a new tab"},
    "untitled": {"zh": "（无题）", "en": "(untitled)"},
    "status_embedding": {"zh": "正在准备嵌入模型", "en": "Preparing the embedding model"},
    "status_library": {"zh": "正在建立文库", "en": "Building the library"},
    "status_fetching": {"zh": "正在下载语言模型", "en": "Fetching the language model"},
    "status_loading": {"zh": "正在加载语言模型", "en": "Loading the language model"},
    "status_ready": {"zh": "文库 {articles} 篇", "en": "Articles in the library: {articles}"},
    "status_empty": {"zh": "文库里还没有文章", "en": "No articles in the library yet"},
    "status_failed": {"zh": "出了问题", "en": "Something went wrong"},
    "count": {"zh": "{done} / {total} 篇", "en": "{done} of {total}"},
    "bytes": {"zh": "{percent}%（{done} / {total} MB）", "en": "{percent}% ({done} of {total} MB)"},
    "meanwhile": {
        "zh": "现在就可以提问，先用原文摘句回答",
        "en": "ask already: sentences from the articles will answer",
    },
    "still_works": {
        "zh": "仍然可以提问，用原文摘句回答",
        "en": "questions are still answered with sentences from the articles",
    },
    "extractive": {"zh": "原文摘句，不用模型", "en": "no model, sentences from the articles"},
    "file": {"zh": "文件", "en": "File"},
    "url": {"zh": "网址", "en": "Address"},
    "editor": {"zh": "编辑", "en": "Editor"},
    "story": {"zh": "同一报道", "en": "Same story"},
    "mended": {"zh": "修复了 {what}", "en": "Mended: {what}"},
    "cut": {"zh": "删去了 {what}", "en": "Cut: {what}"},
    "left": {"zh": "未能修复 {what}", "en": "Not mended: {what}"},
    "times": {"zh": "{times} 处{what}", "en": "{what} ({times})"},
    "as_it_was": {"zh": "对照修复前", "en": "Compare with the text as it was"},
    "repaired": {"zh": "只看修复后", "en": "Show the repaired text alone"},
    "was": {"zh": "修复前", "en": "As it was"},
    "is": {"zh": "修复后", "en": "Repaired"},
    "lost": {"zh": "此处原文已损坏", "en": "damaged in the source"},
    "missing": {"zh": "找不到这篇文章", "en": "This article is not in the library"},
    "missing_why": {
        "zh": "它可能已经被移出文库，或者链接不完整。",
        "en": "It may have been removed since, or the link is incomplete.",
    },
    "back": {"zh": "回到提问页", "en": "Back to the questions"},
}

RULES: dict[str, tuple[str, dict[Language, str]]] = {
    "gloss": ("mended", {"zh": "注音", "en": "pinyin glosses"}),
    "torn": ("mended", {"zh": "断字", "en": "torn characters"}),
    "mojibake": ("mended", {"zh": "乱码", "en": "mojibake"}),
    "encoding": ("mended", {"zh": "混用编码", "en": "mixed encodings"}),
    "entity": ("mended", {"zh": "字符实体", "en": "entities"}),
    "torn entity": ("mended", {"zh": "残缺实体", "en": "torn entities"}),
    "tag": ("mended", {"zh": "网页标签", "en": "tags"}),
    "invisible": ("mended", {"zh": "隐形字符", "en": "invisible characters"}),
    "byte order mark": ("mended", {"zh": "字节顺序标记", "en": "byte order mark"}),
    "width": ("mended", {"zh": "全角半角", "en": "character widths"}),
    "broken line": ("mended", {"zh": "断行", "en": "broken lines"}),
    "line end": ("mended", {"zh": "换行符", "en": "line ends"}),
    "front matter": ("cut", {"zh": "文件头", "en": "front matter"}),
    "link-back": ("cut", {"zh": "回链", "en": "link-backs"}),
    "disclaimer": ("cut", {"zh": "声明", "en": "disclaimers"}),
    "related": ("cut", {"zh": "相关推荐", "en": "related items"}),
    "share bar": ("cut", {"zh": "分享栏", "en": "share bars"}),
    "editor": ("cut", {"zh": "编辑署名", "en": "editor lines"}),
    "e-mail": ("cut", {"zh": "邮箱", "en": "e-mail lines"}),
    "mark": ("left", {"zh": "断字", "en": "torn characters"}),
    "undecodable": ("left", {"zh": "无法解码的字节", "en": "undecodable bytes"}),
}
"""What each rule of reading and repair is called, and whether it mended, cut, or could only mark something."""


def text(key: str, language: Language, **values: object) -> str:
    """The text `key` in `language`, with `values` filled in."""
    return TEXTS[key][language].format(**values)


def preferred(accept_language: str | None, chosen: str | None = None) -> Language:
    """The page's language: the one `chosen` earlier, else the browser's first of the two, else DEFAULT.

    `accept_language` is the request header of that name (RFC 9110, section 12.5.4).
    """
    if chosen in _KNOWN:
        return _KNOWN[chosen]
    ranked = sorted((_weighed(part) for part in (accept_language or "").split(",")), key=lambda pair: -pair[0])
    return next((_KNOWN[tag] for weight, tag in ranked if weight > 0 and tag in _KNOWN), DEFAULT)


def _weighed(part: str) -> tuple[float, str]:
    tag, _, weight = part.replace(" ", "").partition(";q=")
    try:
        rank = float(weight or 1)
    except ValueError:
        rank = 0.0
    return rank, tag.lower().split("-")[0]
