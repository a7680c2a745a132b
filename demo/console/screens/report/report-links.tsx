import { Badge, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ReportLinkRowFragment, RevokeReportLinkDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { formatMoment } from '../../parts/format.ts';
import { Panel } from '../../parts/panel.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { ShortTable } from '../../parts/short-table.tsx';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';

const colors = { ACTIVE: 'teal', EXPIRED: 'gray', REVOKED: 'gray' } as const;

/** The links to reports of a client, newest first. None of them can be read again. */
export function ReportLinks({
  links,
  mayRevoke,
  onChanged,
  onMore,
  loading,
}: {
  links: readonly ReportLinkRowFragment[];
  mayRevoke: boolean;
  onChanged: () => void;
  onMore: (() => void) | undefined;
  loading: boolean;
}) {
  const { t } = useTranslation();
  const { run, busy } = useAction(RevokeReportLinkDocument);
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const revoke = async (linkId: string) => {
    const answer = (await run({ linkId }))?.revokeBitdefenderReportLink;
    if (!answer) return;
    setUserErrors(answer.userErrors);
    if (answer.userErrors.length === 0) notifications.show({ color: 'teal', message: t('report.link.revoked') });
    onChanged();
  };
  return (
    <Panel title={t('report.link.title')}>
      <Refusals errors={errorsByField(userErrors)} />
      {links.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('report.link.none')}
        </Text>
      ) : (
        <ShortTable<ReportLinkRowFragment>
          label={t('report.link.title')}
          rows={links}
          keyOf={({ id }) => id}
          minWidth={760}
          columns={[
            { id: 'report', header: t('report.link.report'), isShort: true, cell: ({ name }) => name },
            {
              id: 'state',
              header: t('report.link.state'),
              cell: ({ state }) => (
                <Badge variant="light" color={colors[state]} radius="sm" c="var(--mantine-color-text)">
                  {t(`report.link.states.${state}`)}
                </Badge>
              ),
            },
            {
              id: 'by',
              header: t('report.link.by'),
              cell: ({ createdAt, createdByUser }) => {
                const at = formatMoment(createdAt);
                const name = createdByUser?.name ?? createdByUser?.id;
                return name ? t('report.link.byPerson', { at, name }) : at;
              },
            },
            {
              id: 'until',
              header: t('report.link.until'),
              isShort: true,
              cell: ({ expiresAt }) => formatMoment(expiresAt),
            },
            {
              id: 'opened',
              header: t('report.link.opened'),
              cell: ({ lastOpenedOn, daysOpened }) =>
                lastOpenedOn
                  ? t('report.link.openedDays', { count: daysOpened, day: lastOpenedOn })
                  : t('report.link.never'),
            },
            ...(mayRevoke
              ? [
                  {
                    id: 'revoke',
                    header: t('report.link.revoke'),
                    cell: ({ id, name, state }: ReportLinkRowFragment) =>
                      state === 'ACTIVE' && (
                        <Button
                          size="compact-xs"
                          variant="default"
                          loading={busy}
                          aria-label={t('report.link.revokeOf', { name })}
                          onClick={() => void revoke(id)}
                        >
                          {t('report.link.revoke')}
                        </Button>
                      ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {onMore && (
        <Button mt="xs" size="xs" variant="default" loading={loading} onClick={onMore}>
          {t('report.link.more')}
        </Button>
      )}
    </Panel>
  );
}
