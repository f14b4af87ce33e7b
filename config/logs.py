"""How Gangway logs: one line an event, with its instance, and no secret in it."""

from __future__ import annotations

import re
from typing import Any

import structlog

SECRET_NAMES = re.compile(
    r"password|secret|token|authorization|code_verifier|assertion|cookie|session_?id|otp", re.IGNORECASE
)
# a Salesforce session id (00D…!…), a refresh token (5Aep…), a bearer header, a guest's link (gl_….…)
SECRET_SHAPES = re.compile(r"00D\w{12,15}!\S+|5Aep861\S+|Bearer\s+\S+|gl_[\w-]{20,}\S*", re.IGNORECASE)
HIDDEN = "[hidden]"


def redact(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for name, value in event.items():
        if SECRET_NAMES.search(name):
            event[name] = HIDDEN
        elif isinstance(value, str):
            event[name] = SECRET_SHAPES.sub(HIDDEN, value)
    return event


# for programs, every value by its name; for somebody who watches a terminal, sentences, and tracebacks line by line
STYLES: dict[str, Any] = {
    "fields": structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
    "plain": structlog.dev.ConsoleRenderer(
        colors=False, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
    ),
}


def configure(level: str, style: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING: both end in one handler on stderr."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    line = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*shared, structlog.processors.format_exc_info],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redact,
            STYLES[style],
        ],
    }
    quiet = {"level": "WARNING"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "httpx": quiet,
            "urllib3": quiet,
            "celery.app.trace": quiet,
            "celery.worker.strategy": quiet,
            "asyncio": quiet,
        },
    }
