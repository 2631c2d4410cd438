"""What can be asked; each module adds to the service what is about one thing. Whoever takes it from here has it whole."""

from signatories.api.service import service

from . import counts, helplines, proof, replies, rules, signatories

__all__ = ["counts", "helplines", "proof", "replies", "rules", "service", "signatories"]
