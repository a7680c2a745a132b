import { Group, Select } from '@mantine/core';
import type { Choices, Identity } from './session.ts';

const roleNames: Readonly<Record<string, string>> = {
  owner: 'Owner',
  technician: 'Technician',
  'read-only': 'Read-only',
};

/** Those of the MSP, the portal of two clients, and of each of these for somebody who is bound to one of its sites. */
export function identitiesOf({ roles, clients }: Choices): (Identity & { label: string })[] {
  return [
    ...roles
      .filter((role) => role !== 'portal')
      .map((role) => ({ role, clientId: null, label: roleNames[role] ?? role })),
    ...clients.slice(0, 2).flatMap(({ id: clientId, name, sites }) => [
      { role: 'portal', clientId, label: `Portal: ${name}` },
      ...sites.slice(0, 1).map(({ id: siteId, name: site }) => ({
        ...{ role: 'portal', clientId, siteId },
        label: `Portal: ${name}, ${site}`,
      })),
    ]),
  ];
}

/** The key of an identity among the choices. */
const keyOf = ({ role, clientId, siteId }: Identity): string => JSON.stringify([role, clientId, siteId ?? null]);

/** The switch of roles. */
export function RoleSwitch({
  choices,
  identity,
  onChange,
}: {
  choices: Choices;
  identity: Identity;
  onChange: (identity: Identity) => void;
}) {
  const identities = identitiesOf(choices);
  return (
    <Group gap={6} wrap="nowrap">
      <Select
        size="xs"
        w={{ base: 128, xs: 170 }}
        aria-label="Role"
        data={identities.map((each) => ({ value: keyOf(each), label: each.label }))}
        allowDeselect={false}
        value={keyOf(identity)}
        onChange={(value) => {
          const chosen = identities.find((each) => keyOf(each) === value);
          if (chosen === undefined) return;
          const { label: _, ...person } = chosen;
          onChange(person);
        }}
      />
    </Group>
  );
}
