"""The JSON Schema of a category's attributes, inherited down the tree, and the check against it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError, best_match
from referencing import Registry

from domains.catalog.errors import InvalidAttributes, InvalidSchema
from domains.catalog.keeping_json import refusal

_TYPES = "string, number, integer, boolean, array or object"


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
    """Raises InvalidSchema, which names the place, when it is not a JSON Schema of an object."""
    if why := refusal(schema):
        _refuse([], why)
    try:
        # With the formats, so that a pattern that is none is found here and not in a product.
        Draft202012Validator.check_schema(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    except SchemaError as broken:
        place = list(broken.absolute_path)
        # The metaschema's own words for it name none of the types.
        reason = f"{broken.instance!r} is no type; use {_TYPES}" if place[-1:] == ["type"] else broken.message
        raise _refusal(place, reason) from broken
    if schema.get("type", "object") != "object":
        _refuse(["type"], "attributes are an object, so the type must be “object”")
    for place in _references(schema, []):
        _refuse(place, "write what is meant out here; a reference to another place is not followed")


def _references(part: Any, place: list[str | int]) -> Iterator[list[str | int]]:
    if isinstance(part, Mapping):
        for name, inner in part.items():
            if name in ("$ref", "$dynamicRef") and isinstance(inner, str):
                yield [*place, name]
            yield from _references(inner, [*place, name])
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            yield from _references(inner, [*place, number])


def _refuse(place: Sequence[str | int], reason: str) -> NoReturn:
    raise _refusal(place, reason)


def _refusal(place: Sequence[str | int], reason: str) -> InvalidSchema:
    where = " → ".join(str(step) for step in place)
    detail = f"The attributes schema is not valid{f' at {where}' if place else ''}: {reason}."
    return InvalidSchema(detail, field="attributes_schema", place=where)


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
