# Grafana with the plugin, which nobody can take away: its folder belongs to the image, and that is read-only.
FROM node:24.21.0-bookworm-slim AS plugin
WORKDIR /noderr
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund --workspace=@noderr/grafana-plugin && \
  npm run build:plugin --workspace=@noderr/grafana-plugin

FROM grafana/grafana:12.4.10
COPY --from=plugin /noderr/grafana-plugin/dist /usr/share/noderr/plugins/noderr-hub-app
ENV GF_PATHS_PLUGINS=/usr/share/noderr/plugins
