import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { GraphQLError, getOperationAST } from 'graphql';

/**
 * Gives what the gateway refuses by itself the codes that the subgraph has for it: variables that do not fit, an operation that is
 * not there, and a subscription that a client asks for otherwise than as events.
 */
export const refusalCodes: GatewayPlugin = {
  onExecute({ args: { document, operationName }, setResultAndStopExecution }) {
    if (!getOperationAST(document, operationName)) setResultAndStopExecution({ errors: [noOperation()] });
    return { onExecuteDone: coded };
  },

  onResultProcess({ result, resultProcessor, setResultProcessor }) {
    const isServed = resultProcessor !== undefined;
    if (!isServed && Symbol.asyncIterator in Object(result)) setResultProcessor(refuseTransport, 'application/json');
  },
};

interface Outcome {
  result: unknown;
  setResult(result: never): void;
}

/** An answer to variables that do not fit is a 400 without a code. */
function coded({ result, setResult }: Outcome): void {
  const { errors } = Object(result) as { errors?: readonly GraphQLError[] };
  const uncoded = ({ extensions }: GraphQLError) => extensions?.code === undefined && isBadRequest(extensions);
  if (!errors?.some(uncoded)) return;
  for (const error of errors) if (uncoded(error)) error.extensions.code = 'BAD_USER_INPUT';
  setResult(result as never);
}

const isBadRequest = (extensions: { http?: unknown } | undefined) => Object(extensions?.http).status === 400;

const noOperation = () =>
  new GraphQLError('Could not determine what operation to execute.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
  });

type ResultProcessor = Parameters<
  Parameters<NonNullable<GatewayPlugin['onResultProcess']>>[0]['setResultProcessor']
>[0];

const refuseTransport: ResultProcessor = (result, { Response }) => {
  void (result as AsyncIterator<unknown>).return?.();
  const message =
    'A subscription is not served in this way. Use WebSocket (graphql-transport-ws), or server-sent events with the header "accept: text/event-stream".';
  const errors = [{ message, extensions: { code: 'SUBSCRIPTION_TRANSPORT' } }];
  return Response.json({ errors }, { status: 406 });
};
