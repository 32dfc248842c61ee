"""An invented agency, made only through the operations that people use: nothing is put into a store by hand."""

from __future__ import annotations

from audit.demo.building import SAMPLE_LEADER, Sample, build_sample

__all__ = ["SAMPLE_LEADER", "Sample", "build_sample"]
