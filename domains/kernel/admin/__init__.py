"""The base of every admin screen, the page that asks, and the screens of the outbox."""

from domains.kernel.admin.asking import ReasonForm, SureForm, ask
from domains.kernel.admin.base import ReadOnlyAdmin, ServiceAdmin
from domains.kernel.admin.outbox import EventAdmin, IdempotencyAdmin, PublicationAdmin
from domains.kernel.admin.people import NamesPeople

__all__ = [
    "EventAdmin",
    "IdempotencyAdmin",
    "NamesPeople",
    "PublicationAdmin",
    "ReadOnlyAdmin",
    "ReasonForm",
    "ServiceAdmin",
    "SureForm",
    "ask",
]
