"""Sound in: microphone, recordings and standard input, all as `AudioFrame`s."""
