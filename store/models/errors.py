"""What can go wrong with the files of models, and the remedy.

YuanwenError  (store.errors)
└── ModelError                a model's files
    ├── UnknownModel
    ├── DownloadFailed
    ├── DamagedModel
    └── NoReader
"""

from __future__ import annotations

from store.errors import YuanwenError


class ModelError(YuanwenError):
    """A model's files are unknown, missing or wrong."""


class UnknownModel(ModelError):
    """The name is neither a known model nor a path."""

    en = "{name}: no such model. Known are: {known}. A path to a model file or folder works too."
    zh = "{name}：没有这个模型。已知的有：{known}，也可以给出模型文件或文件夹的路径。"
    exit_status = 2


class DownloadFailed(ModelError):
    """Every source of the model's files failed; what was fetched is kept for the next try."""

    en = "{name}: could not be fetched ({reason}). Check the network and run: yuanwen models fetch {name}"
    zh = "{name}：下载失败（{reason}），请检查网络后运行：yuanwen models fetch {name}"


class DamagedModel(ModelError):
    """A model's file is not what it should be."""

    en = "{path}: the model file is damaged ({reason}). Delete it and fetch or copy it again."
    zh = "{path}：模型文件已损坏（{reason}），请删除后重新下载或复制。"


class NoReader(ModelError):
    """The reader's folder holds none, or a damaged one."""

    en = "{path}: no reader that can be used ({reason}). Install the program anew, or go without: --reader none."
    zh = "{path}：没有可用的阅读模型（{reason}），请重新安装本程序，或用 --reader none 不使用它。"
