"""A month of applications in one go, through the real form, with the truth kept apart: to measure how we cope."""

from .applicants import Applicant, Nature, make_applicants
from .send import Outcome, send_all

__all__ = ["Applicant", "Nature", "Outcome", "make_applicants", "send_all"]
