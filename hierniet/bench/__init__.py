"""How fast the site is on this machine, told as ratios to a static file from the same kind of server in the same run.

Absolute numbers say as much about the machine as about the site, and change with whatever else runs; the ratios can be
compared with those of last month.
"""
