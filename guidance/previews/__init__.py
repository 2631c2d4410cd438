"""Pictures for when a page is shared: 1200 × 630, drawn by the worker in two pieces, put together when somebody asks.

A piece is a headline (one for each rule and language) or a strip below it (one for each signatory and language). See
docs/decisions/0052-previews-in-two-pieces.md.
"""
