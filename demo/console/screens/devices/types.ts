import type { DevicePageQuery } from '../../../../operations/documents.ts';

export type OneDevice = NonNullable<DevicePageQuery['bitdefenderDevice']>;
