"""How much a leader must do for each wish, in Ekko and in what others would use."""
