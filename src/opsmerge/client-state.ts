/** What a client is to the MSP, as core says. */
export const clientStates = ['ACTIVE', 'ARCHIVED', 'LEAD'] as const;
export type ClientState = (typeof clientStates)[number];
