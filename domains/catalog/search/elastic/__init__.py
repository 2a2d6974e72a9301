"""Elasticsearch or OpenSearch behind the port: PostgreSQL keeps the truth and answers while they are away."""
