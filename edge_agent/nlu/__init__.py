"""Understanding: text → commands, by patterns, a small network and the names of the home."""
