"""What is answered, field by field: what is not written down here cannot leave."""
