"""Reading what scanners say: a finding is one line, an explanation explains nothing but itself."""

from __future__ import annotations

import json

import pytest

from tests.scan.findings import (
    EXPLAINED,
    Finding,
    Scan,
    broken_in,
    cut_in,
    explanations,
    of_sqlmap,
    of_wapiti,
    pages_in,
    table_of,
    unexplained,
    why_short,
)

FLAG = {
    "path": "http://127.0.0.1:5000/office/",
    "parameter": None,
    "info": "Secure flag is not set in the cookie : office",
}
BROKEN = {"path": "http://127.0.0.1:5000/office/language?a=1", "parameter": "here", "info": "a 500 HTTP error code"}
REPORT = json.dumps(
    {
        "vulnerabilities": {"Secure Flag cookie": [FLAG], "SQL Injection": []},
        "anomalies": {"Internal Server Error": [BROKEN, BROKEN]},
        "additionals": {},
        "infos": {"crawled_pages_nbr": 24},
    }
)
NOT_INJECTABLE = "[12:00:00] [CRITICAL] all tested parameters do not appear to be injectable. Try to increase\n"
NO_CONNECTION = "[12:00:00] [INFO] testing\n[12:00:01] [CRITICAL] unable to connect to the target URL\n"
INJECTABLE = """sqlmap identified the following injection point(s) with a total of 52 HTTP(s) requests:
---
Parameter: email (POST)
    Type: boolean-based blind
    Title: AND boolean-based blind - WHERE or HAVING clause
    Payload: email=x' AND 1=1
---
"""
KNOWN = """
[[explained]]
what = "Secure Flag cookie"
where = "/office/"
text = "cookie : office"
why = "plain http on this machine"
"""


def test_each_finding_is_told_once_with_its_path_and_field() -> None:
    flag, broken = of_wapiti(REPORT, target="office")
    assert flag == Finding("wapiti", "office", "Secure Flag cookie", "/office/", "", FLAG["info"] or "")
    assert broken == Finding(
        "wapiti", "office", "Internal Server Error", "/office/language", "here", BROKEN["info"] or ""
    )
    assert pages_in(REPORT) == 24


def test_an_explanation_is_about_its_own_kind_of_finding_only() -> None:
    found = of_wapiti(REPORT, target="office")
    assert [one.what for one in unexplained(found, explanations(KNOWN))] == ["Internal Server Error"]
    assert unexplained(found, explanations(KNOWN.replace("/office/", "/other/"))) == found
    assert unexplained(found, explanations(KNOWN.replace("cookie : office", "cookie : answering"))) == found
    assert unexplained(found, ()) == found


def test_what_sqlmap_gets_in_by_is_named() -> None:
    assert of_sqlmap(NOT_INJECTABLE, target="form") == ()
    assert of_sqlmap(INJECTABLE, target="form") == (
        Finding("sqlmap", "form", "SQL injection, boolean-based blind", "", "email", ""),
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (NOT_INJECTABLE, ""),
        (INJECTABLE, ""),
        (NO_CONNECTION, "unable to connect to the target URL"),
        ("[12:00:00] [INFO] testing\n", "it was stopped before it was through"),
    ],
)
def test_no_verdict_is_never_taken_for_a_good_one(said: str, why: str) -> None:
    assert why_short(said) == why


def test_what_broke_or_was_cut_short_is_told_once() -> None:
    cut = "Max attack time was reached for module xss, stopping.\n[*] Launching module sql\n"
    assert cut_in(cut + cut) == ("xss",)
    broken = "[2026-11-25] ERROR in app: Exception on /language [POST]\nTraceback (most recent call last):\n"
    assert broken_in(broken + broken) == ("/language [POST]",)
    assert broken_in("Those who answer: http://127.0.0.1:5000/\n") == ()


def test_the_table_names_what_is_left_to_explain() -> None:
    scans = [
        Scan("wapiti", "office", of_wapiti(REPORT, target="office"), pages=24, cut=("sql", "xss")),
        Scan("sqlmap", "form", (), "late"),
    ]
    head, office, left, form = table_of(scans, explanations(KNOWN))
    assert head.split() == ["tool", "target", "pages", "found", "explained", "open"]
    assert office.split() == ["wapiti", "office", "24", "2", "1", "1", "cut", "short:", "sql,", "xss"]
    assert left == "    Internal Server Error at /office/language here: a 500 HTTP error code"
    assert form.split() == ["sqlmap", "form", "1", "0", "0", "0", "late"]


def test_every_explanation_of_ours_has_a_reason_and_is_narrow() -> None:
    ours = explanations(EXPLAINED.read_text(encoding="utf-8"))
    assert ours
    assert all(len(one.why.split()) > 8 and one.where.startswith("/") and one.text for one in ours)
