"""From an utterance to effect and answer, in one direction."""
