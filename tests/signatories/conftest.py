"""What the tests about signatories share."""

import hypothesis

# The same examples everywhere and every time: a build that fails by chance teaches nobody anything.
hypothesis.settings.register_profile("hierniet", derandomize=True, database=None, deadline=None, max_examples=60)
hypothesis.settings.load_profile("hierniet")
