import { Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MatchChoicesDocument, PinDeviceDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { Empty, ScreenState } from '../../parts/state.tsx';
import { errorsByField, type UserError } from '../../parts/user-errors.ts';

interface Agent {
  id: string;
  name: string;
}

interface PinProps {
  device: { id: string; name: string };
  /** The agents that are near; none if they have to be asked for. */
  agents: readonly Agent[];
  onClose: () => void;
  onDone: () => void;
}

/** Pins a machine to one of the agents that it may be. */
export function PinDialog(props: PinProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened title={t('diagnostics.pin.title', { device: props.device.name })} onClose={props.onClose} size="md">
      {props.agents.length > 0 ? <PinForm {...props} /> : <PinLoader {...props} />}
    </Dialog>
  );
}

function PinLoader(props: PinProps) {
  const { t } = useTranslation();
  const screen = useScreen(MatchChoicesDocument, { deviceId: props.device.id });
  return (
    <ScreenState screen={screen}>
      {({ bitdefenderDevice: device }) => {
        const agents = device?.matchCandidates.map(({ id, hostname }) => ({ id, name: hostname ?? id })) ?? [];
        return agents.length === 0 ? (
          <Empty title={t('diagnostics.pin.none')} />
        ) : (
          <PinForm {...props} agents={agents} about={device?.matchReason} />
        );
      }}
    </ScreenState>
  );
}

function PinForm({ device, agents, about, onClose, onDone }: PinProps & { about?: string | undefined }) {
  const { t } = useTranslation();
  const [agentId, setAgentId] = useState(agents.length === 1 ? (agents[0]?.id ?? '') : '');
  const [note, setNote] = useState('');
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([]);
  const { run, busy } = useAction(PinDeviceDocument);
  const { agentId: atAgent, note: atNote, ...rest } = errorsByField(userErrors);
  const save = async () => {
    const input = { deviceId: device.id, agentId, ...(note.trim() !== '' && { note: note.trim() }) };
    const answer = (await run({ input }))?.pinBitdefenderDevice;
    if (!answer) return;
    setUserErrors(answer.userErrors);
    if (answer.userErrors.length > 0) return;
    const agent = agents.find(({ id }) => id === agentId)?.name ?? '';
    notifications.show({ color: 'teal', message: t('diagnostics.done.PIN', { device: device.name, agent }) });
    onClose();
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{about ?? t('diagnostics.pin.about')}</Text>
        <Radio.Group label={t('diagnostics.pin.agent')} value={agentId} onChange={setAgentId} error={atAgent}>
          <Stack gap={8} mt={6}>
            {agents.map(({ id, name }) => (
              <Radio key={id} value={id} label={name === id ? id : `${name} (${id})`} />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          label={t('diagnostics.pin.note')}
          value={note}
          maxLength={1_000}
          error={atNote}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <Refusals errors={rest} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('diagnostics.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={agentId === ''}>
            {t('diagnostics.pin.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
