# Makes the secrets of the composed stack, and plays deployer and publisher of the demo.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /noderr
COPY . .
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund --workspace=@noderr/stack

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /noderr
RUN install -d -o 10001 -g 10001 -m 0700 \
  /run-folder /run-folder/public /run-folder/nodes/node-1 /run-folder/nodes/node-2 /run-folder/nodes/node-3
COPY --from=packages /noderr/package.json ./
COPY --from=packages /noderr/node_modules node_modules
COPY --from=packages /noderr/protocol protocol
COPY --from=packages /noderr/settings settings
COPY --from=packages /noderr/oci oci
COPY --from=packages /noderr/beacon beacon
COPY --from=packages /noderr/telemetry telemetry
COPY --from=packages /noderr/agent agent
COPY --from=packages /noderr/hub hub
COPY --from=packages /noderr/stack stack
COPY --from=packages /noderr/alerts alerts
COPY --from=packages /noderr/provisioning provisioning
USER 10001:10001
