import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { environmentOfPrograms } from '../../config.js';

/** The user of the system as whom the embedded PostgreSQL runs. */
export interface ServerOwner {
  /** Absent: the user of this process. */
  uid?: number;
  gid?: number;
  name: string;
}

/** Made where root has no `postgres`: `nobody` is shared with other services, which could read the data. */
const ownUser = 'opsmerge-postgres';

/** The commands that create a system user, of shadow and of BusyBox. */
const creations: [string, string[]][] = [
  ['useradd', ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', ownUser]],
  ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', ownUser]],
];

/** The server refuses to run as root; there it runs as `postgres` where that user exists, else as a user of its own. */
export function serverOwner(): ServerOwner {
  if (process.getuid?.() !== 0) return { name: 'you' };
  const owner = userCalled('postgres') ?? userCalled(ownUser) ?? createOwnUser();
  if (owner === null)
    throw new Error(
      `PostgreSQL cannot run as root, and the user "${ownUser}" could not be created: create it, or set DATABASE_URL instead.`,
    );
  return owner;
}

function createOwnUser(): ServerOwner | null {
  for (const [command, parameters] of creations)
    if (spawnSync(command, parameters, { env: environmentOfPrograms() }).status === 0) return userCalled(ownUser);
  return null;
}

function userCalled(name: string): ServerOwner | null {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, name], { env: environmentOfPrograms() }).stdout.toString() || Number.NaN),
  );
  return Number.isInteger(uid) && Number.isInteger(gid) ? ({ uid, gid, name } as ServerOwner) : null;
}

/** Options of a child process that runs as the owner, with an environment that has nothing of the service's settings. */
export function asOwner({ uid, gid }: ServerOwner): { env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  return { env: environmentOfPrograms(), ...(uid !== undefined && gid !== undefined && { uid, gid }) };
}

/** Gives these paths to the owner where another user has them, as `nobody` has in releases before; `stopAs` ends the server of that user. */
export async function takeOwnership(
  owner: ServerOwner,
  [data, ...files]: readonly [string, ...string[]],
  stopAs: (former: ServerOwner) => Promise<unknown>,
): Promise<void> {
  const { uid, gid } = await stat(data);
  if (owner.uid === undefined || owner.uid === uid) return;
  await stopAs({ uid, gid, name: `${uid}` }).catch(() => undefined);
  const given = spawnSync('chown', ['-hR', `${owner.uid}:${owner.gid}`, data, ...files], {
    env: environmentOfPrograms(),
  });
  if (given.status !== 0) throw new Error(`${data} could not be given to the user "${owner.name}".`);
}
