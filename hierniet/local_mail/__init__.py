"""The mailbox of a local site: whatever it sends out is caught and can be read in the browser. Debug mode only."""
