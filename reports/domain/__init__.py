"""What a summary says, and in which order: plain data, no Django, no clock."""
