"""What every domain's JSON views share: money, whole numbers, ids, pages, permissions, idempotency keys."""

from domains.kernel.api.fields import CurrencyField, IdField, MoneyField, WholeNumberField
from domains.kernel.api.keeping import TELLS_OF
from domains.kernel.api.pages import page_params, page_response, paged_schema
from domains.kernel.api.permissions import IsSignedIn, has_role
from domains.kernel.api.requests import (
    client_ip,
    idempotency_key,
    owner_scope,
    principal,
)
from domains.kernel.api.serializing import parse, represent

__all__ = [
    "TELLS_OF",
    "CurrencyField",
    "IdField",
    "IsSignedIn",
    "MoneyField",
    "WholeNumberField",
    "client_ip",
    "has_role",
    "idempotency_key",
    "owner_scope",
    "page_params",
    "page_response",
    "paged_schema",
    "parse",
    "principal",
    "represent",
]
