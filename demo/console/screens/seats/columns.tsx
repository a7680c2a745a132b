import { Text, Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeatsPageQuery } from '../../../../operations/documents.ts';
import type { Column } from '../../parts/data-table.tsx';
import { Count } from '../../parts/figure.tsx';
import { formatCount, formatDay } from '../../parts/format.ts';
import { TextLink } from '../../parts/link.tsx';

export type SeatsRow = NonNullable<SeatsPageQuery['bitdefenderSeats']>['edges'][number]['node'];

const numbers = ['protected', 'stale', 'duplicates', 'removed'] as const;

/** The numbers that are counted, as people write them. */
export function numbersOf(seats: Pick<SeatsRow, (typeof numbers)[number]>): Record<(typeof numbers)[number], string> {
  const { stale, duplicates, removed } = seats;
  return {
    protected: formatCount(seats.protected),
    stale: formatCount(stale),
    duplicates: formatCount(duplicates),
    removed: formatCount(removed),
  };
}

/** The columns of the companies: what is counted, and what it is made of. */
export function useSeatColumns(): readonly Column<SeatsRow>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'company',
        header: t('seats.column.company'),
        cell: ({ companyName, problem }) => (
          <>
            {companyName}
            {problem && (
              <Tooltip label={`${problem.message} ${problem.hint}`} w={300} multiline>
                <Text span size="xs" c="dimmed" ms={6} tabIndex={0}>
                  {problem.code}
                </Text>
              </Tooltip>
            )}
          </>
        ),
      },
      {
        id: 'client',
        header: t('seats.column.client'),
        width: '160px',
        from: 'md',
        cell: ({ client }) =>
          client && (
            <TextLink to="/clients/$clientId" params={{ clientId: client.id }}>
              {client.name}
            </TextLink>
          ),
      },
      {
        id: 'counted',
        header: t('seats.column.counted'),
        width: '85px',
        cell: ({ counted, asOf }) => <Count value={counted} of={{ asOf }} strong />,
      },
      ...numbers.map(
        (name): Column<SeatsRow> => ({
          id: name,
          header: t(`seats.column.${name}`),
          width: '95px',
          from: 'sm',
          cell: (row) => <Count value={row[name]} of={{}} />,
        }),
      ),
      {
        id: 'unexplained',
        header: t('seats.column.unexplained'),
        width: '110px',
        cell: ({ unexplained }) => <Count value={unexplained} of={{}} strong={unexplained !== 0} />,
      },
      {
        id: 'unprotected',
        header: t('seats.column.unprotected'),
        width: '110px',
        from: 'lg',
        cell: ({ unprotected }) => <Count value={unprotected} of={{}} />,
      },
      {
        id: 'licence',
        header: t('seats.column.licence'),
        width: '115px',
        from: 'lg',
        cell: ({ expiresAt }) => (expiresAt ? `${formatDay(expiresAt)} ${new Date(expiresAt).getFullYear()}` : '–'),
      },
    ],
    [t],
  );
}
