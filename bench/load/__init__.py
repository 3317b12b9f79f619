"""Many clerks at once on real servers: what the load scripts of this folder and a test share."""
