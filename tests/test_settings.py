"""Settings: where they come from, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from qa.errors import SettingError
from qa.settings import PREFIX, Settings, load


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of this machine's user."""
    for name in list(os.environ):
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("top_k", "3", 3),
        ("timeout", "0.5", 0.5),
        ("llm", "extractive", "extractive"),
        ("models", "/some/folder", Path("/some/folder")),
        ("library", "http://chroma:8000", "http://chroma:8000"),
        ("language", "zh", "zh"),
        ("script", "traditional", "traditional"),
        ("port", "0", 0),
    ],
)
def test_variable_and_keyword_mean_the_same(
    monkeypatch: pytest.MonkeyPatch, name: str, written: str, value: object
) -> None:
    """A setting reads the same from its environment variable and from a keyword."""
    assert getattr(load(**{name: written}), name) == value
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", written)
    assert getattr(load(), name) == value


def test_keyword_wins_over_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is given by keyword wins over the environment."""
    monkeypatch.setenv("YUANWEN_TOP_K", "3")
    assert load(top_k=7).top_k == 7


def test_every_setting_has_a_default_and_a_description() -> None:
    """Nothing needs to be set, and every setting says what it is."""
    assert load() == Settings()
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("top_k", 0),
        ("top_k", 101),
        ("top_k", "many"),
        ("port", 65536),
        ("timeout", 0),
        ("threads", 0),
        ("evidence_tokens", 49),
        ("answer_tokens", 15),
        ("language", "fr"),
        ("script", "hant"),
    ],
)
def test_impossible_value_names_its_setting(monkeypatch: pytest.MonkeyPatch, name: str, value: object) -> None:
    """An impossible value is refused with the setting's name, by keyword and from the environment alike."""
    with pytest.raises(SettingError, match=rf"^{name}: ") as caught:
        load(**{name: value})
    assert caught.value.exit_status == 2
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", str(value))
    with pytest.raises(SettingError, match=rf"^{name}: "):
        load()


def test_unknown_keyword_is_refused() -> None:
    """A keyword that is no setting is refused with its name and the known ones."""
    with pytest.raises(SettingError, match=r"^topk: .*top_k"):
        load(topk=3)


def test_unknown_variable_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt variable is refused with its name and the known ones, rather than ignored."""
    monkeypatch.setenv("YUANWEN_TOPK", "3")
    with pytest.raises(SettingError, match=r"^YUANWEN_TOPK: .*YUANWEN_TOP_K"):
        load()


def test_settings_are_frozen() -> None:
    """Settings cannot be changed once they are made."""
    settings = load()
    with pytest.raises(ValidationError):
        settings.top_k = 3


@pytest.mark.parametrize("given", [{}, {"port": -1}])
def test_key_is_never_shown(given: dict[str, Any]) -> None:
    """The key shows neither when settings are printed nor in an error about another setting."""
    key = "sk-confidential"
    try:
        settings = load(api_key=key, **given)
    except SettingError as error:
        assert key not in error.message("en") + error.message("zh") + repr(error)
        return
    assert settings.api_key
    assert settings.api_key.get_secret_value() == key
    assert key not in f"{settings!r}{settings}{settings.model_dump()}{settings.model_dump_json()}"


def test_making_settings_makes_no_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings name folders and make none."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load()
    assert list(tmp_path.iterdir()) == []
