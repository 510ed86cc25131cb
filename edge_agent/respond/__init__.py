"""What the agent says, and how it is said aloud."""
