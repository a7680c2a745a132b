/** Where a detection comes from. */
export type SourceKind = 'INCIDENT' | 'QUARANTINE' | 'DEVICE_STATE' | 'EXCHANGE_QUARANTINE' | 'REPORT';
/** The kinds of the two quarantines. */
export type QuarantineKind = 'QUARANTINE' | 'EXCHANGE_QUARANTINE';

/** Whether a source is an item of a quarantine. */
export const isOfQuarantine = (kind: SourceKind): kind is QuarantineKind =>
  kind === 'QUARANTINE' || kind === 'EXCHANGE_QUARANTINE';
