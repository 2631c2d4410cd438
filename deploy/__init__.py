"""How the site is put to work: `local` for developers, the other files for a server (README.md)."""
