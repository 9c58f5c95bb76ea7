"""What makes a fresh machine ready for Ekko: ready.py begins. Python's own library only."""
