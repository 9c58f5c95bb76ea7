"""Looks after what is kept: copies it whole, brings it back, and erases what has had its time.

One rule: what was erased stays erased, whatever is brought back.
"""
