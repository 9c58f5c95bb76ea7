"""The tagger beside what others would use: `python -m bench tagger`."""
