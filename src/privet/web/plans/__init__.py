"""Plans on the team server: their texts, history, approval and publication."""
