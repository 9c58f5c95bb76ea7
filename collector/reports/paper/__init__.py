"""A summary as a document: what it says is told once here, and set as PDF or DOCX from that."""
