"""gouji: checks that disclosed accounts tie. Rules are data; see the folder rules/."""

__version__ = "0.1.0"
