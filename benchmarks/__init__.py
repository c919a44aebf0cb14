"""Speed, measured apart from the tests: `make bench`."""
