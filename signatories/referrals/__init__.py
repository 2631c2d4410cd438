"""Reference links: where they lead, who came by them, and how visits are counted without knowing visitors."""
