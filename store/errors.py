"""What can go wrong in the store; each error says in two languages what happened, to which thing, and the remedy.

YuanwenError
├── ArticleError              one file, row or member could not be read
│   ├── MissingPath
│   ├── EmptyFile
│   ├── BinaryFile
│   ├── ScannedFile
│   ├── ScriptedPage
│   ├── LockedFile
│   ├── UnknownSuffix
│   ├── WrongSuffix
│   ├── OtherFormat
│   ├── ConverterMissing
│   ├── FormatsMissing
│   ├── MissingColumn
│   ├── MissingValue
│   ├── UnreadableFile
│   └── NoArticles
└── LibraryError              the library itself
    ├── LibraryNotWritable
    ├── LibraryMissing
    ├── LibraryUnreachable
    ├── LibraryDamaged
    └── EmbeddingMismatch
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Literal

Language = Literal["zh", "en"]


class YuanwenError(Exception):
    """Base of every error meant for a reader: `details` fill the templates `en` and `zh`. The command line returns
    `exit_status`: 2 when the request was wrong, 1 when something failed.
    """

    en: ClassVar[str] = ""
    zh: ClassVar[str] = ""
    exit_status: ClassVar[int] = 1

    def __init__(self, **details: object) -> None:
        super().__init__(details)
        self.details = details

    def __reduce__(self) -> tuple[object, ...]:  # how it is sent from one process to another
        return partial(type(self), **self.details), ()

    def message(self, language: Language = "en") -> str:
        """The message in `language`, with the thing it is about and the remedy."""
        template = self.zh if language == "zh" else self.en
        return template.format(**self.details)

    def __str__(self) -> str:
        return self.message("en")


class ArticleError(YuanwenError):
    """One file could not be read; the others of the same request still are."""

    exit_status = 2


class MissingPath(ArticleError):
    """The path does not exist."""

    en = "{path}: no such file or folder. Check the path and try again."
    zh = "{path}：没有这个文件或文件夹，请检查路径后重试。"


class EmptyFile(ArticleError):
    """The file holds no text."""

    en = "{path}: the file holds no text. Remove it, or put the article's text into it."
    zh = "{path}：文件里没有文字，请移除它，或放入文章内容。"


class BinaryFile(ArticleError):
    """The file is not text, whatever its suffix says."""

    en = "{path}: not a text file (it holds binary data). Export it as UTF-8 text or HTML and add that."
    zh = "{path}：不是文本文件（内容是二进制），请另存为 UTF-8 文本或网页后再添加。"


class ScannedFile(ArticleError):
    """A PDF or a document of pictures, without a character of text that is written or recognised."""

    en = "{path}: its pages are pictures. With text recognition (OCR) a PDF of them is read: pip install 'yuanwen[ocr]'"
    zh = "{path}：页面只有图像，没有文字。安装文字识别（OCR）后，可以读取这样的 PDF：pip install 'yuanwen[ocr]'"


class ScriptedPage(ArticleError):
    """A web page without a text of its own: scripts, frames or another page bring it."""

    en = "{path}: a script or another page brings its text. Save it in a browser as one file (.mhtml) and add that."
    zh = "{path}：网页本身没有文字，内容由脚本、框架或跳转提供，请用浏览器打开，另存为单个文件（.mhtml）后再添加。"


class LockedFile(ArticleError):
    """A file behind a password."""

    en = "{path}: protected by a password. Save it without the password and add it again."
    zh = "{path}：文件有密码保护，请去掉密码另存后再添加。"


class UnknownSuffix(ArticleError):
    """No reader is known for the suffix."""

    en = "{path}: files ending in “{suffix}” cannot be read. Known are: {known}."
    zh = "{path}：不支持“{suffix}”文件，可以读取的有：{known}。"


class WrongSuffix(ArticleError):
    """The file's content is that of another kind of file than its suffix says."""

    en = "{path}: no {wanted} file: its content is that of {kind}. Save it as {wanted}, or rename it to end in {kind}."
    zh = "{path}：不是 {wanted} 文件，其内容是 {kind} 格式。请另存为 {wanted}，或把扩展名改为 {kind}。"


class OtherFormat(ArticleError):
    """A kind of file that holds articles and that no reader is there for."""

    en = "{path}: files ending in “{suffix}” cannot be read. Save it as {wanted} and add that."
    zh = "{path}：不支持“{suffix}”文件，请另存为 {wanted} 后再添加。"


class ConverterMissing(ArticleError):
    """A kind of file that only LibreOffice can read for us, and that is not installed."""

    en = "{path}: files ending in “{suffix}” need LibreOffice, which isn't installed. Install it, or save as {wanted}."
    zh = "{path}：读取“{suffix}”文件需要 LibreOffice，而这里没有安装。请另存为 {wanted}，或安装 LibreOffice。"


class FormatsMissing(ArticleError):
    """The kind of file needs a library that is not installed."""

    en = "{path}: this kind of file needs libraries that are missing. Install them: pip install 'yuanwen[formats]'"
    zh = "{path}：读取这种文件需要尚未安装的组件，请安装：pip install 'yuanwen[formats]'"


class MissingColumn(ArticleError):
    """A table or a row of one in which no column is known to hold the text."""

    en = "{path}: no column holds the text. Found: {found}. Rename the right one to one of: {known}."
    zh = "{path}：找不到正文列。现有的列：{found}。请把正文所在的列改名为其中之一：{known}。"


class MissingValue(ArticleError):
    """A row whose text is a formula, and the file does not hold what it gives."""

    en = "{path}: its text is a formula without a stored value ({cell}). Save it in a spreadsheet program and add that."
    zh = "{path}：正文是公式或错误值（{cell}），文件里没有它的计算结果。请用表格软件打开并保存，再重新添加。"


class UnreadableFile(ArticleError):
    """The file, row or member exists and cannot be read: permissions, damage, or a broken front matter."""

    en = "{path}: cannot be read ({reason}). Mend the file or its permissions and add it again."
    zh = "{path}：无法读取（{reason}），请修正文件或其权限后重新添加。"


class NoArticles(ArticleError):
    """A folder without a single readable article."""

    en = "{path}: no articles here. Put files ending in {known} into it, or name another folder."
    zh = "{path}：这里没有文章。请放入 {known} 文件，或换一个文件夹。"


def restored(name: str, details: Mapping[str, object]) -> ArticleError:
    """The error of a class's name and its details, as they were kept in a library."""
    found = {error.__name__: error for error in ArticleError.__subclasses__()}.get(name)
    return found(**details) if found else UnreadableFile(path=details.get("path"), reason=name)


class LibraryError(YuanwenError):
    """The library cannot be opened or written."""


class LibraryNotWritable(LibraryError):
    """The library's folder cannot be made or written."""

    en = "{path}: the library cannot be written there ({reason}). Choose another folder with --library."
    zh = "{path}：无法在这里写入文库（{reason}），请用 --library 换一个文件夹。"


class LibraryMissing(LibraryError):
    """There is no library at the path, and the command only reads."""

    en = "{path}: no library here yet. Make one with: yuanwen add FOLDER --library {path}"
    zh = "{path}：这里还没有文库。请先建立：yuanwen add 文件夹 --library {path}"
    exit_status = 2


class LibraryUnreachable(LibraryError):
    """The Chroma server does not answer."""

    en = "{path}: the Chroma server does not answer ({reason}). Start it, or give another address."
    zh = "{path}：Chroma 服务器没有响应（{reason}），请启动它，或换一个地址。"


class LibraryDamaged(LibraryError):
    """Chroma cannot open what lies in the folder."""

    en = "{path}: this library cannot be opened ({reason}). Try: yuanwen doctor --mend. Else restore a copy of it."
    zh = "{path}：无法打开这个文库（{reason}），请试试 yuanwen doctor --mend，不行再恢复备份。"


class EmbeddingMismatch(LibraryError):
    """The library was made with another embedding model than the one configured."""

    en = (
        "{path}: this library was made with the embedding model {made_with}, and {configured} is configured. "
        "Use --embedding {made_with}, or re-embed its articles with: "
        "yuanwen reindex --library {path} --embedding {configured}"
    )
    zh = (
        "{path}：这个文库是用嵌入模型 {made_with} 建立的，现在设置的是 {configured}。请用 --embedding {made_with}，"
        "或重新嵌入：yuanwen reindex --library {path} --embedding {configured}"
    )
    exit_status = 2
