"""INTERPRET: scores, signals, markers and the differential; then a human decision."""
