"""On a developer's machine: `make run`."""

from config.env import env, is_given
from config.settings.base import *  # noqa: F403

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["*"]
PAYMENT_TEST_GATEWAY = True
MAILBOX_ENABLED = True
if not is_given("EMAIL_URL"):
    EMAIL_BACKEND = "ecommerce.operations.mailbox.MailboxBackend"
# Static files come straight from where they are written.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None

# The demo shop is a brand of its own.
SHOP_NAME = env.str("SHOP_NAME", default="Tarnside")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Tarnside <orders@example.com>")
