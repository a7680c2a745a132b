import { useEffect, useRef } from 'react';
import { type AnyVariables, useClient } from 'urql';
import type { TypedDocumentString } from '../../../operations/documents.ts';

/** Hands each event of a subscription to `onEvent`, while the caller is on screen and `pause` is not set. */
export function useLive<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  onEvent: (event: Data) => void,
  { pause = false }: { pause?: boolean } = {},
): void {
  const client = useClient();
  const latest = useRef(onEvent);
  latest.current = onEvent;
  const key = JSON.stringify(variables);
  useEffect(() => {
    if (pause) return undefined;
    const { unsubscribe } = client
      .subscription<Data, AnyVariables>(document.toString(), JSON.parse(key))
      .subscribe(({ data }) => {
        if (data !== undefined) latest.current(data);
      });
    return unsubscribe;
  }, [client, document, key, pause]);
}
