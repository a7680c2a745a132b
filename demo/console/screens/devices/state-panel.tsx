import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Age } from '../../parts/age.tsx';
import { Facts } from '../../parts/facts.tsx';
import { TextLink } from '../../parts/link.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { OneDevice } from './types.ts';

const when = (at: string | null | undefined) => (at ? <Age at={at} size="sm" /> : null);

/** What Bitdefender said about a device when it was read last, and when that was. */
export function StatePanel({ device }: { device: OneDevice }) {
  const { t } = useTranslation();
  const { state } = device;
  const yesNo = (value: boolean | null | undefined) =>
    value === null || value === undefined ? null : t(value ? 'devices.device.facts.yes' : 'devices.device.facts.no');
  const outdated = (value: boolean | null | undefined) =>
    value === null || value === undefined
      ? null
      : t(value ? 'devices.device.facts.outdated' : 'devices.device.facts.upToDate');
  const field = (name: Field) => t(`devices.device.facts.${name}`);
  const facts: [string, ReactNode][] = [
    [
      field('client'),
      device.client && (
        <TextLink to="/clients/$clientId" params={{ clientId: device.client.id }}>
          {device.client.name}
        </TextLink>
      ),
    ],
    [field('policy'), policyText(device, (name) => t('devices.device.facts.notApplied', { name }))],
    [field('lastScan'), <LastScan key="scan" scan={device.lastScan} />],
    [field('stateRead'), state ? when(state.asOf) : field('unread')],
    [field('lastSeen'), when(state?.lastSeenAt)],
    [field('online'), state && t(`devices.device.onlineState.${state.online}`)],
    [field('infected'), yesNo(state?.infected)],
    [field('detected'), state?.detected ? field('detectedYes') : null],
    [
      field('signatures'),
      state && <Signatures key="signatures" text={outdated(state.signatureOutdated)} at={state.signatureUpdatedAt} />,
    ],
    [field('product'), [state?.productVersion, outdated(device.productOutdated)].filter(Boolean).join(', ')],
    [field('engine'), state?.engineVersion],
    [field('licence'), state && t(`devices.device.licence.${state.licence}`)],
    [field('isolated'), yesNo(device.isIsolated)],
    [
      field('risk'),
      device.riskScore === null ? null : t('devices.device.facts.riskOf', { score: Math.round(device.riskScore) }),
    ],
    [field('scripts'), t(device.abilities.canRunScripts ? 'devices.scripts.yes' : 'devices.scripts.no')],
    [field('ip'), device.ip],
    [field('fqdn'), device.fqdn],
    [field('label'), device.label],
    [field('inventory'), when(device.readAt)],
    [field('firstSeen'), when(device.firstSeenAt)],
  ];
  return (
    <Panel title={field('title')}>
      <Facts nameWidth={115} facts={facts} />
    </Panel>
  );
}

type Field =
  | 'title'
  | 'client'
  | 'policy'
  | 'lastScan'
  | 'stateRead'
  | 'unread'
  | 'lastSeen'
  | 'online'
  | 'infected'
  | 'detected'
  | 'detectedYes'
  | 'signatures'
  | 'product'
  | 'engine'
  | 'licence'
  | 'isolated'
  | 'risk'
  | 'scripts'
  | 'ip'
  | 'fqdn'
  | 'label'
  | 'inventory'
  | 'firstSeen';

const policyText = ({ policy }: OneDevice, notApplied: (name: string) => string) =>
  policy && (policy.applied === false ? notApplied(policy.name) : policy.name);

function LastScan({ scan }: { scan: OneDevice['lastScan'] }) {
  const { t } = useTranslation();
  if (!scan) return t('devices.badge.noScan');
  return (
    <>
      {scan.name} {when(scan.at)}
    </>
  );
}

function Signatures({ text, at }: { text: string | null; at: string | null }) {
  return (
    <>
      {text}
      {at && (
        <Text size="xs" c="dimmed" component="div">
          <Age at={at} size="xs" />
        </Text>
      )}
    </>
  );
}
