import {
  IconActivity,
  IconAlertCircle,
  IconBellOff,
  IconBuilding,
  IconCalendarPause,
  IconDeviceDesktop,
  IconHistory,
  IconLayoutDashboard,
  IconListCheck,
  IconMail,
  IconMessageQuestion,
  IconPlugConnected,
  IconReceipt,
  IconRefresh,
  IconReportMedical,
  IconRoute,
  IconVirus,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Viewer } from './session.ts';

/** A screen as the menu offers it. */
export interface MenuEntry {
  to: string;
  text: keyof typeof import('../texts/en/common.ts')['common']['nav'];
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Left out where the viewer would be refused. */
  offered?: (viewer: Viewer) => boolean;
}

/** The menu of those who work at the MSP, in groups. */
export const menu: readonly { text: MenuEntry['text']; entries: readonly MenuEntry[] }[] = [
  {
    text: 'watch',
    entries: [
      { to: '/', text: 'today', icon: IconLayoutDashboard },
      { to: '/threats', text: 'threats', icon: IconVirus },
      { to: '/clients', text: 'clients', icon: IconBuilding },
      { to: '/devices', text: 'devices', icon: IconDeviceDesktop },
      { to: '/seats', text: 'seats', icon: IconReceipt },
    ],
  },
  {
    text: 'respond',
    entries: [
      { to: '/alerts', text: 'alerts', icon: IconAlertCircle },
      { to: '/rules', text: 'rules', icon: IconRoute },
      { to: '/mutes', text: 'mutes', icon: IconBellOff },
      { to: '/maintenance', text: 'maintenance', icon: IconCalendarPause },
      { to: '/diagnostics', text: 'diagnostics', icon: IconReportMedical },
    ],
  },
  {
    text: 'settings',
    entries: [
      {
        to: '/settings/bitdefender',
        text: 'integrations',
        icon: IconPlugConnected,
        offered: ({ may }) => may.administer,
      },
      { to: '/settings/bitdefender/mappings', text: 'mappings', icon: IconListCheck },
      { to: '/settings/digest', text: 'digest', icon: IconMail },
      { to: '/settings/assistants', text: 'assistants', icon: IconMessageQuestion },
    ],
  },
  {
    text: 'records',
    entries: [
      { to: '/runs', text: 'runs', icon: IconRefresh },
      { to: '/jobs', text: 'jobs', icon: IconActivity },
      { to: '/audit', text: 'audit', icon: IconHistory, offered: ({ may }) => may.administer },
    ],
  },
];
