"""What can go wrong with a folder or a feed that is watched, and the remedy.

YuanwenError  (store.errors)
└── WatchError                what is watched is not there, or cannot be had now
    ├── FolderMissing
    ├── FolderEmptied
    ├── AddressWrong
    ├── AddressRefused
    ├── RobotsForbid
    ├── FetchFailed
    ├── FetchLater
    ├── NoPage
    └── NoFeed
"""

from __future__ import annotations

from store.errors import YuanwenError


class WatchError(YuanwenError):
    """What is watched is not there, or cannot be had now."""


class FolderMissing(WatchError):
    """A watched folder is not there: a mistake, or a disk that was taken out."""

    en = "{path}: this folder cannot be read now. What came from it stays in the library until it is there again."
    zh = "{path}：现在无法读取这个文件夹。文库中来自它的文章都保留，等它恢复后再比较。"


class FolderEmptied(WatchError):
    """So much of a watched folder is gone at once that it is hardly meant."""

    en = (
        "{path}: {gone} articles came from files that are gone at once, and {left} files are left. "
        "They stay in the library. If this is meant, start again with --remove-many."
    )
    zh = (
        "{path}：{gone} 篇文章的文件一下子都不见了，只剩 {left} 个文件，文章暂不移除。"
        "确实要移除时，请加上 --remove-many 重新启动。"
    )


class AddressWrong(WatchError):
    """An address that cannot be fetched by anybody, or that holds a password."""

    en = "{url}: not an address that can be watched. Give one that begins with http:// or https://, without a password."
    zh = "{url}：不是可以关注的地址。请给出以 http:// 或 https:// 开头、不含密码的地址。"
    exit_status = 2


class AddressRefused(WatchError):
    """An address leads to this machine or to a private network."""

    en = "{host} is {address}, of this machine or a private network. If you trust it, watch it with --allow-private."
    zh = "{host} 是本机或内部网络的地址（{address}）。如果信任它，请加上 --allow-private。"
    exit_status = 2


class RobotsForbid(WatchError):
    """The site's robots.txt forbids programs to fetch the address."""

    en = "{url}: the robots.txt of the site forbids programs to fetch it. Save the page yourself and add the file."
    zh = "{url}：网站的 robots.txt 不允许程序抓取。可以自己保存网页，再添加文件。"


class FetchFailed(WatchError):
    """An address could not be fetched."""

    en = "{url}: could not be fetched ({reason}). It is tried again; check the address and the network."
    zh = "{url}：无法获取（{reason}），稍后会再试。请检查地址和网络。"


class FetchLater(WatchError):
    """A site asks not to be asked again for a while."""

    en = "{url}: the site is to be asked again in {seconds} seconds, as it says."
    zh = "{url}：按网站的要求，{seconds} 秒后再访问。"


class NoPage(WatchError):
    """What lies at the address is no web page."""

    en = "{url}: no web page ({kind}). Save the file yourself and add it."
    zh = "{url}：不是网页（{kind}）。可以自己保存文件再添加。"


class NoFeed(WatchError):
    """What lies at the address is no feed."""

    en = "{url}: no RSS or Atom feed. Give the address of one; those that the page names: {found}."
    zh = "{url}：不是 RSS 或 Atom。请给出订阅源的地址；这个网页提到的有：{found}。"
