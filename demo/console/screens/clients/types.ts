import type { ClientTabQuery } from '../../../../operations/documents.ts';

/** What Bitdefender knows of a client. */
export type ClientProtection = NonNullable<NonNullable<ClientTabQuery['client']>['bitdefender']>;
