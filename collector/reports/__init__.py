"""Documents on paper: each is what a page shows already, made to be printed."""
