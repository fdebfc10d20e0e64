"""Documents of any format become report JSON: a file a format, one that joins what was cut, one that recognises."""
