"""The web: addresses, guarded fetching, robots.txt, and pages as articles."""
