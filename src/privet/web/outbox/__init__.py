"""Mail that waits to be sent."""
