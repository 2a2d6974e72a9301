"""What PostgreSQL refuses of a value that is to be kept as JSON: found before, so that it can be said."""

import json


def refusal(value: object) -> str:
    """Why the value cannot be kept, in words; empty where it can be."""
    try:
        told = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        return "half of a character is no text"
    except RecursionError:
        return "the nesting is too deep"
    except ValueError:
        return "NaN and Infinity are no numbers"
    # Two backslashes are one that was written as such.
    return "NUL is no character" if b"\\u0000" in told.replace(b"\\\\", b"") else ""
