import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface MasterKey {
  id: string;
  /** 32 bytes. */
  key: Buffer;
}

/** Seals and opens the API keys of integrations and the secrets of webhooks. */
export interface Sealer {
  /** Encrypts for one owner, an integration or a webhook of one tenant; opened for any other, the result fails. */
  seal(secret: string, tenantId: string, ownerId: string): string;
  /** Throws when the value was sealed for another tenant or owner, was changed, or its master key is unknown. */
  open(sealed: string, tenantId: string, ownerId: string): string;
  /** Whether it is sealed with the master key that seals now. */
  isCurrent(sealed: string): boolean;
  /** The name of the master key that seals now. */
  readonly currentId: string;
}

/** AES-256-GCM under HKDF(master key, tenant); the first master key seals, all of them open. */
export function createSealer(masterKeys: MasterKey[]): Sealer {
  const [current] = masterKeys;
  if (current === undefined) throw new Error('There is no master key.');
  return {
    seal(secret, tenantId, ownerId) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', tenantKey(current.key, tenantId), nonce);
      cipher.setAAD(binding(tenantId, ownerId));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return ['v1', current.id, ...[nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join(
        '.',
      );
    },
    open(sealed, tenantId, ownerId) {
      const [version, keyId, ...parts] = sealed.split('.');
      const masterKey = masterKeys.find(({ id }) => id === keyId);
      if (version !== 'v1' || parts.length !== 3) throw new Error('This is not a sealed key.');
      if (masterKey === undefined)
        throw new Error('The key was sealed with a master key this service does not know: add it to MASTER_KEYS.');
      const [nonce, tag, text] = parts.map(decoded) as [Buffer, Buffer, Buffer];
      const decipher = createDecipheriv('aes-256-gcm', tenantKey(masterKey.key, tenantId), nonce, {
        authTagLength: 16,
      });
      decipher.setAAD(binding(tenantId, ownerId));
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    },
    isCurrent: (sealed) => sealed.split('.')[1] === current.id,
    currentId: current.id,
  };
}

/** Buffer passes over what is no base64url and over spare bits of the last character; a changed text must not open. */
function decoded(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw new Error('The sealed key was changed.');
  return bytes;
}

function tenantKey(masterKey: Buffer, tenantId: string): Buffer {
  // The label is a part of every key that was ever sealed: it stays as the first release wrote it.
  return Buffer.from(hkdfSync('sha256', masterKey, tenantId, 'opsmerge-bitdefender connection key', 32));
}

function binding(tenantId: string, ownerId: string): Buffer {
  return Buffer.from(JSON.stringify([tenantId, ownerId]));
}
