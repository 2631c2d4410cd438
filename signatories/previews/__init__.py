"""The lower half of a preview on behalf of a signatory, and the worker's round that draws whatever is not there yet."""
