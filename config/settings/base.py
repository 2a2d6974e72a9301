"""What holds everywhere."""

from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from redis.backoff import NoBackoff
from redis.retry import Retry

from config import admin, storage
from config import env as sources
from config.env import currencies, databases, env, one_of
from config.logging import logging_config

BASE_DIR = sources.BASE_DIR
DATA_DIR = sources.DATA_DIR
SECRET_KEY = env.str("SECRET_KEY", default="insecure-development-key-replace-me-in-production")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")

# --- The house -----------------------------------------------------------------------------
DOMAIN_APPS = [
    "domains.kernel",
    "domains.user",
    "domains.payment",
    "domains.catalog",
    "domains.inventory",
    "domains.cart",
    "domains.order",
    "domains.notification",
]
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "ecommerce.admin.apps.ShopAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    *DOMAIN_APPS,
    "ecommerce",
]
MIDDLEWARE = [
    "ecommerce.operations.correlation.CorrelationMiddleware",
    "ecommerce.operations.metrics.MetricsMiddleware",
    "ecommerce.operations.answering.AnswerFirstMiddleware",
    "domains.kernel.api.keeping.KeptAnswersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ecommerce.api.paths.SlashTolerantMiddleware",
    "ecommerce.storefront.keeping.KeptPagesMiddleware",
    "ecommerce.operations.visiting.PageSessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ecommerce.operations.visiting.PageAccounts",
    "ecommerce.operations.visiting.PageMessages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ecommerce.operations.policy.WordedPolicyMiddleware",
    "ecommerce.operations.visiting.PageFragments",
    "ecommerce.api.releasing.ReleasingMiddleware",
]
ROOT_URLCONF = "ecommerce.urls"
WSGI_APPLICATION = "ecommerce.wsgi.application"
ASGI_APPLICATION = "ecommerce.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "ecommerce.storefront.context.shop",
            ],
            "libraries": {
                "shop": "ecommerce.storefront.templatetags.shop",
                "stock_panel": "ecommerce.admin.templatetags.stock_panel",
            },
        },
    },
]

# --- Data ----------------------------------------------------------------------------------
DATABASES = databases()
DATABASE_ROUTERS = ["domains.kernel.router.DomainRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "ecommerce.operations.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        # The cache's client asks again where a connection went stale; a Redis that is away is not waited for.
        "OPTIONS": {
            "socket_connect_timeout": 0.5,
            "socket_timeout": 1.0,
            "retry": Retry(NoBackoff(), 0),
        },
    }
}
# A search server beside PostgreSQL, which answers alone where none is given.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", default="septet-products")
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- Background work -----------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
# A worker keeps its connections for so many tasks, as a web server does for requests.
CELERY_DB_REUSE_MAX = 1000
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
# A caller never waits for a broker that is away: the outbox delivers again.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 180,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "max_retries": 1,
        "interval_start": 0,
        "socket_connect_timeout": 1,
        "socket_timeout": 3,
    }
    if CELERY_BROKER_URL.startswith("redis")
    else {"confirm_publish": True}
)
# By the calendar; what a crash may leave is the sweeper's, which needs no broker.
CELERY_BEAT_SCHEDULE = {
    "check-invariants": {"task": "ecommerce.check_invariants", "schedule": timedelta(minutes=5)},
    "turn-due-products": {"task": "catalog.turn_due_rows", "schedule": timedelta(seconds=20)},
    "make-missing-picture-sizes": {
        "task": "catalog.make_missing_picture_sizes",
        "schedule": timedelta(minutes=2),
    },
    "look-after-imports": {"task": "catalog.look_after_imports", "schedule": timedelta(minutes=5)},
    "refresh-popularity": {"task": "catalog.refresh_popularity", "schedule": timedelta(minutes=10)},
    "fill-collections": {"task": "catalog.fill_collections", "schedule": timedelta(minutes=5)},
    # A hundred mails a minute at most: what is back is offered to who asked first.
    "tell-waiting-shoppers": {"task": "catalog.tell_waiting", "schedule": timedelta(minutes=1)},
    "reconcile": {"task": "order.reconcile", "schedule": timedelta(minutes=10)},
    "reconcile-a-quarter": {
        "task": "order.reconcile",
        "schedule": crontab(hour=4, minute=23),
        "kwargs": {"days": 90},
    },
    "learn-tastes": {"task": "catalog.learn_tastes", "schedule": crontab(hour=2, minute=41)},
    "clear-expired-tokens": {"task": "user.clear_expired_tokens", "schedule": crontab(hour=3, minute=7)},
}

# --- People --------------------------------------------------------------------------------
AUTH_USER_MODEL = "user.User"
AUTHENTICATION_BACKENDS = ["domains.user.sign_in.EmailBackend"]
PASSWORD_HASHERS = ["domains.user.hashers.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/account/login"
LOGIN_REDIRECT_URL = "/account"
# RS256: the PEM of the private key; made and kept in DATA_DIR where none is given.
JWT_PRIVATE_KEY = env.str("JWT_PRIVATE_KEY", default="", multiline=True)
JWT_KEY_FILE = DATA_DIR / "keys" / "jwt.pem"
JWT_ISSUER = env.str("JWT_ISSUER", default="septet")
JWT_AUDIENCE = env.str("JWT_AUDIENCE", default="septet-api")
JWT_ACCESS_LIFETIME = timedelta(minutes=15)
JWT_REFRESH_LIFETIME = timedelta(days=14)

# --- API -----------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["domains.user.api.authentication.AccessTokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["ecommerce.api.rendering.SwiftJSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "ecommerce.api.negotiation.ShortNegotiation",
    "DEFAULT_PARSER_CLASSES": ["ecommerce.api.parsers.SafeJSONParser"],
    "EXCEPTION_HANDLER": "ecommerce.api.problems.problem_response",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["ecommerce.api.throttles.ScopedThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "login": "20/min",
        "register": "20/hour",
        "verify": "30/min",
        "reset": "20/min",
        "track": "30/min",
        "stock-requests": "20/hour",
    },
    # Callers are told apart by the address that the server saw, never by a header of their own.
    "NUM_PROXIES": 0,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Septet",
    "DESCRIPTION": "The shop's HTTP API.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "PREPROCESSING_HOOKS": ["ecommerce.api.schema.versioned_only"],
}

# --- Commerce ------------------------------------------------------------------------------
SHOP_NAME = env.str("SHOP_NAME", default="Septet")
SHOP_COUNTRY = env.str("SHOP_COUNTRY", default="US")
DEFAULT_CURRENCY = env.str("DEFAULT_CURRENCY", default="USD")
# What shoppers may choose from: the shop's own currency and, where they are given, others.
CURRENCIES = currencies(DEFAULT_CURRENCY)
RESERVATION_TTL = timedelta(minutes=env.int("RESERVATION_TTL_MINUTES", default=30))
CHECKOUT_TIME_BUDGET_S = env.float("CHECKOUT_TIME_BUDGET_S", default=2.0)
# Which new reviews somebody reads before they show: those with an address in them, those of people who
# bought nothing here, or all.
REVIEWS_WAIT = one_of("REVIEWS_WAIT", "suspicious", "unverified", "all")
PAYMENT_GATEWAY = env.str("PAYMENT_GATEWAY", default="test")
# `manual` puts the money aside at checkout and takes it when somebody captures it.
PAYMENT_CAPTURE = one_of("PAYMENT_CAPTURE", "automatic", "manual")
PAYMENT_TEST_GATEWAY = env.bool("PAYMENT_TEST_GATEWAY", default=False)
# Where `manage.py test_gateway` listens; in our own process where none is given.
PAYMENT_TEST_GATEWAY_URL = env.str("PAYMENT_TEST_GATEWAY_URL", default="")
# Signs the test gateway's webhooks; made from SECRET_KEY where none is given.
PAYMENT_TEST_WEBHOOK_SECRET = env.str("PAYMENT_TEST_WEBHOOK_SECRET", default="")
LOW_STOCK_THRESHOLD = env.int("LOW_STOCK_THRESHOLD", default=5)

# --- Mail ----------------------------------------------------------------------------------
MAILBOX_DIR = DATA_DIR / "mailbox"
MAILBOX_ENABLED = False
vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Septet <orders@example.com>")

UNFOLD = admin.LOOKS

# --- Files, language, time -----------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": storage.media(env.str("MEDIA_STORAGE_URL", default="")),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
APPEND_SLASH = False

# --- Safety --------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# The admin and the API's own page bring inline scripts: their views answer with a policy of their own.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "https:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"))
