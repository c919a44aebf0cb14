"""What is done with a report: written, rendered, read."""
