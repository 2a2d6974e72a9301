"""What nobody may read in a log: the tokens that stand in some addresses and open what they name."""

import logging
import re

_TOKEN = re.compile(
    r"(?<=/)(wishlists|back-in-stock|orders/track|account/reset)/[^/?#\s\"'\\]+|(?<=[?&])(token)=[^&#\s\"'\\]+"
)


def without_tokens(text: str) -> str:
    """The text, in which each such address has dots for its token."""
    return _TOKEN.sub(_dotted, text)


def _dotted(found: re.Match[str]) -> str:
    return f"{found[1]}/..." if found[1] else f"{found[2]}=..."


def mask_tokens(logger: object, method: str, line: str) -> str:
    """The last of structlog's processors: the whole line, its traceback too."""
    return without_tokens(line)


class TokenFreeFormatter(logging.Formatter):
    """For what does not write through structlog."""

    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(super().format(record))
