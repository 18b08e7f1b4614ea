"""Production settings. Everything a deployment decides comes from the environment (docs/configuration.md)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from kombu import Queue

from ftrportal import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
# Signs ZIP packs; without it they are not offered. Keep it as long as packs shall be verifiable.
SIGNING_KEY = env.secret("SIGNING_KEY", "")
VERIFY_MAX_BYTES = env.number("VERIFY_MAX_BYTES", 100 * 1024 * 1024)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", ())
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
PORTAL_URL = env.text("PORTAL_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]

INSTALLED_APPS = [
    "ftrportal.organizations",
    "ftrportal.audit",
    "ftrportal.common",
    "assessments",
    "scanners",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "ftrportal.common.web.middleware.RequestLogMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ftrportal.common.web.middleware.PrivatePagesMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "ftrportal.pages.say_what_is_not_allowed",
    # Innermost: it opens the transaction that carries the tenant, so everything a view does is inside it.
    "ftrportal.organizations.middleware.TenantMiddleware",
]

ROOT_URLCONF = "ftrportal.urls"
WSGI_APPLICATION = "ftrportal.wsgi.application"
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
                "ftrportal.organizations.context.organization",
            ]
        },
    }
]

# --- data -----------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = env.number("DATABASE_CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# The role the portal runs as. Migrations run as another one, which owns the tables, and grant this one its rights.
DATABASE_APP_ROLE = env.text("DATABASE_APP_ROLE", "ftr_app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.secret("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
EVIDENCE_BUCKET = env.text("EVIDENCE_BUCKET", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if EVIDENCE_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "ftrportal.storage.Bucket",
        "OPTIONS": {
            "bucket_name": EVIDENCE_BUCKET,
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
            "object_parameters": {"ServerSideEncryption": env.text("EVIDENCE_ENCRYPTION", "aws:kms")},
        },
    }
FILE_UPLOAD_HANDLERS = ["ftrportal.common.files.uploads.HashingUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
EVIDENCE_MAX_BYTES = env.number("EVIDENCE_MAX_BYTES", 25 * 1024 * 1024)
EVIDENCE_MAX_PER_ANSWER = env.number("EVIDENCE_MAX_PER_ANSWER", 50)
EVIDENCE_MAX_TOTAL_BYTES = env.number("EVIDENCE_MAX_TOTAL_BYTES", 2 * 1024**3)

# --- people ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "organizations:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "ftrportal.organizations.forms.accounts.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "FTR Portal: "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
USERSESSIONS_TRACK_ACTIVITY = True
INVITATION_MAX_AGE = timedelta(days=7)
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "FTR Portal <no-reply@localhost>")

# --- the wire -------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_TLS_PROXY", False) else None
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ftrportal.pages.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- AWS ------------------------------------------------------------------------------------------------------
# Empty means real AWS and the machine's own credential chain.
AWS_ENDPOINT_URL = env.text("PORTAL_AWS_ENDPOINT_URL", "")
AWS_CONSOLE_URL = env.text("PORTAL_AWS_CONSOLE_URL", "")
AWS_PARTITION = env.text("PORTAL_AWS_PARTITION", "aws")
AWS_REGION = env.text("PORTAL_AWS_REGION", "us-east-1")
AWS_PRINCIPAL_ARN = env.text("PORTAL_AWS_PRINCIPAL_ARN")
ROLE_TEMPLATE_BUCKET = env.text("ROLE_TEMPLATE_BUCKET", "")
ROLE_TEMPLATE_BUCKET_REGION = env.text("ROLE_TEMPLATE_BUCKET_REGION", "us-east-1")

# --- background work ------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
# A long line of scans must hold up neither packs nor the sweeps: a worker takes from the two queues in turn.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("scans")]
CELERY_TASK_ROUTES = {"scanners.run_scan": {"queue": "scans"}}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_ERRORS_EVEN_IF_IGNORED = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 3,
    "socket_timeout": 10,
    # A request that sends a message must not wait for a broker that is away: the sweeper sends it later.
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep-scans": {"task": "scanners.sweep_scans", "schedule": 20.0, "options": {"expires": 20}},
    "sweep-connections": {"task": "scanners.sweep_connections", "schedule": 30.0, "options": {"expires": 30}},
    "tell-owners": {"task": "scanners.tell_owners", "schedule": 60.0, "options": {"expires": 60}},
    "sweep-rollouts": {"task": "scanners.sweep_rollouts", "schedule": 20.0, "options": {"expires": 20}},
    "start-due-scans": {"task": "scanners.start_due_scans", "schedule": 60.0, "options": {"expires": 60}},
    "rejudge-due": {"task": "scanners.rejudge_due", "schedule": 30.0, "options": {"expires": 30}},
    "forget-facts": {"task": "scanners.forget_facts", "schedule": 3600.0, "options": {"expires": 3600}},
    "review-scans": {"task": "assessments.review_scans", "schedule": 60.0, "options": {"expires": 60}},
    "sweep-documents": {"task": "assessments.sweep_documents", "schedule": 60.0, "options": {"expires": 60}},
    "sweep-reports": {"task": "assessments.sweep_reports", "schedule": 20.0, "options": {"expires": 20}},
}
SCAN_FACTS_DAYS = env.number("SCAN_FACTS_DAYS", 400)  # how long the raw facts of a scan are kept, at least 30
LEASE_SECONDS = env.number("LEASE_SECONDS", 45)
HEARTBEAT_SECONDS = env.number("HEARTBEAT_SECONDS", 10)
RESEND_SECONDS = env.number("RESEND_SECONDS", 20)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "ftrportal.common.logs.json_formatter"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["stdout"], "level": "WARNING", "propagate": False},
        "botocore": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
