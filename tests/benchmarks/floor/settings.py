"""Django with nothing in it but a database, reached as the shop reaches its own."""

import os

import environ

SECRET_KEY = "guards-nothing"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["tests.benchmarks.floor"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.benchmarks.floor.views"
USE_TZ = True
DATABASES = {
    "default": {**environ.Env.db_url_config(os.environ["FLOOR_DATABASE_URL"]), "CONN_MAX_AGE": 60},
}
