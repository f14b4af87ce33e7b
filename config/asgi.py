"""The web server's front door."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# PostgreSQL takes some hundred connections; a thousand visitors at once wait their turn for these
os.environ.setdefault("DATABASE_POOL", "20")

application = get_asgi_application()
