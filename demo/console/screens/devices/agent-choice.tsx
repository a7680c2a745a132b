import { Button, Group, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AgentChoicesDocument } from '../../../../operations/documents.ts';
import { useScreen } from '../../graph/use-screen.ts';

/** Any agent of a client, to pin a device to: at first those without protection, then those whose names have what is typed. */
export function AgentChoice({
  label,
  clientId,
  busy,
  onPin,
}: {
  label: string;
  clientId: string;
  busy: boolean;
  onPin: (agentId: string) => Promise<void>;
}) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim(), 250);
  const isLong = typed.length >= 3;
  const { data } = useScreen(
    AgentChoicesDocument,
    {
      filter: {
        clientId,
        ...(isLong ? { knownTo: ['BOTH', 'OPSMERGE_ONLY'], search: typed } : { knownTo: ['OPSMERGE_ONLY'] }),
      },
    },
    { pause: !opened },
  );
  const agents = (data?.bitdefenderDevices?.edges ?? []).flatMap(({ node: { agent } }) =>
    agent ? [{ value: agent.id, label: agent.hostname }] : [],
  );
  const options =
    chosen && !agents.some(({ value }) => value === chosen) ? [{ value: chosen, label: text }, ...agents] : agents;
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <Select
        flex={1}
        size="xs"
        label={label}
        placeholder={t('devices.device.match.otherHint')}
        data={options}
        filter={({ options: all }) => all}
        value={chosen}
        onChange={setChosen}
        searchable
        searchValue={text}
        onSearchChange={setText}
        onFocus={() => setOpened(true)}
        nothingFoundMessage={t(isLong ? 'devices.device.match.otherNone' : 'filter.short')}
      />
      <Button
        size="xs"
        variant="default"
        disabled={chosen === null || busy}
        onClick={() => chosen && void onPin(chosen).then(() => setChosen(null))}
      >
        {t('devices.device.match.pin')}
      </Button>
    </Group>
  );
}
