"""Keeps wishes; lets people judge, route, answer and sum them up."""
