"""People: accounts, organisations, members, invitations."""
