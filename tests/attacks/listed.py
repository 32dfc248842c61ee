"""Every attack that the promise has to stand, in the order in which the table of the suite prints them.

An attack that is listed here and not carried out fails the suite (see `tests/attacks/table.py`), but for those that
`STILL_TO_SHOW` owns up to.
"""

from __future__ import annotations

from collections.abc import Mapping

ATTACKS: Mapping[str, str] = {
    # storage
    "answer-at-rest": "A known answer is looked for in store, journal, temp folder and backup while the round is open",
    "one-phrase": "One key holder tries to open the box alone",
    "sealed-lengths": "Sealed lengths tell a full ballot from an empty one",
    "equal-answers": "Two people who said the same are recognised by equal seals",
    "choice-block": "Which choice sets somebody was shown is worked out from their slip, or from when they came",
    "killed-while-closing": "The process is killed at every step of closing",
    "killed-under-load": "The process is killed ten times while thirty-two people send",
    "draft-words": "Whoever has the slip file tries the words of a saved draft",
    "withdrawal-linked": "A receipt links two rows of one person",
    # order
    "schema": "The schema holds a column that tells time, order or person",
    "byte-offsets": "Byte offsets give the order of sending",
    "overflow-pages": "Overflow pages give the order of sending",
    "gaps": "Gaps in the file tell that somebody has sent",
    "columns": "Some column of some table, journal included, goes with the order of sending",
    "row-numbers": "Row numbers put the slip beside the ballot",
    "counters": "Two snapshots differ by more than one ballot",
    "file-times": "The times of the files tell when the last person sent",
    "surviving-file": "A file that survives the round puts slip and ballot together",
    # getting in
    "ten-thousand-codes": "Ten thousand random codes are tried",
    "codes-alike": "Wrong, used and foreign codes are told apart by body, headers, length or time",
    "code-in-a-query": "A code is sent in a query string, where logs would keep it",
    "two-sends": "One code is sent twice at the same moment",
    "replay": "A form that was sent is sent again",
    "ledger": "Ballots are put into the box, or taken out of it, behind everybody's back",
    "more-slips": "One signature alone prints more slips",
    # time
    "leaders-at-ten": "Leaders watch their pages at nine, ten and eleven ballots",
    "live-count": "Some address tells a count before the close",
    # disclosure
    "group-of-nine": "A group of nine is looked for on every surface",
    "brute-force": "Every sum and difference of what is published is tried on random trees",
    "interval-attack": "All released numbers together pin fewer than ten people down, on random trees",
    "managers-in-one-team": "Managers who all sit in one team are subtracted from it",
    "three-hidden-teams": "Three hidden teams of four are worked out from what stands around them",
    "tiers-together": "Plans of three resolutions are put together",
    "joiner": "Two rounds are subtracted to read the one who joined",
    "all-the-same": "A team that all said the same is read off its number",
    "three-of-twelve": "An item that three of twelve could answer is read off",
    "nine-chosen-ballots": "Nine agree on what to say to learn what the tenth said",
    "words-from-exact-values": "A word tells more than the numbers beside it",
    "unknown-parameters": "Unknown parameters cut the results another way",
    "numbers-outside": "Some output holds a number that the release does not",
    # comments
    "four-comments": "Four comments are read",
    "leader-as-reviewer": "A leader opens the reviewer's page",
    "passed-on": "A comment passed on for safety is looked for on the leader's pages",
    "comment-beside-ballot": "A comment is put beside the ballot of whoever wrote it",
    # logs and browser
    "trace": "A whole journey is looked for in every file, log and temp folder",
    "back-button": "Somebody presses Back after an answer was sent",
    "script": "A page needs, or runs, a script",
    "cookies-across": "One plane reads the cookie of the other",
    "finishing-signs-out": "Finishing as staff ends the office session in the same browser",
    "plain-http": "The product is opened over plain http from elsewhere",
    "planes-apart": "The staff plane imports, opens or logs something of the office",
    # office
    "routes": "Every role, and a leader of another organisation, opens every address",
    "session-fixed": "A session id from before the sign-in works after it",
    "one-time-code-again": "A one-time code is used a second time",
    "account-enumeration": "The sign-in page tells which addresses have an account",
    "guessing": "Somebody guesses passwords and one-time codes",
    # documents and keeping
    "fetched-references": "Names, comments and logos make a document fetch a file or an address",
    "scripted-logo": "A logo that is a script as well is sent, and fetched by a browser",
    "hostile-chapter": "A chapter of a report holds HTML, scripts, and addresses of elsewhere",
    "formula-cells": "A cell that begins a formula is opened in a spreadsheet",
    "second-box": "A restored backup brings a second live ballot box",
}

STILL_TO_SHOW: frozenset[str] = frozenset()
"""Attacks that no test carries out yet beside a naive twin; the table says so. Once shown, one comes off this list."""
