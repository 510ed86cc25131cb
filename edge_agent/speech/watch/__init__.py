"""What raises an alert: phrases, and sounds in quiet hours; no wake word is needed for them."""
