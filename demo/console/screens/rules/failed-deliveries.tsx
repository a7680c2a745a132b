import { Alert, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RetryDeliveriesDocument, type RulesPageQuery } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useAction } from '../../graph/use-action.ts';
import { Age } from '../../parts/age.tsx';
import { Wide } from '../../parts/wide.tsx';

type Failed = NonNullable<RulesPageQuery['failedDeliveries']>;

/** What rules requested and was given up, with another try. */
export function FailedDeliveries({ failed, onChanged }: { failed: Failed | null; onChanged: () => void }) {
  const { t } = useTranslation();
  const { may } = useViewer();
  const { run, busy } = useAction(RetryDeliveriesDocument);
  const [outcome, setOutcome] = useState<{ retried: number; refused: readonly string[] } | null>(null);
  const rows = failed?.edges.map(({ node }) => node) ?? [];
  const retry = async (ids: string[]) => {
    const answer = (await run({ ids }))?.retryBitdefenderAlertDeliveries;
    if (!answer) return;
    const outcomes = answer.outcomes ?? [];
    setOutcome({
      retried: outcomes.filter(({ userErrors }) => userErrors.length === 0).length,
      refused: [...answer.userErrors, ...outcomes.flatMap(({ userErrors }) => userErrors)].map(
        ({ message }) => message,
      ),
    });
    onChanged();
  };
  return (
    <Stack gap="xs" component="section">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t('rules.failed.title')}
        </Title>
        {may.execute && rows.length > 1 && (
          <Button size="xs" variant="default" loading={busy} onClick={() => void retry(rows.map(({ id }) => id))}>
            {t('rules.failed.retryAll')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t('rules.failed.about')}
      </Text>
      {outcome && (
        <Alert color={outcome.refused.length > 0 ? 'yellow' : 'teal'} role="status" p="xs">
          {outcome.retried > 0 && <Text size="sm">{t('rules.failed.retried', { count: outcome.retried })}</Text>}
          {outcome.refused.map((message) => (
            <Text size="sm" key={message}>
              {message}
            </Text>
          ))}
        </Alert>
      )}
      {rows.length === 0 ? (
        <Text size="sm">{t('rules.failed.none')}</Text>
      ) : (
        <Wide label={t('rules.failed.title')} minWidth={620}>
          <Table fz="sm" verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={120}>{t('rules.failed.what')}</Table.Th>
                <Table.Th>{t('rules.failed.subject')}</Table.Th>
                <Table.Th>{t('rules.failed.error')}</Table.Th>
                <Table.Th w={110}>{t('rules.failed.when')}</Table.Th>
                {may.execute && <Table.Th w={80} />}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ id, kind, ruleName, about, client, lastError, changedAt }) => (
                <Table.Tr key={id}>
                  <Table.Td>{t(`alerts.panel.delivery.${kind}`)}</Table.Td>
                  <Table.Td>
                    {about}
                    <Text size="xs" c="dimmed">
                      {[client?.name, ruleName].filter(Boolean).join(' · ')}
                    </Text>
                  </Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{lastError}</Table.Td>
                  <Table.Td>
                    <Age at={changedAt} size="sm" />
                  </Table.Td>
                  {may.execute && (
                    <Table.Td>
                      <Button
                        size="compact-sm"
                        variant="default"
                        disabled={busy}
                        aria-label={`${t('rules.failed.retry')}: ${about}`}
                        onClick={() => void retry([id])}
                      >
                        {t('rules.failed.retry')}
                      </Button>
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Wide>
      )}
      {failed?.pageInfo.hasNextPage && (
        <Text size="sm" c="dimmed">
          {t('rules.failed.more')}
        </Text>
      )}
    </Stack>
  );
}
