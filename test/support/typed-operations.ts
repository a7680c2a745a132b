import type { Identity } from '../../demo/tokens.js';
import type { TypedDocumentString } from '../../operations/documents.js';
import type { TestEnvironment } from './environment.js';

/** Sends an operation of `operations/`; its answer, which must have no errors, has the type that was generated for it. */
export const send = <Data, Variables extends object>(
  environment: TestEnvironment,
  identity: Identity,
  operation: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> => environment.data<Data>(identity, operation.toString(), variables);
