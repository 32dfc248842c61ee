"""A report as one HTML file: styles and fonts inside, no script, nothing from another host.

It reads well on a phone and in the dark, and prints as the PDF does, as far as browsers do.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from reports.printing import FONTS, STATIC, STYLE_SHEETS

ON_SCREEN = (STATIC / "single_file.css", STATIC / "exhibits.css")
FOR_PAPER_OR_LIGHT = "print, (prefers-color-scheme: light)"
"""When a report's own few rules count: a brand's colours are chosen to be read on white."""
GROUNDS = "* { -webkit-print-color-adjust: exact; print-color-adjust: exact; }"
"""Browsers leave grounds of cells out on paper, if nobody asks for them."""
LINK = re.compile(r'<link rel="stylesheet" href="([^"]*)">')
FACE = re.compile(r"@font-face \{[^}]*\}")
FONT = re.compile(r'url\("fonts/([^"]+)"\)')
STYLE = re.compile(r"<style([^>]*)>(.*?)</style>", re.DOTALL)
FROM_ELSEWHERE = re.compile(
    r'<[^>]*\s(?:src|srcset|data|poster)="(?!data:)[^"]*"|<(?:script|iframe|object|embed)\b', re.I
)
METAS = (
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
)


class NotByItself(ValueError):  # noqa: N818 - it states a fact, as all exceptions here do
    """A report refers to something that is not in it: a fault of ours, and no file is better than one that asks."""


def single_file_of(html: str) -> bytes:
    """The report's HTML with everything that it refers to inside; the same bytes for the same HTML.

    Its policy, in its head, allows the styles that are in it, pictures and fonts that are in it, and nothing else.
    """
    head, end, body = html.partition("</head>")
    if found := FROM_ELSEWHERE.search(html):
        raise NotByItself(found.group()[:100])
    styled = LINK.sub(lambda link: _styles_for(link.group(1)), STYLE.sub(_for_paper_or_light, head))
    metas = "\n".join((*METAS, _policy(styled)))
    charset = '<meta charset="utf-8">'
    return f"{styled.replace(charset, f'{charset}{chr(10)}{metas}', 1)}{end}{_in_main(body)}".encode()


def _for_paper_or_light(style: re.Match[str]) -> str:
    return f'<style media="{FOR_PAPER_OR_LIGHT}">{style.group(2)}</style>'


@cache
def _styles_for(sheet: str) -> str:
    """A style sheet of ours for paper, ours for screens, and the fonts for both."""
    if (STATIC / sheet) not in STYLE_SHEETS:
        raise NotByItself(sheet)
    rules = _read(STATIC / sheet)
    faces = "\n".join(_with_font(face) for face in FACE.findall(rules))
    screen = "\n".join(_read(path) for path in ON_SCREEN)
    return (
        f"<style>\n{faces}\n{GROUNDS}\n</style>\n"
        f'<style media="print">\n{FACE.sub("", rules)}\n</style>\n'
        f'<style media="screen">\n{screen}\n</style>'
    )


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _with_font(face: str) -> str:
    """A typeface with its font inside."""

    def inside(found: re.Match[str]) -> str:
        content = (FONTS / found.group(1)).read_bytes()
        return f'url("data:font/woff2;base64,{b64encode(content).decode()}")'

    return FONT.sub(inside, face)


def _policy(head: str) -> str:
    """Which styles count, by their hashes."""
    hashes = " ".join(f"'sha256-{_hash(found.group(2))}'" for found in STYLE.finditer(head))
    allowed = (
        f"default-src 'none'; style-src {hashes}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{allowed}">'


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _without_landmarks(body: str) -> str:
    """Tables that can be pushed sideways keep their names. In one file there are too many of them for landmarks."""
    return body.replace('role="region"', 'role="group"')


def _in_main(body: str) -> str:
    """The whole of it is what the page is about: a screen reader finds it under that name."""
    opened = re.sub(r"<body([^>]*)>", r"<body\1>\n<main>", _without_landmarks(body), count=1)
    return opened.replace("</body>", "</main>\n</body>", 1)
