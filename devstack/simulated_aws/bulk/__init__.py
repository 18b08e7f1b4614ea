"""Fills an account with as much as a large customer has, inside the simulator's process: by API it would take hours.

The same amounts give the same names, dates and settings, so two measurements are of the same account.
"""
