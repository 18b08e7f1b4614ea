"""Checks of attached documents: role templates for customers, and lists of external IDs.

Pure: bytes in, verdicts out. Nothing is fetched, run or expanded beyond what stands in the file.
"""
