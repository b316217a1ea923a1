"""What can go wrong between a question set and its verdict, and the remedy.

YuanwenError  (store.errors)
├── SettingNotVaried          a setting that a sweep cannot vary
├── QuestionsError            a question set that cannot be read
├── QuestionsNotWritable      a question set that cannot be changed
├── NoSuchDraft               an id that is no draft's
├── RunsNotWritable           the folder where an evaluation under way is kept
├── OnlyDrafts                a question set of nothing but drafts
├── RunUnreadable             the kept results of an evaluation
├── NoCommonQuestion          two evaluations that share no question
├── GateRulesError            the rules of an evaluation's gate
│   ├── GateRulesUnreadable
│   ├── GateRuleImpossible
│   └── GateRuleUncompared
└── BenchmarkError            the data of a published benchmark
    ├── BenchmarkMissing
    └── BenchmarkUnreadable
"""

from __future__ import annotations

from store.errors import Language, YuanwenError


class SettingNotVaried(YuanwenError):
    """A sweep is to vary what it cannot: the library depends on it, or it changes no answer."""

    en = "{name}: cannot be varied in one run. What can be: {known}."
    zh = "{name}：不能在一次评测中变化。可以变化的有：{known}。"
    exit_status = 2


class QuestionsError(YuanwenError):
    """A question set cannot be read; `faults` is what is wrong with it, or a function from a language to that."""

    en = "{path}, {faults}. See the README for the form of a question set."
    zh = "{path} {faults}。问题集的格式见 README。"
    exit_status = 2

    def message(self, language: Language = "en") -> str:
        """The message in `language`, with the faults in it."""
        faults = self.details["faults"]
        template = self.zh if language == "zh" else self.en
        return template.format(**self.details | {"faults": faults(language) if callable(faults) else faults})


class QuestionsNotWritable(YuanwenError):
    """The file that questions should go to cannot be written."""

    en = "{path}: the questions cannot be written there ({reason}). Choose another file with --out or --drafts."
    zh = "{path}：无法在这里写入问题（{reason}），请用 --out 或 --drafts 换一个文件。"
    exit_status = 2


class NoSuchDraft(YuanwenError):
    """The id is not one of a draft in the question set."""

    en = "{id}: no draft of {path}. See its drafts with: yuanwen questions check {path}"
    zh = "{id}：{path} 里没有这个草稿。可以这样查看有哪些草稿：yuanwen questions check {path}"
    exit_status = 2


class RunsNotWritable(YuanwenError):
    """The folder where an evaluation that is under way is kept cannot be written."""

    en = "{path}: what is done so far cannot be kept there ({reason}). Choose another folder with --runs."
    zh = "{path}：无法在这里保存进度（{reason}），请用 --runs 换一个文件夹。"


class OnlyDrafts(YuanwenError):
    """A question set holds no question that somebody has accepted."""

    en = "{path}: all its {count} questions are drafts. Look through them with: yuanwen questions review {path}"
    zh = "{path}：其中 {count} 个问题都是草稿，请先审阅：yuanwen questions review {path}"
    exit_status = 2


class RunUnreadable(YuanwenError):
    """A file does not hold the results of an evaluation."""

    en = "{path}: these are no results of an evaluation that can be read ({reason}). Give a file that a run has kept."
    zh = "{path}：不是可以读取的评测结果（{reason}），请指定某次评测保存的文件。"
    exit_status = 2


class NoCommonQuestion(YuanwenError):
    """Two evaluations share no question, so nothing can be compared."""

    en = "{old} and {new}: the runs share no question that asks and expects the same. Run both with one question set."
    zh = "{old} 与 {new}：两次评测没有问法和预期都相同的问题，请用同一个问题集各运行一次。"
    exit_status = 2


class GateRulesError(YuanwenError):
    """The rules of an evaluation's gate cannot be used."""

    exit_status = 2


class GateRulesUnreadable(GateRulesError):
    """The file is not there, is no TOML, or holds no rule."""

    en = '{path}: no rules of a gate can be read ({reason}). A rule is a table such as ["recall@10"] with min = 0.9.'
    zh = '{path}：读不出门槛规则（{reason}）。一条规则是一个表，例如 ["recall@10"]，其中写 min = 0.9。'


class GateRuleImpossible(GateRulesError):
    """A rule is for a measure, sets a bound, or has a value that cannot be."""

    en = "{path}, {key}: {value} cannot be here. What can be: {known}."
    zh = "{path}，{key}：这里不能是 {value}，可以是：{known}。"


class GateRuleUncompared(GateRulesError):
    """A bound is against another run, and there is none."""

    en = "{path}, {key}: this is a bound against another run. Name that run's results with --compare."
    zh = "{path}，{key}：这是与另一次评测相比的界限，请用 --compare 指定那次的结果。"


class BenchmarkError(YuanwenError):
    """The data of a published benchmark cannot be used."""

    exit_status = 2


class BenchmarkMissing(BenchmarkError):
    """The folder is not there, or holds none of the files."""

    en = "{path}: no data of {benchmark} here. Its files are called: {files}. They are published at {where}"
    zh = "{path}：这里没有 {benchmark} 的数据。文件名应为：{files}。数据发布于 {where}"


class BenchmarkUnreadable(BenchmarkError):
    """A file is not what the benchmark's files are."""

    en = "{path}: not the data of {benchmark} ({reason}). Put the files there as published at {where}, called: {files}."
    zh = "{path}：不是 {benchmark} 的数据（{reason}）。请放入发布于 {where} 的原文件，文件名应为：{files}。"
