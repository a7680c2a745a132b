import type { Client } from 'urql';
import { type BitdefenderJobKind, JobsPageDocument, type JobsPageQuery } from '../../../operations/documents.ts';

const millisecondsBetweenLooks = 1_000;
const looks = 120;

/** Waits until a background job is over, which nothing announces. A job that takes minutes is left to the list of jobs. */
export async function jobEnd(client: Client, kind: BitdefenderJobKind, id: string): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    const { data } = await client
      .query<JobsPageQuery>(JobsPageDocument.toString(), { kind, first: 5 }, { requestPolicy: 'network-only' })
      .toPromise();
    const job = data?.bitdefenderJobs?.edges.find(({ node }) => node.id === id)?.node;
    if (job?.state === 'SUCCEEDED' || job?.state === 'FAILED') return;
    await new Promise((resolve) => setTimeout(resolve, millisecondsBetweenLooks));
  }
}
