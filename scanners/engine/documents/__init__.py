"""Checks of documents a vendor attaches, not of an account: role templates for customers, and lists of external ids.

Pure: bytes in, verdicts out. Nothing is fetched, run or expanded beyond what stands in the file.
"""
