"""What every workbook of the house shares: safe text, exact numbers, one look, paper that prints."""
