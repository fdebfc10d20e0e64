"""Findings and problems in the forms people and machines read: a file a format."""
