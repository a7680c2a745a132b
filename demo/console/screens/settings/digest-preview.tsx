import { List, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DigestPageQuery } from '../../../../operations/documents.ts';
import { Panel } from '../../parts/panel.tsx';

type Preview = NonNullable<DigestPageQuery['bitdefenderDigestPreview']>;

const sections = ['WEEK', 'WAITING', 'DEGRADED'] as const;

/** What the digest would say now, part by part, in the words in which it is sent. */
export function DigestPreview({ preview: { title, lines } }: { preview: Preview }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('digest.preview')} about={t('digest.previewAbout')}>
      <Stack gap="sm">
        <Text fw={600}>{title}</Text>
        {sections.map((section) => {
          const own = lines.filter((line) => line.section === section);
          return (
            <div key={section}>
              <Title order={3} size="h6">
                {t(`digest.section.${section}`)}
              </Title>
              {own.length === 0 ? (
                <Text size="sm">{t(`digest.nothing.${section}`)}</Text>
              ) : (
                <List size="sm">
                  {own.map(({ kind, severity, gap, text }) => (
                    <List.Item key={`${kind} ${severity} ${gap}`} ms={severity ? 'md' : 0}>
                      {text}
                    </List.Item>
                  ))}
                </List>
              )}
            </div>
          );
        })}
      </Stack>
    </Panel>
  );
}
