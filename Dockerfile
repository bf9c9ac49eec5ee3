# Two targets. `bot` has no torch and serves as bot and delivery; `worker` paints on CUDA (and on a CPU where there is none).
#   docker build --target bot -t atelier-bot .
#   docker build --target worker -t atelier-worker .

FROM python:3.12-slim AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN useradd --create-home --uid 10001 atelier && mkdir -p /data && chown atelier /data
WORKDIR /app
COPY pyproject.toml requirements.lock README.md ./
COPY jobs jobs
COPY messages messages
COPY bot bot
COPY worker worker
COPY sandbox sandbox
COPY cli cli
COPY models models
COPY training training
VOLUME /data

FROM base AS bot
RUN pip install -c requirements.lock -e ".[s3]"
USER atelier
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["atelier", "health", "bot"]
ENTRYPOINT ["atelier"]
CMD ["bot"]

FROM base AS worker
# torch's wheels bring their CUDA libraries; the host brings the driver (NVIDIA Container Toolkit)
RUN pip install -c requirements.lock -e ".[paint,s3]"
ENV HF_HOME=/data/huggingface
USER atelier
HEALTHCHECK --interval=30s --timeout=10s --start-period=300s CMD ["atelier", "health", "worker"]
ENTRYPOINT ["atelier"]
CMD ["worker", "--supervise"]
