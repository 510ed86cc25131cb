"""What people press to be listened to: a key of a keyboard, a button at a GPIO pin."""
