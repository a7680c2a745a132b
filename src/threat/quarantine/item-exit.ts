/** How an item left the quarantine, as far as it is known: GravityZone only stops listing it. */
export const itemExits = ['REMOVED', 'RESTORED', 'UNKNOWN'] as const;
export type ItemExit = (typeof itemExits)[number];

/**
 * How an item left, by the state of its action when it was last listed (API reference 3.5): 1 is waiting to be removed, 2 to be restored.
 * Without either, it was found clean when it was scanned again and restored by itself, it expired, or somebody acted between two looks.
 */
export function itemExit(actionRaw: string | null): ItemExit {
  if (actionRaw === '1') return 'REMOVED';
  return actionRaw === '2' ? 'RESTORED' : 'UNKNOWN';
}

export const exitReasons: Readonly<Record<ItemExit, string>> = {
  REMOVED: 'The item was removed from the quarantine.',
  RESTORED: 'The item was restored from the quarantine: the file is on the machine again.',
  UNKNOWN:
    'The item is no longer in quarantine. Bitdefender does not say why: it may have been found clean and restored, removed, or it expired.',
};
