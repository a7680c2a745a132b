import type { GraphQLResolveInfo } from 'graphql';
import { Loader, loaderOf, type RequestContext } from '../../graphql/context.js';
import { fieldsOfNodes } from '../../graphql/lists/selected-fields.js';
import type { ConnectionPage } from '../../graphql/paging.js';
import type { ThreatReader } from './threat.reader.js';
import { criteriaOf, type Threat, type ThreatListArguments } from './threat.type.js';

/** The threats of a client, read together with those of the request's other clients. */
export function loadThreatsOfClient(
  context: RequestContext,
  reader: ThreatReader,
  clientId: string,
  args: ThreatListArguments,
  info: GraphQLResolveInfo,
): Promise<ConnectionPage<Threat>> {
  const fields = fieldsOfNodes(info);
  const { filter, orderBy, ...paging } = args;
  const criteria = { ...criteriaOf(filter), clientId: null, clientIds: null };
  const loader = loaderOf<string, ConnectionPage<Threat>>(
    context,
    `clientThreats ${JSON.stringify(args)} ${[...fields].join()}`,
    () => {
      return new Loader((clientIds) =>
        reader.pages(context.viewer.tenantId, { kind: 'CLIENTS', clientIds }, criteria, {
          order: orderBy,
          fields,
          ...paging,
        }),
      );
    },
  );
  return loader.load(clientId);
}

/** The threats of a device's machine, read together with those of the request's other machines. */
export function loadThreatsOfMachine(
  context: RequestContext,
  reader: ThreatReader,
  deviceId: string,
  args: ThreatListArguments,
  info: GraphQLResolveInfo,
): Promise<ConnectionPage<Threat>> {
  const fields = fieldsOfNodes(info);
  const { filter, orderBy, ...paging } = args;
  const criteria = { ...criteriaOf(filter), deviceId: null };
  const loader = loaderOf<string, ConnectionPage<Threat>>(
    context,
    `machineThreats ${JSON.stringify(args)} ${[...fields].join()}`,
    () => {
      return new Loader((deviceIds) =>
        reader.pages(context.viewer.tenantId, { kind: 'MACHINES', deviceIds }, criteria, {
          order: orderBy,
          fields,
          ...paging,
        }),
      );
    },
  );
  return loader.load(deviceId);
}
