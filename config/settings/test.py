"""Under `make test`: real servers, cheap passwords, data that goes when the run ends."""

from config.env import env
from config.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-and-therefore-not-a-secret"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PAYMENT_TEST_GATEWAY = True
MAILBOX_ENABLED = True
# The tests that need a search server start one.
ELASTICSEARCH_URL = ""
WHITENOISE_USE_FINDERS = True
# Each test has a client of its own, and each client would look through all the static files first.
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = None
EMAIL_BACKEND = "ecommerce.operations.mailbox.MailboxBackend"

# The fixtures that start a real worker turn this off.
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", default=True)
CELERY_TASK_EAGER_PROPAGATES = True
