import { Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PortalWeekDocument, type PortalWeekQuery } from '../../../../operations/documents.ts';
import { usePages } from '../../graph/use-pages.ts';
import { Figure } from '../../parts/figure.tsx';
import { formatDay, formatMoment } from '../../parts/format.ts';
import { ButtonLink } from '../../parts/link.tsx';
import { Empty, ScreenHead, ScreenState, StaleNote } from '../../parts/state.tsx';
import { PrintButton } from '../report/print-button.tsx';
import { SitesNote } from '../report/sites-note.tsx';
import { PastWeeks } from './past-weeks.tsx';
import { PortalReports } from './portal-reports.tsx';
import { PortalResponse } from './portal-response.tsx';
import { PortalThreats } from './portal-threats.tsx';
import { lastMomentOf } from './weeks.ts';

type Summary = NonNullable<PortalWeekQuery['portalBitdefenderWeeklySummary']>;

const pageOf = (data: PortalWeekQuery) => data.portalBitdefenderThreats;

/** The week of a client, in plain words, for the people who work there; or a report. */
export default function PortalScreen() {
  const { week, report } = useSearch({ from: '/portal' });
  return report === undefined ? <PortalWeek week={week} /> : <PortalReports />;
}

function PortalWeek({ week }: { week: string | undefined }) {
  const { t } = useTranslation();
  const screen = usePages(PortalWeekDocument, { ...(week && { weekOf: week }) }, pageOf);
  return (
    <Stack maw={980} mx="auto" gap={0}>
      <ScreenHead title={t('portal.title')} about={t('portal.about')}>
        {screen.data?.portalBitdefenderWeeklySummary && (
          <>
            <ButtonLink to="/portal" search={{ report: 'month' }} className="not-printed">
              {t('report.toReports')}
            </ButtonLink>
            <PrintButton />
          </>
        )}
      </ScreenHead>
      <ScreenState screen={screen}>
        {(data) => {
          const { portalBitdefenderWeeklySummary: summary, portalBitdefenderWeeks: weeks } = data;
          if (!summary) return <NothingShown isShared={(weeks?.length ?? 0) > 0} />;
          return (
            <Stack gap="xl">
              <SitesNote sites={data.portalBitdefenderSites ?? null} />
              <Week summary={summary} isThisWeek={summary.week === weeks?.[0]?.week} />
              <PastWeeks weeks={weeks ?? []} shown={summary.week} timeZone={summary.timeZone} />
              <PortalResponse responses={data.portalBitdefenderResponseTimes} />
              <PortalThreats
                rows={screen.rows}
                timeZone={summary.timeZone}
                onMore={screen.more}
                loading={screen.loadingMore}
              />
              <AsOf summary={summary} />
            </Stack>
          );
        }}
      </ScreenState>
    </Stack>
  );
}

/** The provider does not show threats, or the address names a week that cannot be shown. */
function NothingShown({ isShared }: { isShared: boolean }) {
  const { t } = useTranslation();
  if (!isShared) return <Empty title={t('portal.off.title')} text={t('portal.off.text')} />;
  return (
    <Empty title={t('portal.weekOff.title')} text={t('portal.weekOff.text')}>
      <ButtonLink to="/portal" search={{}}>
        {t('portal.weekOff.back')}
      </ButtonLink>
    </Empty>
  );
}

function Week({ summary, isThisWeek }: { summary: Summary; isThisWeek: boolean }) {
  const { t } = useTranslation();
  const { timeZone, asOf, stale } = summary;
  const range = t('portal.week', {
    from: formatDay(summary.from, timeZone),
    to: formatDay(lastMomentOf(summary), timeZone),
  });
  const of = { window: range, timeZone, asOf, stale };
  return (
    <Stack gap="md">
      {stale && <StaleNote>{t('portal.stale')}</StaleNote>}
      <Paper p={{ base: 'md', sm: 'xl' }} bg="var(--mantine-primary-color-light)" withBorder={false}>
        <Stack gap="xs">
          <Group gap="xs">
            <Text size="sm" fw={600}>
              {range}
            </Text>
            {isThisWeek && <Text size="sm">{t('portal.thisWeek')}</Text>}
          </Group>
          <Title order={2} fz={{ base: 22, sm: 28 }} lh={1.3} fw={600} textWrap="balance">
            {summary.sentence}
          </Title>
        </Stack>
      </Paper>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        <Figure label={t('portal.stopped')} value={summary.stopped} of={of}>
          <About text={t('portal.stoppedAbout')} />
        </Figure>
        <Figure label={t('portal.handled')} value={summary.handled} of={of}>
          <About text={t('portal.handledAbout')} />
        </Figure>
        <Figure label={t('portal.beingHandled')} value={summary.beingHandled} of={of}>
          <About text={t('portal.beingHandledAbout')} />
        </Figure>
        <Figure label={t('portal.machines')} value={summary.machines} of={of}>
          <About text={t('portal.machinesAbout')} />
        </Figure>
      </SimpleGrid>
      <Machines machines={summary.mostConcerned} />
    </Stack>
  );
}

const About = ({ text }: { text: string }) => (
  <Text size="xs" c="dimmed">
    {text}
  </Text>
);

function Machines({ machines }: { machines: Summary['mostConcerned'] }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6} component="section">
      <Title order={2} size="h4">
        {t('portal.machines')}
      </Title>
      {machines.length === 0 ? (
        <Text size="sm">{t('portal.noMachines')}</Text>
      ) : (
        <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="xl" verticalSpacing={6}>
          {machines.map(({ hostName, total }) => (
            <Group key={hostName} justify="space-between" gap="xs" wrap="nowrap">
              <Text size="sm" truncate>
                {hostName}
              </Text>
              <Text size="sm" c="dimmed" style={{ flexShrink: 0 }}>
                {t('portal.perMachine', { count: total })}
              </Text>
            </Group>
          ))}
        </SimpleGrid>
      )}
    </Stack>
  );
}

function AsOf({ summary: { asOf, timeZone } }: { summary: Summary }) {
  const { t } = useTranslation();
  return (
    <Text size="xs" c="dimmed">
      {asOf ? t('portal.asOf', { moment: formatMoment(asOf, timeZone), zone: timeZone }) : t('portal.never')}
    </Text>
  );
}
