"""What answers mean by published and written-down rules: pure, without clock or I/O."""
