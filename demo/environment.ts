import { randomBytes } from 'node:crypto';
import { type App, startApp } from '../src/app.js';
import { type Config, processRoles } from '../src/config.js';
import type { Logger } from '../src/logger.js';
import { type AllowedNetwork, openNetworks } from '../src/net/allowed-networks.js';
import { noTelemetry } from '../src/telemetry/settings.js';
import { type Core, startCore } from './core/core.js';
import { type Gateway, startGateway } from './gateway/gateway.js';
import {
  type GravityZoneSimulator,
  type SimulatorOptions,
  startGravityZoneSimulator,
} from './gravityzone/simulator.js';
import { createDemoPages } from './pages/pages.js';
import { readProjectFile } from './project.js';
import { sendAs } from './send.js';
import { AUDIENCE, createTokenIssuer, ISSUER, type TokenIssuer } from './tokens.js';

export interface EnvironmentOptions {
  /** Without one, an embedded PostgreSQL under `dataFolder`. */
  databaseUrl?: string;
  directUrl?: string;
  read?: Config['read'];
  migrate?: Config['migrate'];
  dataFolder?: string;
  simulator?: SimulatorOptions;
  /** The stage is no part of this; the console may connect to it. */
  ports?: { app?: number; core?: number; gateway?: number; stage?: number };
  masterKeys?: Config['masterKeys'];
  /** How the service may call GravityZone; by default as fast as Bitdefender allows, on this machine only. */
  rateLimits?: Config['gravityZone']['rateLimits'];
  allowedNetworks?: AllowedNetwork[];
  trustProxy?: Config['trustProxy'];
  /** Where it differs from that of a demo, in which nobody has to wait for a minute to pass. */
  requestLimits?: Partial<Config['requestLimits']>;
  /** By default as in production: those that come again. */
  compiledQueries?: Config['compiledQueries'];
  /** Unbounded by default. */
  testsPerHour?: number;
  /** What webhooks may reach; by default this machine too. */
  webhookNetworks?: AllowedNetwork[];
  /** Routers to which events of subscriptions may be posted; none by default. */
  callbacks?: Partial<Config['callbacks']>;
  callSeconds?: number;
  runSeconds?: number;
  tick?: string;
  roles?: Config['roles'];
  opsMergeTimeoutMilliseconds?: number;
  logger: Logger;
  onStatement?: (statement: string) => void;
  /** Without a gateway, requests go to the subgraph alone. */
  gateway?: boolean;
  /** With the console of this tenant and the page to try its graph; issues tokens. */
  pagesOf?: string;
}

/** Everything around the service and the service itself, on this machine. */
export interface Environment {
  app: App;
  core: Core;
  gravityZone: GravityZoneSimulator;
  gateway: Gateway | null;
  tokens: TokenIssuer;
  config: Config;
  /** Starts another replica of the service on the same database, with what differs of its configuration. */
  startReplica(changes?: Partial<Config>): Promise<App>;
  close(): Promise<void>;
}

const networks = (given = openNetworks(['127.0.0.0/8', '::1/128'])) => given;

const hurried: Config['requestLimits'] = {
  personPerMinute: 1_000_000,
  tenantPerMinute: 1_000_000,
  personAtOnce: 40,
  tenantAtOnce: 16,
  exportsAtOnce: 2,
};

/** Starts the simulator, core's stand-in, the service and the gateway: what the demo shows and the tests use. */
export async function startEnvironment(options: EnvironmentOptions): Promise<Environment> {
  const running: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of running.splice(0).reverse()) await stop();
  };
  try {
    const tokens = await createTokenIssuer();
    const core = await startCore({ tokens, ...(options.ports?.core && { port: options.ports.core }) });
    running.push(() => core.close());
    const gravityZone = await startGravityZoneSimulator(options.simulator);
    running.push(() => gravityZone.close());
    let gateway: Gateway | null = null;
    const config: Config = {
      host: '127.0.0.1',
      port: options.ports?.app ?? 0,
      trustProxy: options.trustProxy ?? 0,
      databaseUrl: options.databaseUrl,
      directUrl: options.directUrl,
      read: options.read,
      migrate: options.migrate ?? 'at-start',
      dataFolder: options.dataFolder ?? 'data/demo',
      masterKeys: options.masterKeys ?? [{ id: 'demo', key: randomBytes(32) }],
      auth: { jwksUrl: core.jwksUrl, issuer: ISSUER, audience: AUDIENCE },
      opsmerge: {
        url: core.url,
        serviceToken: await tokens.issue({ subject: 'bitdefender-subgraph', roles: ['service'] }),
        timeoutMilliseconds: options.opsMergeTimeoutMilliseconds ?? 15_000,
      },
      gravityZone: {
        allowedNetworks: networks(options.allowedNetworks),
        rateLimits: options.rateLimits ?? {},
        answerBytes: 8 * 1024 * 1024,
        callSeconds: options.callSeconds ?? 60,
        runSeconds: options.runSeconds ?? 3_000,
      },
      requestLimits: { ...hurried, ...options.requestLimits },
      compiledQueries: options.compiledQueries ?? 'repeated',
      testsPerHour: options.testsPerHour ?? 10_000,
      webhooks: { allowedNetworks: networks(options.webhookNetworks) },
      callbacks: { urls: [], allowedNetworks: networks(), ...options.callbacks },
      // The gateway starts after the service, whose address it needs.
      get mcpGraphUrl() {
        return gateway?.url;
      },
      stateHours: 12,
      tick: options.tick ?? '* * * * * *',
      roles: options.roles ?? processRoles,
      logLevel: 'info',
      accessLog: true,
      telemetry: noTelemetry,
    };
    const app = await startApp(config, options.logger, options.onStatement);
    running.push(() => app.close());
    const pages = (tenantId: string) =>
      createDemoPages({
        tokens,
        tenantId,
        clients: () => {
          const world = core.world(tenantId);
          return [...world.clients.values()].map(({ id, name }) => ({ id, name, sites: world.sitesOf(id) }));
        },
        ...(options.ports?.stage && { stagePort: options.ports.stage }),
        send: async (query, variables) => {
          const send = await sendAs({ app, gateway, tokens }, { subject: 'demo-admin', roles: ['admin'], tenantId });
          return send(query, variables);
        },
      });
    if (options.gateway !== false) {
      gateway = await startGateway({
        // The committed one: composing the subgraphs takes longer than everything else the gateway does at its start.
        supergraph: await readProjectFile('schema/supergraph.graphql'),
        bitdefenderUrl: app.url,
        coreUrl: core.url,
        ...(options.ports?.gateway && { port: options.ports.gateway }),
        ...(options.pagesOf && { pages: pages(options.pagesOf) }),
      });
      const started = gateway;
      running.push(() => started.close());
    }
    return {
      app,
      core,
      gravityZone,
      gateway,
      tokens,
      config,
      close,
      async startReplica(changes = {}) {
        const replica = await startApp(
          { ...config, port: 0, databaseUrl: app.databaseUrl, ...changes },
          options.logger,
          options.onStatement,
        );
        running.push(() => replica.close());
        return replica;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
