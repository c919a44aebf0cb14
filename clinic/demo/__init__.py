"""A demonstration practice with synthetic people, and everything it needs in one process."""
