"""How what the site says is written in the back office: three languages beside one another, and nobody's work lost."""
