"""What is really kept, in databases and files, compared with the plan.  Values are counted and forgotten."""
