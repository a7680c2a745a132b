import { Button, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../parts/link.tsx';
import { EnableRule, EndMute, Reroute, Retry } from './direct-mends.tsx';
import type { Mend } from './remedies.ts';
import { SyncMend } from './sync-mend.tsx';

/** The buttons that open a dialog. */
export type DialogMend = Extract<
  Mend,
  { kind: 'CONNECT' | 'ROTATE' | 'UPDATE' | 'TEST' | 'ZONE' | 'MAP' | 'PIN' | 'MATCH_MODE' }
>;

/** The button that mends a finding: it acts at once, opens a dialog, or leads to the screen where it can be mended. */
export function MendButton({
  mend,
  first,
  again,
  onAsk,
  onDone,
}: {
  mend: Mend;
  /** Whether it is the best of several. */
  first: boolean;
  /** Whether what is connected was connected before. */
  again: boolean;
  onAsk: (mend: DialogMend) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const variant = first ? 'filled' : 'default';
  switch (mend.kind) {
    case 'ENABLE_RULE':
      return <EnableRule ruleId={mend.ruleId} onDone={onDone} />;
    case 'END_MUTE':
      return <EndMute muteId={mend.muteId} onDone={onDone} />;
    case 'REROUTE':
      return <Reroute ruleId={mend.ruleId} clientId={mend.clientId} onDone={onDone} />;
    case 'RETRY':
      return <Retry threatId={mend.threatId} onDone={onDone} />;
    case 'SYNC':
      return <SyncMend clientId={mend.clientId} onDone={onDone} />;
    case 'EDIT_RULE':
      return (
        <ButtonLink to="/rules" search={mend.ruleId ? { rule: mend.ruleId } : {}} size="xs" variant={variant}>
          {t(mend.ruleId ? 'diagnostics.mend.EDIT_RULE' : 'diagnostics.mend.NEW_RULE')}
        </ButtonLink>
      );
    case 'MAP_LIST':
      return (
        <ButtonLink
          to="/settings/bitdefender/mappings"
          search={mend.integrationId ? { integration: mend.integrationId } : {}}
          size="xs"
          variant={variant}
        >
          {t('diagnostics.mend.MAP_LIST')}
        </ButtonLink>
      );
    case 'GRAVITYZONE':
      return <ControlCenter endpoint={mend.endpoint} />;
    default:
      return (
        <Button size="xs" variant={variant} onClick={() => onAsk(mend)}>
          {t(again && mend.kind === 'CONNECT' ? 'diagnostics.mend.CONNECT_AGAIN' : `diagnostics.mend.${mend.kind}`)}
        </Button>
      );
  }
}

/** A link to where GravityZone is managed: its API is on the same host. */
function ControlCenter({ endpoint }: { endpoint: string | null }) {
  const { t } = useTranslation();
  if (endpoint === null || !URL.canParse(endpoint)) return <Text size="sm">–</Text>;
  return (
    <Button
      component="a"
      href={new URL(endpoint).origin}
      target="_blank"
      rel="noreferrer"
      size="xs"
      variant="default"
      rightSection={<IconExternalLink size={14} />}
    >
      {t('diagnostics.mend.GRAVITYZONE')}
    </Button>
  );
}
