# The production image: web, worker, scheduler and one-off commands all run from it, as an account without rights.
# Built with: docker build -t ftrportal .

FROM node:24-bookworm-slim AS node

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /app
COPY requirements.txt ./
RUN pip install --prefer-binary -r requirements.txt
# npm is needed for the fonts only, and only in this stage.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
COPY . .
# Settings demand a complete environment; these values end with the command and reach no layer.
RUN python -m ftrportal.build.static_files \
    && SECRET_KEY=build ALLOWED_HOSTS=build PORTAL_URL=https://build DATABASE_URL=postgresql://build/build \
       REDIS_URL=redis://build PORTAL_AWS_PRINCIPAL_ARN=build python manage.py collectstatic --no-input \
    && python -m ftrportal.build.licenses LICENSES.txt \
    && rm -rf static/vendor ftrportal/settings/dev.py ftrportal/settings/test.py \
    && mkdir -p var/media \
    && python -m compileall -q ftrportal assessments scanners

FROM python:3.11-slim-bookworm
# What WeasyPrint loads, and fonts to print with.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin portal
COPY --from=build /venv /venv
COPY --from=build /app /app
# A named volume mounted here takes over this ownership.
RUN chown portal:portal /app/var/media
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp/cache \
    DJANGO_SETTINGS_MODULE=ftrportal.settings.base
WORKDIR /app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "ftrportal/common/web/healthcheck.py"]
CMD ["gunicorn", "ftrportal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-class", "gthread", \
     "--threads", "4", "--timeout", "60", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
