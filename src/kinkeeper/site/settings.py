"""Django settings. The database is given at start (`kinkeeper.site.setup`): nothing here names one."""

import os
from pathlib import Path
from secrets import token_urlsafe

from django.utils.translation import gettext_lazy

from kinkeeper.site.cluster import APP

HERE = Path(__file__).resolve().parent.parent

SECRET_KEY = token_urlsafe(48)  # sessions live as long as the process; a lasting key comes with sign-in
DEBUG = False
KINKEEPER_POLICY = os.environ.get("KINKEEPER_POLICY", "")
KINKEEPER_DEMONSTRATION = False  # `site.wsgi` says where every person shown is invented
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", gettext_lazy("English")), ("es", gettext_lazy("Spanish"))]
LOCALE_PATHS = [HERE / "web" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
APPLICATION_ROLE = APP
INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx", "kinkeeper.store", "kinkeeper.web"]
MIDDLEWARE = [
    "kinkeeper.web.middleware.StrictPolicy",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kinkeeper.web.middleware.ExpectedErrors",
]
ROOT_URLCONF = "kinkeeper.site.urls"
WSGI_APPLICATION = "kinkeeper.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request", "django.template.context_processors.i18n"]},
    }
]
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LOGGING_CONFIG = None
