"""The interview in the browser, and what comes of it: the same pages for one file and for a team."""
