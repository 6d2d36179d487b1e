"""Django settings. The database is given at start (`kinkeeper.site.setup`): nothing here names one."""

import os
from pathlib import Path
from secrets import token_urlsafe

from django.utils.translation import gettext_lazy

from kinkeeper.site.cluster import APP

HERE = Path(__file__).resolve().parent.parent

SECRET_KEY = token_urlsafe(48)  # of this process alone; `site.setup` gives those that last
DEBUG = False
KINKEEPER_POLICY = os.environ.get("KINKEEPER_POLICY", "")
KINKEEPER_PROVIDERS = os.environ.get("KINKEEPER_PROVIDERS", "")  # the file that says where else staff prove who they are
KINKEEPER_PFIF_DOMAIN = os.environ.get("KINKEEPER_PFIF_DOMAIN", "kinkeeper.invalid")  # whose records boards of the public hold them for
KINKEEPER_SECOND_FACTOR: tuple[str, ...] = ()  # who shows one each time they come in (`site.setup`)
KINKEEPER_HOOK_NETWORKS = os.environ.get("KINKEEPER_HOOK_NETWORKS", "")  # where hooks may go beside what is public
KINKEEPER_KEYS_LAST = False  # `site.setup` says where they do
KINKEEPER_DEMONSTRATION: tuple[str, ...] = ()  # where every person shown is invented: the accounts to enter by (`site.wsgi`)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", gettext_lazy("English")), ("es", gettext_lazy("Spanish"))]
LOCALE_PATHS = [HERE / "web" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie of its own would bear no `__Host-`
APPLICATION_ROLE = APP
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "kinkeeper.store",
    "kinkeeper.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "kinkeeper.web.requests.log.RequestLog",
    "kinkeeper.web.middleware.StrictPolicy",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kinkeeper.web.signing_in.sessions.SessionLimits",
    "kinkeeper.web.middleware.Wall",
    "kinkeeper.web.written_down.WrittenDown",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "kinkeeper.web.rights.Rights",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kinkeeper.web.middleware.ExpectedErrors",
]
ROOT_URLCONF = "kinkeeper.site.urls"
WSGI_APPLICATION = "kinkeeper.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "kinkeeper.web.viewer.in_templates",
            ]
        },
    }
]

# Signing in (docs/security.md)
AUTH_USER_MODEL = "store.SignIn"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "kinkeeper.web.signing_in.passwords.LongEnough"},
    {"NAME": "kinkeeper.web.signing_in.passwords.NotGuessable"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cached"}}
ACCOUNT_ADAPTER = "kinkeeper.web.signing_in.adapters.Accounts"
ACCOUNT_FORMS = {"login": "kinkeeper.web.signing_in.forms.Login"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = False  # counted by `gateway.limits`, in the database and at once
MFA_ADAPTER = "kinkeeper.web.signing_in.adapters.Factors"
MFA_FORMS = {"authenticate": "kinkeeper.web.signing_in.forms.Code", "reauthenticate": "kinkeeper.web.signing_in.forms.CodeAgain"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kinkeeper"
MFA_RECOVERY_CODE_COUNT = 10
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # only of a page at this computer's loopback address; browsers allow no other

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LOGGING_CONFIG = None
