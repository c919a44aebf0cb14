"""Two other sites that Feltsense must run on; the journeys of the suite pass on each."""
