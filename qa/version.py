"""The version, in a file of its own: what imports it need not import the package's front."""

VERSION = "0.3.0"
