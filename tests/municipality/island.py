"""An outline in the open sea, where nobody lives."""

import json

SQUARE = [[6.0, 64.0], [6.4, 64.0], [6.4, 64.2], [6.0, 64.2], [6.0, 64.0]]
"""East first, as GeoJSON has it."""
AREA = {"type": "Polygon", "coordinates": [SQUARE]}
ISLAND = json.dumps(AREA).encode()
