"""What can go wrong on the way into a server, beyond that it does not answer.

LibraryError  (store.errors)
├── LibraryRefused
├── LibraryUntrusted
├── WrongAddress
└── WrongToken
"""

from __future__ import annotations

from store.errors import LibraryError


class LibraryRefused(LibraryError):
    """The server, or a proxy before it, wants a token, or another one."""

    en = "{path}: the server does not let us in. Set YUANWEN_LIBRARY_TOKEN to a token that it takes."
    zh = "{path}：服务器拒绝访问，请把 YUANWEN_LIBRARY_TOKEN 设为它接受的令牌。"
    exit_status = 2


class LibraryUntrusted(LibraryError):
    """No secure connection: the certificate is not trusted, or the server speaks no TLS."""

    en = (
        "{path}: no secure connection ({reason}). Name the certificates of an authority of your own "
        "with --library-ca FILE.pem, or write http:// where the server has none."
    )
    zh = "{path}：无法建立安全连接（{reason}）。自建证书请用 --library-ca 文件.pem 指定；服务器没有证书时，地址请写 http://。"


class WrongAddress(LibraryError):
    """The address of a library that none can have. What could be a secret is not in the message."""

    en = (
        "{path}: no address of a library. Write http(s)://host:port or http(s)://host:port/name, without user, "
        "password, “?” and “#”. A name has 3 to 512 letters, digits, and . _ - between them, all of ASCII. "
        "A token goes into YUANWEN_LIBRARY_TOKEN."
    )
    zh = (
        "{path}：不是文库地址。请写作 http(s)://主机:端口 或 http(s)://主机:端口/名称，不带用户名、密码、“?”和“#”。"
        "名称为 3 至 512 个 ASCII 字母或数字，中间可以有 . _ -。令牌请放在 YUANWEN_LIBRARY_TOKEN 里。"
    )
    exit_status = 2


class WrongToken(LibraryError):
    """A token that cannot be sent."""

    en = "{path}: its token is empty, or has blanks or characters beyond ASCII. Correct YUANWEN_LIBRARY_TOKEN."
    zh = "{path}：令牌为空，或含有空白、非 ASCII 字符，请更正 YUANWEN_LIBRARY_TOKEN。"
    exit_status = 2
