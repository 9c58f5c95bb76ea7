"""`ekko doctor`: one line for each thing that must be so, and what to do where it is not.

One rule: every check stands in one list, and the tests plant its fault and see it.
"""
