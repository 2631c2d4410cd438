"""What can be asked; each module adds to the service what is about one thing. Whoever takes it from here has it whole."""

from signatories.api.service import service

from . import proof, signatories

__all__ = ["proof", "service", "signatories"]
