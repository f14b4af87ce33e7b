"""All of Django's settings, read once from the environment through config.env."""

from __future__ import annotations

import datetime
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env, logs

ROOT = env.ROOT
DATA_DIR = env.folder("DATA_DIR", ROOT / "var")
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
# key-id:fernet-key pairs, newest first; older ones still decrypt until rotation has rewritten every row
FIELD_KEYS = env.words("FIELD_KEYS", None)
PUBLIC_URL = env.text("PUBLIC_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PRACTICE_ORG_URL = env.text("PRACTICE_ORG_URL", "").rstrip("/")
IS_HTTPS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "apps.tenants",
    "apps.timeline",
    "apps.accounts",
    "apps.connections",
    "apps.marketing",
    "apps.checklist",
    "apps.mapping",
    "apps.sync",
    "apps.onboarding",
    "apps.portfolio",
    "apps.support",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.accounts.signed_out.SignedOutMiddleware",
    "apps.accounts.zone.ViewerZoneMiddleware",
    "apps.onboarding.buttons.ButtonAddressMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.accounts.context.viewer",
            ],
        },
    }
]

# ---- data -------------------------------------------------------------------------------------------------
# the web server's requests live in threads of their own and share a pool (config.asgi); a worker keeps its connection
_most = env.number("DATABASE_POOL", 0)
_shared = {"OPTIONS": {"pool": {"min_size": 1, "max_size": _most, "timeout": 10}}} if _most else {"CONN_MAX_AGE": 60}
DATABASES = {"default": {**env.database("DATABASE_URL"), **_shared, "CONN_HEALTH_CHECKS": True}}
# where instances live: placement name -> PostgreSQL address; `default` is the portal's own server
PLACEMENTS = {"default": env.text("DATABASE_URL")}
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "gangway",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- jobs: Postgres is the truth, a message is only a nudge --------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# longer than the longest chunk, or Redis hands a running chunk to a second worker
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_TIME_LIMIT = 900
# Celery closes the database around every task, whatever CONN_MAX_AGE says; config.celery lets Django decide instead
CELERY_DB_REUSE_MAX = 1_000_000_000
CELERY_TASK_DEFAULT_QUEUE = "gangway"
DUE_SECONDS = env.number("DUE_SECONDS", 10)
CELERY_BEAT_SCHEDULE = {
    "sweep dead and forgotten runs": {"task": "checklist.sweep", "schedule": env.number("SWEEP_SECONDS", 10)},
    # looked at each hour, done once a day for each
    "keep idle access alive": {"task": "connections.keep_alive", "schedule": datetime.timedelta(hours=1)},
    "give back unused sign-ins of administrators": {
        "task": "connections.forget_administrators",
        "schedule": datetime.timedelta(minutes=10),
    },
    "forget samples": {"task": "mapping.forget_samples", "schedule": datetime.timedelta(days=1)},
    "start due checks": {"task": "onboarding.start_due_checks", "schedule": datetime.timedelta(minutes=1)},
    "start due cycles": {
        "task": "sync.start_due_cycles",
        "schedule": DUE_SECONDS,
        "options": {"expires": DUE_SECONDS},
    },
}
STEP_LEASE = datetime.timedelta(seconds=env.number("STEP_LEASE_SECONDS", 30))
CYCLE_PAUSE = datetime.timedelta(seconds=env.number("CYCLE_PAUSE_SECONDS", 300))
# calculated fields change without a new SystemModstamp: the first cycle after this hour reads them again
NIGHT_BEGINS = datetime.time(env.number("NIGHT_HOUR", 2))  # in the instance's own time zone
# the org's daily limit is a rolling one: a quarter of an hour frees some calls
LIMIT_PAUSE = datetime.timedelta(seconds=env.number("LIMIT_PAUSE_SECONDS", 900))
SOAP_LOGIN_ENDS = datetime.date.fromisoformat(env.text("SOAP_LOGIN_ENDS", "2027-06-01"))

# ---- people -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Gangway: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
MFA_ADAPTER = "apps.accounts.mfa.EncryptedAdapter"
MFA_FORMS = {"activate_totp": "apps.accounts.forms.totp.SealedActivateForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Gangway"
USERSESSIONS_TRACK_ACTIVITY = True

_mail = env.mail("EMAIL_URL", DATA_DIR)
EMAIL_BACKEND, EMAIL_FILE_PATH, EMAIL_HOST = _mail.backend, _mail.file_path, _mail.host
EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS = _mail.port, _mail.user, _mail.password, _mail.use_tls
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Gangway <gangway@localhost>")

# ---- words, times, files ------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ko", _("Korean"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS: list[Path] = [ROOT / "static", ROOT / "var" / "assets"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 60  # then a browser asks whether the file changed

# ---- security -----------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, "https:", *([PRACTICE_ORG_URL] if PRACTICE_ORG_URL else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = logs.configure(env.text("LOG_LEVEL", "INFO"), env.text("LOG_STYLE", "fields"))
