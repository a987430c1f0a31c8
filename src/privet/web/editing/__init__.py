"""``privet edit``: one answers file, behind a door of its own."""
