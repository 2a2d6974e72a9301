"""On a developer's machine: `make run`."""

from config.settings.base import *  # noqa: F403
from config.settings.base import env

DEBUG = env.bool("DEBUG", default=True)
ALLOWED_HOSTS = ["*"]
PAYMENT_TEST_GATEWAY = True
MAILBOX_ENABLED = True
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "ecommerce.operations.mailbox.MailboxBackend"
