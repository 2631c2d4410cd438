"""Whether what we send out is valid HTML, as html-validate sees it: the one tool here that needs Node.

package.json, package-lock.json   which version, with the hashes of all it brings; the launcher installs it in var
pages.mjs, admin.mjs, mails.mjs   which of its rules hold, and why the others do not
validator.py                      asks it; tests with the marker `html` do so
"""
