"""The guideline's tables as plain functions, written from the published tables alone."""

from . import brain, chart_and_care, contradictions, diagnostics, scores, treatment  # noqa: F401
from .base import TABLES
from .contradictions import DEFICIT_SIGNS, SYMPTOMS
from .contradictions import contradictions as find_contradictions
from .scores import ECOG_OF_KPS, SINS_POINTS
from .treatment import SURGERY_INPUTS

__all__ = ["TABLES", "DEFICIT_SIGNS", "SYMPTOMS", "find_contradictions", "ECOG_OF_KPS",
           "SINS_POINTS", "SURGERY_INPUTS"]
