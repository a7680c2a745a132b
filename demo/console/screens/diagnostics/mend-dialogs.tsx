import type { ReactNode } from 'react';
import { ConnectDialog } from '../integrations/connect-dialog.tsx';
import { EditDialog } from '../integrations/edit-dialog.tsx';
import { RotateDialog } from '../integrations/rotate-dialog.tsx';
import { ZoneDialog } from '../integrations/zone-dialog.tsx';
import type { Finding } from './findings.ts';
import { MapDialog } from './map-dialog.tsx';
import { MatchModeDialog } from './match-mode-dialog.tsx';
import type { DialogMend } from './mend-button.tsx';
import { PinDialog } from './pin-dialog.tsx';

/** What is asked before a finding is mended. */
export interface Asked {
  finding: Finding;
  mend: DialogMend;
}

/** The dialog of a button that asks first. */
export function MendDialog({
  asked: { finding, mend },
  settingsVersion,
  onClose,
  onDone,
}: {
  asked: Asked;
  settingsVersion: string;
  onClose: () => void;
  onDone: () => void;
}): ReactNode {
  const { integration, company, device } = finding;
  const common = { onClose, onDone };
  switch (mend.kind) {
    case 'CONNECT':
      return <ConnectDialog opened resume={integration} onClose={onClose} onConnected={onDone} />;
    case 'MAP':
      return (
        <MapDialog
          company={mend.companyId ? { id: mend.companyId, name: company?.name ?? mend.companyId } : null}
          clientId={mend.clientId}
          {...common}
        />
      );
    case 'PIN':
      return (
        <PinDialog
          device={{ id: mend.deviceId, name: device?.name ?? mend.deviceId }}
          agents={mend.agents}
          {...common}
        />
      );
    case 'MATCH_MODE':
      return <MatchModeDialog version={settingsVersion} {...common} />;
    default:
      if (!integration) return null;
      if (mend.kind === 'ZONE') return <ZoneDialog opened integration={integration} {...common} />;
      if (mend.kind === 'UPDATE') return <EditDialog opened integration={integration} {...common} />;
      return <RotateDialog opened integration={integration} {...common} />;
  }
}
