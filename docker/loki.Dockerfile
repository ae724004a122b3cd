# Loki's image has no program that could ask it for its health: https://github.com/grafana/loki/issues/20149
FROM busybox:1.37.0-musl AS busybox

FROM grafana/loki:3.7.7
COPY --from=busybox /bin/busybox /usr/bin/wget
