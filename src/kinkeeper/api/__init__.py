"""The same queries and the same door for programs: JSON over HTTP, described by OpenAPI."""
