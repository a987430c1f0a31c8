"""The trail: who saw and changed what."""
