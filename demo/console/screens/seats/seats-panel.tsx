import { Alert, Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  type BitdefenderSeatCategory,
  SeatMachinesDocument,
  type SeatMachinesQuery,
} from '../../../../operations/documents.ts';
import { usePages } from '../../graph/use-pages.ts';
import { formatCount, formatMoment } from '../../parts/format.ts';
import { TextLink } from '../../parts/link.tsx';
import { OneChoice } from '../../parts/one-choice.tsx';
import { ShortTable } from '../../parts/short-table.tsx';
import { SidePanel } from '../../parts/side-panel.tsx';
import { Empty, ScreenState } from '../../parts/state.tsx';
import { numbersOf, type SeatsRow } from './columns.tsx';
import { categories } from './search.ts';

type Machine = NonNullable<SeatMachinesQuery['bitdefenderSeatMachines']>['edges'][number]['node'];
const pageOf = (data: SeatMachinesQuery) => data.bitdefenderSeatMachines;

interface Chosen {
  category: BitdefenderSeatCategory | undefined;
  onCategory: (category: BitdefenderSeatCategory | undefined) => void;
}

/** How the seats of one company add up, and the machines behind each number. */
export function SeatsPanel({
  id,
  seats,
  onClose,
  ...chosen
}: Chosen & { id: string | undefined; seats: SeatsRow | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SidePanel
      opened={id !== undefined}
      title={seats ? t('seats.panel.title', { company: seats.companyName, month: seats.month }) : t('seats.title')}
      close={t('seats.panel.close')}
      onClose={onClose}
      size="xl"
    >
      {id !== undefined && !seats && <Empty title={t('seats.panel.missing')} />}
      {seats && (
        <Stack gap="md">
          <Account seats={seats} />
          <Machines key={seats.id} seats={seats} {...chosen} />
        </Stack>
      )}
    </SidePanel>
  );
}

/** The account in sentences: it adds up, or says what is missing. */
function Account({ seats }: { seats: SeatsRow }) {
  const { t } = useTranslation();
  const { counted, countedWithBelow, usedSlots, totalSlots, withoutAgent, problem, closed, asOf } = seats;
  const rest = seats.unexplained ?? 0;
  const sentences = [
    typeof counted === 'number' &&
      t('seats.panel.adds', { counted: formatCount(counted), ...numbersOf(seats), unexplained: formatCount(rest) }),
    t('seats.panel.notCounted', {
      unprotected: formatCount(seats.unprotected),
      unmanaged: formatCount(seats.unmanaged),
    }),
    withoutAgent > 0 && t('seats.panel.withoutAgent', { withoutAgent: formatCount(withoutAgent) }),
    typeof counted === 'number' &&
      typeof countedWithBelow === 'number' &&
      countedWithBelow !== counted &&
      t('seats.panel.withBelow', { countedWithBelow: formatCount(countedWithBelow) }),
    typeof usedSlots === 'number' &&
      typeof totalSlots === 'number' &&
      t('seats.panel.slots', { used: formatCount(usedSlots), total: formatCount(totalSlots) }),
  ].filter((sentence) => sentence !== false);
  return (
    <Stack gap={6}>
      {problem && (
        <Alert color="yellow" title={problem.message} role="status">
          {problem.hint}
        </Alert>
      )}
      {sentences.map((sentence) => (
        <Text key={sentence} size="sm">
          {sentence}
        </Text>
      ))}
      {rest !== 0 && <Text size="sm">{t('seats.panel.unexplained')}</Text>}
      <Text size="sm" c="dimmed">
        {closed ? t('seats.panel.closed') : t('seats.panel.asOf', { moment: formatMoment(asOf) })}
      </Text>
    </Stack>
  );
}

function Machines({ seats, category, onCategory }: Chosen & { seats: SeatsRow }) {
  const { t } = useTranslation();
  const screen = usePages(SeatMachinesDocument, { seatsId: seats.id, category: category ?? null }, pageOf);
  const numbers: Record<BitdefenderSeatCategory, number> = {
    ...{ PROTECTED: seats.protected, STALE: seats.stale, DUPLICATE: seats.duplicates, REMOVED: seats.removed },
    ...{ UNPROTECTED: seats.unprotected, UNMANAGED: seats.unmanaged },
  };
  return (
    <>
      <OneChoice
        label={t('seats.panel.category')}
        width={240}
        choices={categories.map((value) => ({ value, label: t(`seats.category.${value}`), count: numbers[value] }))}
        value={category}
        onChange={onCategory}
      />
      <ScreenState screen={screen}>
        {() =>
          screen.rows.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('seats.panel.none')}
            </Text>
          ) : (
            <MachineTable rows={screen.rows} />
          )
        }
      </ScreenState>
      {screen.more && (
        <div>
          <Button size="xs" variant="default" loading={screen.loadingMore} onClick={screen.more}>
            {t('seats.panel.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function MachineTable({ rows }: { rows: readonly Machine[] }) {
  const { t } = useTranslation();
  return (
    <ShortTable
      label={t('seats.panel.machines')}
      rows={rows}
      keyOf={({ id }) => id}
      minWidth={420}
      columns={[
        {
          id: 'name',
          header: t('seats.panel.name'),
          cell: ({ name, device }) =>
            device ? (
              <TextLink to="/devices/$deviceId" params={{ deviceId: device.id }}>
                {name}
              </TextLink>
            ) : (
              name
            ),
        },
        {
          id: 'why',
          header: t('seats.panel.why'),
          cell: ({ category, removal, sameAsName }) =>
            [
              t(`seats.category.${category}`),
              removal && t(`seats.removal.${removal}`),
              sameAsName && t('seats.panel.sameAs', { name: sameAsName }),
            ]
              .filter(Boolean)
              .join(' · '),
        },
        {
          id: 'since',
          header: t('seats.panel.since'),
          isShort: true,
          cell: ({ since }) => (since ? formatMoment(since) : '–'),
        },
      ]}
    />
  );
}
