import { Code, Group, List, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AssistantTool, useTools } from '../../graph/list-tools.ts';
import { CopyBlock } from '../../parts/copy-block.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { asCommand, overHttp } from './connect.ts';
import { matching } from './matching.ts';

/** How to connect an assistant, and what it could ask in the name of the person who looks. */
export default function AssistantsScreen() {
  const { t } = useTranslation();
  const { address, header } = overHttp(location.origin);
  const screen = useTools();
  return (
    <>
      <ScreenHead title={t('assistants.title')} about={t('assistants.about')} />
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <Stack gap="md">
            <Panel title={t('assistants.http.title')} about={t('assistants.http.about')}>
              <Stack gap="sm">
                <CopyBlock name={t('assistants.http.address')} value={address} />
                <CopyBlock name={t('assistants.http.header')} value={header} />
              </Stack>
            </Panel>
            <Panel title={t('assistants.safe.title')}>
              <List size="sm" spacing={4}>
                {(['yours', 'reads', 'token', 'texts', 'provider'] as const).map((each) => (
                  <List.Item key={each}>{t(`assistants.safe.${each}`)}</List.Item>
                ))}
              </List>
            </Panel>
          </Stack>
          <Panel title={t('assistants.command.title')} about={t('assistants.command.about')}>
            <CopyBlock name={t('assistants.command.settings')} value={asCommand(location.origin)} />
          </Panel>
        </SimpleGrid>
        <ScreenState screen={screen}>{(tools) => <Tools tools={tools} />}</ScreenState>
      </Stack>
    </>
  );
}

function Tools({ tools }: { tools: readonly AssistantTool[] }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const shown = matching(tools, search);
  return (
    <Panel
      title={t('assistants.tools.title', { count: tools.length })}
      about={t('assistants.tools.about')}
      action={
        <TextInput
          size="xs"
          aria-label={t('assistants.tools.search')}
          placeholder={t('assistants.tools.search')}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      }
    >
      {shown.length === 0 ? (
        <Empty title={t('assistants.tools.none')} />
      ) : (
        <Stack
          component="ul"
          gap="sm"
          m={0}
          p={0}
          style={{ listStyle: 'none' }}
          aria-label={t('assistants.tools.list')}
        >
          {shown.map(({ name, title, description }) => (
            <li key={name}>
              <Group gap="xs">
                <Text size="sm" fw={500}>
                  {title}
                </Text>
                <Code>{name}</Code>
              </Group>
              <Text size="sm" c="dimmed">
                {description}
              </Text>
            </li>
          ))}
        </Stack>
      )}
    </Panel>
  );
}
