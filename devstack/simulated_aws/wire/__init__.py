"""From an HTTP request to a named AWS call, and from a result back to bytes, both by botocore's models."""
