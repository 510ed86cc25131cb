"""What an endpoint is told and asked, and how its answers are read."""
