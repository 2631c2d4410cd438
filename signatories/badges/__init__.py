"""The badge that a signatory puts on its own pages: what it says, and how it looks as SVG and as PNG."""
