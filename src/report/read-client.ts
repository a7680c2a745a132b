import { type CoreClient, type OpsMerge, OpsMergeError } from '../opsmerge/opsmerge.js';

/** A client as OpsMerge knows it: null if the tenant has none of this id, undefined while OpsMerge cannot be asked; then it is taken to exist. */
export async function readClient(
  opsMerge: Pick<OpsMerge, 'client'>,
  tenantId: string,
  clientId: string,
): Promise<CoreClient | null | undefined> {
  try {
    return await opsMerge.client(tenantId, clientId);
  } catch (error) {
    if (error instanceof OpsMergeError) return undefined;
    throw error;
  }
}
