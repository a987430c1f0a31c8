"""The browser: the interview on this machine, and the team server."""
