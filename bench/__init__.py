"""How fast it is, as ratios within one run. `make bench` prints the table; nothing here is a test."""
