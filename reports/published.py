"""What docs publishes for programs of others: schemas and the codebook. `python -m reports.published` writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from audit.outcome.schemas import outcome_schema, profile_schema, release_schema
from audit.wording import ROOT
from reports.codebook import codebook

SCHEMAS = "schemas"
HEAD = """# Codebook

What stands in the CSV file of a round and on the sheet “All numbers” of its workbook: one row a released number or
word. The workbook has the same list, with the practices of its round, in the language of the report.

The files of a round as JSON are described by `docs/schemas/release.schema.json`, `docs/schemas/profile.schema.json` and
`docs/schemas/outcome.schema.json`. This file and the schemas are made by `python -m reports.published`.

In CSV, text that would begin a formula has an apostrophe in front. Numbers have a point and no thousands mark. The file
is UTF-8 and says so in its first three bytes.
"""


def published() -> Mapping[str, str]:
    """Every file below docs with what stands in it."""
    schemas = {"release": release_schema(), "profile": profile_schema(), "outcome": outcome_schema()}
    texts = {
        f"{SCHEMAS}/{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in schemas.items()
    }
    return {**texts, "codebook.md": codebook_text()}


def codebook_text() -> str:
    """The codebook as Markdown, in English."""
    parts = [HEAD]
    for section in codebook():
        rows = [f"| `{entry.sign}` | {entry.meaning} |" for entry in section.entries]
        parts.append("\n".join([f"## {section.title}", "", "| sign | meaning |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def write(docs: Path) -> None:
    """All of it into a folder."""
    for name, text in published().items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(ROOT / "docs")
