"""The patient's pages: HTTP in, one service call, HTTP out."""
