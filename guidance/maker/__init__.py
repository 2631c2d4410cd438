"""The house-rules maker: from ticks in a form to house rules that can be published, and voted on."""
