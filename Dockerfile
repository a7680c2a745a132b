# syntax=docker/dockerfile:1
# The service: docker build -t opsmerge-bitdefender .
# The demo:    docker build --target demo -t opsmerge-bitdefender-demo .

FROM node:24-slim AS source
WORKDIR /source
COPY package.json package-lock.json .npmrc ./

FROM source AS build
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN --mount=type=cache,target=/root/.npm node scripts/package.mjs /app

FROM source AS demo
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build && mkdir -p data && chown node:node data
USER node
CMD ["node", "dist/demo/main.js"]

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4001
WORKDIR /app
# Owned by root, run by another: the service writes no file, so the file system may be read-only.
COPY --from=build /app ./
USER 1000:1000
EXPOSE 4001
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-old-space-size=640", "--max-semi-space-size=16", "dist/src/main.js"]
