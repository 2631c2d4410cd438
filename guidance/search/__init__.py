"""Search over everything the site says: words.py takes texts apart, kinds.py lists what is found, index.py keeps it in step,
finding.py answers a question, marking.py shows where the words stand."""
