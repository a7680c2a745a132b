import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CreateReportLinkDocument, type WholeReportFragment } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { CopyBlock } from '../../parts/copy-block.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';
import { addressOf } from './link-address.ts';

const days = [7, 14, 30, 60, 90];

/** Creates a link to the report that is shown. Its address is shown once, as long as the page stays. */
export function LinkForm({
  clientId,
  report,
  isShared,
  onCreated,
}: {
  clientId: string;
  report: Pick<WholeReportFragment, 'period' | 'day' | 'timeZone'>;
  isShared: boolean;
  onCreated: () => void;
}) {
  const { t } = useTranslation();
  const { run, busy } = useAction(CreateReportLinkDocument);
  const [expiresInDays, setExpiresInDays] = useState(30);
  const [token, setToken] = useState<string | null>(null);
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const { period, day, timeZone } = report;
  const create = async () => {
    const input = { clientId, period, day, timeZone, expiresInDays };
    const answer = (await run({ input }))?.createBitdefenderReportLink;
    if (!answer) return;
    setUserErrors(answer.userErrors);
    if (!answer.token) return;
    setToken(answer.token);
    notifications.show({ color: 'teal', message: t('report.link.created') });
    onCreated();
  };
  return (
    <Panel title={t('report.link.create')} about={t('report.link.about')}>
      <Stack gap="sm">
        <Group gap="sm" align="flex-end">
          <Select
            label={t('report.link.days')}
            w={140}
            data={days.map((count) => ({ value: String(count), label: t('report.link.day', { count }) }))}
            value={String(expiresInDays)}
            allowDeselect={false}
            onChange={(value) => value && setExpiresInDays(Number(value))}
          />
          <Button loading={busy} disabled={!isShared} onClick={() => void create()}>
            {t('report.link.create')}
          </Button>
        </Group>
        <Refusals errors={errorsByField(userErrors)} />
        {token !== null && (
          <Alert color="teal" role="status">
            <Stack gap="xs">
              <Text size="sm">{t('report.link.once')}</Text>
              <CopyBlock name={t('report.link.address')} value={addressOf(token, location.origin)} />
            </Stack>
          </Alert>
        )}
      </Stack>
    </Panel>
  );
}
