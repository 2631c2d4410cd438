"""How moderators judge: what there is to know, what can be decided, which mail goes out, and who was faster."""
