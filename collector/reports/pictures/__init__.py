"""Pictures of figures, drawn on the server: for a screen, for paper, and for a wall to show a room."""
