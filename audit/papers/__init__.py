"""Papers that an organisation needs beside a round, written from the settings of that round and from nothing else.

A start, and no legal advice: what only the organisation can know is left as a line to fill in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from audit.papers.agreement import agreement
from audit.papers.impact_assessment import impact_assessment
from audit.papers.privacy_notice import privacy_notice
from audit.papers.values import Paper, PaperFacts, Part

PAPERS: Mapping[str, Callable[[PaperFacts], Paper]] = {
    "privacy-notice": privacy_notice,
    "impact-assessment": impact_assessment,
    "agreement": agreement,
}
"""Every paper by its name in addresses and files, in the order in which they are needed."""

__all__ = ["PAPERS", "Paper", "PaperFacts", "Part", "agreement", "impact_assessment", "privacy_notice"]
