"""Django with nothing in it but a database, reached as Django does by itself, and as the shop does."""

import os

import environ

SECRET_KEY = "guards-nothing"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["tests.benchmarks.floor"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.benchmarks.floor.views"
USE_TZ = True
_DATABASE = environ.Env.db_url_config(os.environ["FLOOR_DATABASE_URL"])
DATABASES = {
    # As Django comes: a connection a request.
    "afresh": _DATABASE,
    "default": {**_DATABASE, "CONN_MAX_AGE": 60},
}
