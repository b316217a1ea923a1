"""What can go wrong between a question and its answer, and the remedy.

YuanwenError  (store.errors)
├── CommandLineWrong          a command line that makes no sense
├── SettingError              a setting has an unknown name or an impossible value
├── DateWrong                 a date that cannot be read
├── SpanReversed              a time that ends before it begins
├── LLMError                  the language model
│   ├── LLMUnknown
│   ├── LLMExtraMissing
│   ├── LLMDamaged
│   ├── LLMRefusedKey
│   ├── LLMUnreachable
│   ├── LLMTimedOut
│   └── LLMFailed
├── ExtraMissing              a part of the program that is not installed
├── OutputNotWritable         a file that was asked for
├── OptionsClash              two options that cannot go together
├── NoSuchArticle             a name that is no article's
├── AmbiguousArticle          a name that is several articles'
└── PortInUse                 the chat page cannot have its port
"""

from __future__ import annotations

from store.errors import YuanwenError


class CommandLineWrong(YuanwenError):
    """A command, flag or argument is unknown, missing or impossible."""

    en = "{reason}. See what there is with: {command} --help"
    zh = "{reason}。可用的命令和选项见：{command} --help"
    exit_status = 2


class SettingError(YuanwenError):
    """A setting's name is unknown or its value impossible."""

    en = "{name}: {reason}. Known settings are: {known}."
    zh = "{name}：{reason}。已知的设置有：{known}。"
    exit_status = 2


class DateWrong(YuanwenError):
    """A date that was given with a question cannot be read, or does not exist."""

    en = "{option} {value}: this is no date. Write it like {example}."
    zh = "{option} {value}：这不是一个日期。请写成 {example} 这样。"
    exit_status = 2


class SpanReversed(YuanwenError):
    """The articles are to be from a time that ends before it begins."""

    en = "--since {since} is later than --until {until}: no article is from such a time. Exchange the two."
    zh = "--since {since} 晚于 --until {until}：没有文章出自这样的时间。请把两者对调。"
    exit_status = 2


class LLMError(YuanwenError):
    """The language model cannot be had or did not answer."""


class LLMUnknown(LLMError):
    """The name is no known model, file or provider."""

    en = "{llm}: no such language model. Use extractive, {known}, a path to a .gguf file, or provider:model."
    zh = "{llm}：没有这个语言模型。可以用 extractive、{known}、.gguf 文件的路径，或 服务商:模型名。"
    exit_status = 2


class LLMExtraMissing(LLMError):
    """A provider's package is not installed."""

    en = "{llm}: this provider needs the package {package}. Install it with: pip install {package}"
    zh = "{llm}：这个服务商需要软件包 {package}，请安装：pip install {package}"
    exit_status = 2


class LLMDamaged(LLMError):
    """llama.cpp cannot load the file."""

    en = "{path}: cannot be loaded as a GGUF model. Copy or fetch it again, or choose another with --llm."
    zh = "{path}：无法作为 GGUF 模型加载。请重新复制或下载，或用 --llm 换一个。"


class LLMRefusedKey(LLMError):
    """The server does not accept the API key."""

    en = "{llm}: the server refused the API key. Set the right one in YUANWEN_API_KEY."
    zh = "{llm}：服务器拒绝了 API 密钥，请在 YUANWEN_API_KEY 中设置正确的密钥。"


class LLMUnreachable(LLMError):
    """Nothing answers at the server's address."""

    en = "{llm}: no server answers at {address}. Start it, or set the right address with --base-url."
    zh = "{llm}：{address} 没有服务器响应，请启动它，或用 --base-url 设置正确的地址。"


class LLMTimedOut(LLMError):
    """The server accepted the question and then said nothing."""

    en = "{llm}: no word from the server for {seconds:g} seconds. Try again, or allow more with --timeout."
    zh = "{llm}：服务器 {seconds:g} 秒没有回应，请重试，或用 --timeout 放宽时限。"


class LLMFailed(LLMError):
    """The server answered with an error of its own."""

    en = "{llm}: the server reported an error ({reason}). Check the model's name and the server's log."
    zh = "{llm}：服务器报告了错误（{reason}），请检查模型名称和服务器日志。"


class ExtraMissing(YuanwenError):
    """A part of the program needs libraries that are not installed."""

    en = "This needs libraries that are not installed ({missing}). Install them with: pip install 'yuanwen[{extra}]'"
    zh = "这项功能需要尚未安装的组件（{missing}），请安装：pip install 'yuanwen[{extra}]'"
    exit_status = 2


class OutputNotWritable(YuanwenError):
    """A file that a command was asked to write cannot be written."""

    en = "{path}: cannot be written ({reason}). Choose another file with {option}."
    zh = "{path}：无法写入（{reason}），请用 {option} 换一个文件。"
    exit_status = 2


class OptionsClash(YuanwenError):
    """Two options of a command cannot go together."""

    en = "{first} and {second} cannot go together: leave one of them out."
    zh = "{first} 和 {second} 不能同时使用，请去掉一个。"
    exit_status = 2


class NoSuchArticle(YuanwenError):
    """The name is no article's id, file name or path, and no folder's or collection's."""

    en = "{name}: no such article in {library}. See what is there with: yuanwen list --library {library}"
    zh = "{name}：文库 {library} 里没有这篇文章。可以这样查看有哪些：yuanwen list --library {library}"
    exit_status = 2


class AmbiguousArticle(YuanwenError):
    """The name fits several articles, and one was wanted."""

    en = "{name}: this could be any of {count} articles: {candidates}. Give the id, or more of the path."
    zh = "{name}：有 {count} 篇文章符合：{candidates}。请给出编号，或更完整的路径。"
    exit_status = 2


class PortInUse(YuanwenError):
    """Another program listens where the chat page should."""

    en = "{host}:{port} is in use by another program. Choose another with --port, for example --port {other}."
    zh = "{host}:{port} 已被其他程序占用，请用 --port 换一个端口，例如 --port {other}。"
