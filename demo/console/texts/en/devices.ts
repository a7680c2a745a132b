export const devices = {
  title: 'Devices',
  health: { HEALTHY: 'Healthy', ATTENTION: 'Attention', AT_RISK: 'At risk', UNKNOWN: 'Unknown' },
  notProtected: 'Not protected',
  knownTo: { BOTH: 'Both', OPSMERGE_ONLY: 'Only OpsMerge', BITDEFENDER_ONLY: 'Only Bitdefender' },
  gap: {
    UNPROTECTED: 'Agent without protection',
    NO_AGENT: 'Protected, without an agent',
    AMBIGUOUS: 'Could be several agents',
    UNMANAGED: 'Discovered, not protected',
    SIGNATURES_OUTDATED: 'Signatures outdated',
    PRODUCT_OUTDATED: 'Product outdated',
    LICENCE_EXPIRED: 'Licence expired',
    NOT_SEEN: 'Not seen for days',
    MODULE_OFF: 'Module switched off',
    POLICY_NOT_APPLIED: 'Policy not applied',
    POLICY_NOT_EXPECTED: 'Unexpected policy',
  },
} as const;
