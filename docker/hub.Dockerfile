# The hub, from its sources: Node runs TypeScript as it is.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /noderr
COPY . .
RUN npm ci --ignore-scripts --omit=dev --omit=optional --no-audit --no-fund --workspace=@noderr/hub

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /noderr
# A new volume takes over the owner of the folder that it covers.
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/noderr-hub
COPY --from=packages /noderr/package.json ./
COPY --from=packages /noderr/node_modules node_modules
COPY --from=packages /noderr/protocol protocol
COPY --from=packages /noderr/settings settings
COPY --from=packages /noderr/oci oci
COPY --from=packages /noderr/beacon beacon
COPY --from=packages /noderr/telemetry telemetry
COPY --from=packages /noderr/hub hub
USER 10001:10001
EXPOSE 8480 8481
ENTRYPOINT ["node", "hub/src/main.ts"]
CMD ["run"]
