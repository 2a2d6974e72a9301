"""The JSON Schema of a category's attributes, inherited down the tree, and the check against it."""

from collections.abc import Iterable, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError, best_match
from referencing import Registry

from domains.catalog.errors import InvalidAttributes, InvalidSchema


def inherited(schemas: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One schema out of those from the root to a category: what is below adds to what is above."""
    merged: dict[str, Any] = {}
    for schema in schemas:
        merged = {
            **merged,
            **schema,
            "properties": {**merged.get("properties", {}), **schema.get("properties", {})},
            "required": list(dict.fromkeys([*merged.get("required", []), *schema.get("required", [])])),
        }
    return {"type": "object", **merged} if merged else {}


def check_schema(schema: Mapping[str, Any]) -> None:
    """Raises InvalidSchema when it is not a JSON Schema of an object."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as broken:
        raise InvalidSchema(
            f"The attributes schema is not valid: {broken.message}", field="attributes_schema"
        ) from broken
    if schema.get("type", "object") != "object":
        raise InvalidSchema("The attributes schema must be of type object.", field="attributes_schema")


def check_attributes(attributes: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    """Raises InvalidAttributes that names the attribute which the schema refuses."""
    if not schema:
        return
    # An empty registry: a `$ref` to another address is never fetched.
    validator = Draft202012Validator(schema, registry=Registry())
    worst = best_match(validator.iter_errors(attributes))
    if worst is not None:
        raise InvalidAttributes(worst.message, field=_field(worst))


def _field(error: ValidationError) -> str:
    path = [str(part) for part in error.absolute_path]
    if error.validator == "required" and not path:
        required: Any = error.validator_value
        given: Any = error.instance
        missing = [name for name in required if name not in given]
        path = missing[:1]
    return ".".join(["attributes", *path])
