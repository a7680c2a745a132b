import { ActionIcon, Alert, Drawer, Skeleton, Stack, Text, Title, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { ActionCard } from './action.tsx';
import { CopyLine } from './copy-line.tsx';
import { readStage, type StageList } from './requests.ts';

const millisecondsBetweenTries = 1_000;

/** The button of the stage, and the panel in which a visitor makes things happen. Nothing is asked while it is closed. */
export function StagePanel({ url }: { url: string }) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Tooltip label="Make something happen">
        <ActionIcon variant="default" size="lg" aria-label="Stage" aria-expanded={opened} onClick={open}>
          <IconPlayerPlay size={18} />
        </ActionIcon>
      </Tooltip>
      {/* The screens stay in view and in use: what happens is to be seen there. */}
      <Drawer
        opened={opened}
        onClose={close}
        position="right"
        size={360}
        title="Stage"
        withOverlay={false}
        lockScroll={false}
        trapFocus={false}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': 'Close the stage' }}
      >
        <StageBody url={url} />
      </Drawer>
    </>
  );
}

function StageBody({ url }: { url: string }) {
  const [list, setList] = useState<StageList | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const read = useCallback(
    () =>
      readStage(url).then(
        (found) => {
          setList(found);
          setProblem(null);
        },
        (error: Error) => setProblem(error.message),
      ),
    [url],
  );
  useEffect(() => {
    void read();
  }, [read]);
  const isFilled = list?.ready === true;
  useEffect(() => {
    if (isFilled) return;
    const timer = setInterval(read, millisecondsBetweenTries);
    return () => clearInterval(timer);
  }, [isFilled, read]);

  if (problem !== null) return <Alert color="red">{`The stage does not answer: ${problem}`}</Alert>;
  if (list === null) return <Skeleton h={240} />;
  return (
    <Stack gap="md" pb="md">
      {!list.ready && <Alert>The demo is still being filled; actions come in a moment.</Alert>}
      {list.actions.map((action) => (
        <ActionCard key={action.id} action={action} url={url} onDone={read} />
      ))}
      <ConnectByHand {...list.connectByHand} />
    </Stack>
  );
}

/** A GravityZone that nobody has connected yet. */
function ConnectByHand({ endpoint, apiKey, caCertificate, certificateFingerprint }: StageList['connectByHand']) {
  return (
    <Stack gap="xs">
      <Title order={3} size="sm">
        A GravityZone to connect by hand
      </Title>
      <Text size="sm" c="dimmed">
        Its certificate is signed by nobody else: paste the certificate, or trust it by its fingerprint.
      </Text>
      <CopyLine name="Endpoint" value={endpoint} />
      <CopyLine name="API key" value={apiKey} />
      <CopyLine name="Fingerprint" value={certificateFingerprint} />
      <CopyLine name="Certificate" value={caCertificate} />
    </Stack>
  );
}
