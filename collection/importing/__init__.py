"""Reading the filled workbooks that come back from the units."""
