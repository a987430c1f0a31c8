"""What templates may say and look up."""
