# The agent, one bundled file; the flags keep an idle one small (docs/benchmarks.md).
FROM node:24.21.0-bookworm-slim AS bundle
WORKDIR /noderr
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund --workspace=@noderr/agent && npm run build --workspace=@noderr/agent

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production MALLOC_ARENA_MAX=1
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/noderr-agent
COPY --from=bundle /noderr/agent/dist/noderr-agent.mjs /usr/local/lib/noderr/noderr-agent.mjs
USER 10001:10001
ENTRYPOINT ["node", "--max-semi-space-size=1", "--max-old-space-size=96", "--optimize-for-size", "--v8-pool-size=1", "--liftoff-only", "/usr/local/lib/noderr/noderr-agent.mjs"]
CMD ["run"]
