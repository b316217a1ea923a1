"""What can go wrong when a library is moved, and the remedy.

YuanwenError  (store.errors)
└── MoveError                 from one library to another, or to a file and back
    ├── OtherEmbedding
    ├── SameLibrary
    ├── Reembedded
    ├── ExportExists
    ├── ExportNotWritable
    ├── ExportUnreadable
    ├── ExportDamaged
    └── ExportTooNew
"""

from __future__ import annotations

from store.errors import YuanwenError


class MoveError(YuanwenError):
    """A library cannot be moved."""


class SameLibrary(MoveError):
    """A library is to be copied to itself."""

    en = "{path}: both are the same library. Name another one to copy to."
    zh = "{path}：两个是同一个文库，请换一个要复制到的文库。"
    exit_status = 2


class OtherEmbedding(MoveError):
    """What is to come into a library was embedded by another model than what is there."""

    en = (
        "{path} was embedded with {theirs}, and {library} with {ours}. Take a new library, "
        "or first: yuanwen reindex --library {library} --embedding {theirs}"
    )
    zh = (
        "{path} 是用嵌入模型 {theirs} 建立的，{library} 用的是 {ours}。请换一个新文库，"
        "或先运行：yuanwen reindex --library {library} --embedding {theirs}"
    )
    exit_status = 2


class Reembedded(MoveError):
    """Somebody has embedded a library anew while it was exported."""

    en = "{path}: was embedded anew with {model} meanwhile. Nothing was exported. Export it again."
    zh = "{path}：导出期间文库被重新嵌入（{model}），没有导出任何内容，请重新导出。"


class ExportExists(MoveError):
    """The file is there already."""

    en = "{path}: this file is there already. Name another one, or replace it with --force."
    zh = "{path}：文件已经存在，请换一个文件名，或用 --force 替换。"
    exit_status = 2


class ExportNotWritable(MoveError):
    """The file cannot be written; nothing is left of it."""

    en = "{path}: cannot be written ({reason}). Name a file in another folder."
    zh = "{path}：无法写入（{reason}），请换到别的文件夹。"


class ExportUnreadable(MoveError):
    """There is no such file, or it may not be read."""

    en = "{path}: cannot be read ({reason}). Check the path and its permissions."
    zh = "{path}：无法读取（{reason}），请检查路径和权限。"
    exit_status = 2


class ExportDamaged(MoveError):
    """The file is no export, or not as it was written. Nothing of it was imported."""

    en = "{path}: no whole export of a library ({reason}). Nothing was imported. Copy or export it again."
    zh = "{path}：不是完整的文库导出文件（{reason}），没有导入任何内容，请重新复制或导出。"


class ExportTooNew(MoveError):
    """A newer version of the program has made the file."""

    en = "{path}: made by Yuanwen {made_by}, in format {found}; this one reads up to {known}. Update Yuanwen."
    zh = "{path}：由原文 {made_by} 导出，格式版本 {found}，本程序只能读到 {known}，请更新本程序。"
    exit_status = 2
