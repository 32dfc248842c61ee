"""`steadyground languages`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.calling import call
from tests.languages.pseudo import a_language, speak_from, strings


def test_english_is_the_source_and_lacks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    speak_from(tmp_path, monkeypatch)
    english = call("languages", "--json").json[0]
    assert (english["code"], english["draft"], english["complete"], english["interface"]) == ("en", False, True, None)
    assert "core" in {asked["id"] for asked in english["questionnaires"]}


def test_a_draft_is_told_with_every_string_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_language(tmp_path, without={"Left blank", "Reliably"})
    speak_from(tmp_path, monkeypatch)
    found = next(entry for entry in call("languages", "--json").json if entry["code"] == "ar")
    assert (found["draft"], found["confirmed_by"], found["direction"], found["complete"]) == (True, "", "rtl", False)
    assert found["interface"]["missing"] == ["Left blank", "Reliably"]
    said = call("languages")
    assert "a draft that nobody has confirmed" in said.out
    assert "2 missing" in said.out
    assert said.code == 0


def test_strict_says_no_where_anything_is_missing_and_yes_where_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_language(tmp_path / "half", without={"Left blank"})
    speak_from(tmp_path / "half", monkeypatch)
    assert call("languages", "--strict").code == 1
    a_language(tmp_path / "whole", confirmed_by="Amal Haddad")
    speak_from(tmp_path / "whole", monkeypatch)
    whole = next(entry for entry in call("languages", "--json").json if entry["code"] == "ar")
    assert (whole["complete"], whole["confirmed_by"]) == (True, "Amal Haddad")
    assert whole["interface"]["strings"] == len([message for message in strings() if message.id])


def test_no_marks_are_ever_in_what_a_command_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_language(tmp_path, without={"Left blank"})
    speak_from(tmp_path, monkeypatch)
    for words in (("languages",), ("questionnaires", "list"), ("actions", "list"), ("languages", "--json")):
        assert not {"\ue000", "\ue001"} & set(call(*words).out)
