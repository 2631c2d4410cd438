"""What a signatory takes along to use: links as codes to scan, replies with its own link, texts."""
