import { notifications } from '@mantine/notifications';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnyVariables, useClient } from 'urql';
import type { TypedDocumentString } from '../../../operations/documents.ts';
import { problemOf } from './problem.ts';

/** Something that is pressed: gives the payload of its mutation, or null where the request itself failed, which is shown. */
export function useAction<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
): { run: (variables: Variables) => Promise<Data | null>; busy: boolean } {
  const client = useClient();
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (variables: Variables) => {
      setBusy(true);
      const { data, error } = await client
        .mutation<Data, AnyVariables>(document.toString(), variables as AnyVariables)
        .toPromise();
      setBusy(false);
      const problem = problemOf(error);
      if (problem === null) return data ?? null;
      notifications.show({ color: 'red', title: t(`state.${problem.kind}.title`), message: problem.message });
      return null;
    },
    [client, document, t],
  );
  return { run, busy };
}
