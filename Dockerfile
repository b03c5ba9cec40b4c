# Builds the console and fetches the packages; none of its tools reach the last stage.
FROM denoland/deno:2.9.6 AS build
ENV DENO_DIR=/deno-dir
WORKDIR /app
COPY deno.json deno.lock ./
COPY server/deno.json server/
COPY console/deno.json console/
COPY server server
COPY console console
RUN deno task build \
  && deno cache --frozen server/main.ts server/store/sqlite_worker.ts \
    server/store/postgres/postgres_worker.ts server/store/postgres/postgres_sound_worker.ts \
  && rm -rf /deno-dir/dl \
  && mkdir /data

FROM denoland/deno:distroless-2.9.6
ENV DENO_DIR=/deno-dir DENO_NO_UPDATE_CHECK=1 HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
WORKDIR /app
COPY --from=build /deno-dir /deno-dir
COPY --from=build /app /app
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
# Of a server that is alone; with DATABASE_URL nothing is written there.
VOLUME /data
# 6030 and 9092 are open where AVR_PORT and AUDIOSOCKET_PORT say so.
EXPOSE 8080 6030 9092
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s CMD ["/bin/deno", "eval", "--no-config", "const r = await fetch(`http://127.0.0.1:${Deno.env.get('PORT')}/healthz`); Deno.exit(r.ok ? 0 : 1)"]
CMD ["run", "--cached-only", "--frozen", "--no-prompt", "--allow-net", "--allow-env", "--allow-sys", "--allow-read=/app,/data,/run/secrets", "--allow-write=/data", "server/main.ts"]
