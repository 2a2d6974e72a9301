"""The root of the JSON API: addresses, problem+json, throttles, the OpenAPI document."""
