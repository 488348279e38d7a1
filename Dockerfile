# coachplan in a container: the command, git, and nothing else of ours. Every library comes with the hash that the lock has.
#
#   docker build --tag coachplan .
#   docker run --rm --interactive --tty --user "$(id -u):$(id -g)" --env HOME=/tmp --volume "$PWD:/plans" coachplan status
#
# Git starts ssh to share, and ssh-keygen to check who signed: its client is here for that.
FROM python:3.13-slim-trixie@sha256:8d9d0b8bcf6506481eae4907c18f5e3e7902e629f5f6d684f9e7c32e85e3ddf0 AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /source
COPY . .
RUN python -m venv /build \
    && /build/bin/pip install --require-hashes --requirement requirements/source.txt \
    && /build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
    && python -m venv --without-pip /opt/coachplan \
    && pip --python /opt/coachplan install --require-hashes --requirement requirements/runtime.txt \
    && pip --python /opt/coachplan install --no-deps --no-index /wheel/coachplan-*.whl

FROM python:3.13-slim-trixie@sha256:8d9d0b8bcf6506481eae4907c18f5e3e7902e629f5f6d684f9e7c32e85e3ddf0

# git and ssh come as Debian has them today: holes in them are mended by building again.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git openssh-client \
    && rm -rf /var/lib/apt/lists/* \
    && pip uninstall --yes --root-user-action=ignore pip \
    && useradd --create-home --uid 1000 coachplan
COPY --from=build /opt/coachplan /opt/coachplan
ENV PATH="/opt/coachplan/bin:$PATH" LANG=C.UTF-8
USER 1000:1000
WORKDIR /plans
ENTRYPOINT ["coachplan"]
CMD ["--help"]
