"""The demo accounts of `make run`."""
