"""A website compared with the plan: its forms, its notice, and whoever else gets to know of a visit."""
