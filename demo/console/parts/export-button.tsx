import { Button, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnyVariables, useClient } from 'urql';
import type { TypedDocumentString } from '../../../operations/documents.ts';

/** Asks for the link of a CSV file, which opens once, and opens it. */
export function ExportButton<Data, Variables>({
  document,
  variables,
  urlOf,
  about,
}: {
  document: TypedDocumentString<Data, Variables>;
  variables: Variables;
  urlOf: (data: Data) => string | undefined;
  /** What the file holds. */
  about: string;
}) {
  const { t } = useTranslation();
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(false);
  const download = async () => {
    setBusy(true);
    const { data } = await client
      .query<Data, AnyVariables>(document.toString(), variables as AnyVariables, { requestPolicy: 'network-only' })
      .toPromise();
    setBusy(false);
    const url = data && urlOf(data);
    setRefused(!url);
    if (url) window.open(url, '_self');
  };
  return (
    <Tooltip label={refused ? t('export.refused') : about}>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconDownload size={14} />}
        loading={busy}
        onClick={() => void download()}
      >
        {t('export.title')}
      </Button>
    </Tooltip>
  );
}
