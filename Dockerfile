# Postern in a small image. Build: docker build -t postern .
# Run:   docker run -p 127.0.0.1:8080:8080 -e 'POSTERN__WEB__TRUSTED_PROXIES=["172.16.0.0/12"]' \
#            -v ./postern.toml:/etc/postern/postern.toml:ro -v postern:/data postern
# Published on 127.0.0.1 alone, for it speaks plain HTTP: the TLS proxy of this machine stands before it. What that proxy asks comes
# from Docker's own network, which is named so that its X-Forwarded-For is believed.
# For /metrics and /admin also: -e POSTERN__WEB__ADMIN_LISTEN=0.0.0.0:9090 -p 127.0.0.1:9090:9090
# Without it they stay on 127.0.0.1 of the container, where nobody else comes: whoever is in the container's network could.

FROM rust:1.95-slim-bookworm AS build
# The image has gcc and the C library's headers, which SQLite and ring are compiled with.
WORKDIR /build
COPY . .
RUN cargo build --release --locked --bin postern

# The same Debian as above: the binary needs its C library, and nothing else of it.
FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin postern \
    && install -d -o postern -g postern -m 0700 /data
COPY --from=build /build/target/release/postern /usr/local/bin/postern

USER 10001:10001
WORKDIR /data
VOLUME /data
# Inside a container 127.0.0.1 can be reached by nobody from outside: who may come in is what "docker run -p" says. The sessions must outlive the container.
ENV POSTERN__WEB__LISTEN=0.0.0.0:8080 \
    POSTERN__STORE__URL=sqlite:///data/postern.db
EXPOSE 8080

# It is there, not more: a database that is away gets no better when this is started again (packaging/compose.yaml asks /readyz).
# No curl here, but bash opens connections.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1.1 200' <&3"]

# "docker run postern probe anna@example.net" replaces the second line, not the first.
ENTRYPOINT ["postern"]
CMD ["serve", "--config", "/etc/postern/postern.toml"]
