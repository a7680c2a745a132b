import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ThreatPageQuery } from '../../../../operations/documents.ts';
import { Facts, Section } from '../../parts/facts.tsx';
import { formatSeconds } from '../../parts/format.ts';

type Times = NonNullable<ThreatPageQuery['bitdefenderThreat']>['responseTimes'];

/** How long after the detection of a threat each step was reached. */
export function ResponseChain({ times }: { times: Times }) {
  const { t } = useTranslation();
  const after = (seconds: number | null) =>
    seconds === null
      ? t('threats.panel.times.notYet')
      : t('threats.panel.times.after', { time: formatSeconds(seconds) });
  return (
    <Section title={t('threats.panel.times.title')}>
      {times === null ? (
        <Text size="sm">{t('threats.panel.times.none')}</Text>
      ) : (
        <>
          <Text size="xs" c="dimmed">
            {t('threats.panel.times.about')}
          </Text>
          <Facts
            facts={[
              [t('threats.panel.times.known'), after(times.knownSeconds)],
              [t('threats.panel.times.alert'), after(times.alertSeconds)],
              [t('threats.panel.times.ticket'), after(times.ticketSeconds)],
              [t('threats.panel.times.person'), after(times.personSeconds)],
            ]}
          />
        </>
      )}
    </Section>
  );
}
