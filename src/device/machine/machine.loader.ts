import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { type CountedPage, pagingOf } from '../../graphql/paging.js';
import type { MachineReader } from './machine.reader.js';
import type { Machine, MachineListArgs } from './machine.type.js';

/** Loads a page of the machines of a client, batched with those of the other clients of the request. */
export function loadMachinesOfClient(
  context: RequestContext,
  reader: MachineReader,
  clientId: string,
  args: MachineListArgs,
): Promise<CountedPage<Machine>> {
  const { paging, others: list } = pagingOf(args);
  const loader = loaderOf<string, CountedPage<Machine>>(context, `clientMachines ${JSON.stringify(args)}`, () => {
    return new Loader((clientIds) =>
      reader.pagesOfClients(context.viewer.tenantId, clientIds, { ...list, filter: list.filter ?? {} }, paging),
    );
  });
  return loader.load(clientId);
}
