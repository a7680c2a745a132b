import { Group, Select } from '@mantine/core';
import type { Choices, Identity } from './session.ts';

const roleNames: Readonly<Record<string, string>> = {
  owner: 'Owner',
  technician: 'Technician',
  'read-only': 'Read-only',
};

/** The switch of roles: those of the MSP, and the portal of two clients. */
export function RoleSwitch({
  choices,
  identity,
  onChange,
}: {
  choices: Choices;
  identity: Identity;
  onChange: (identity: Identity) => void;
}) {
  const options = [
    ...choices.roles
      .filter((role) => role !== 'portal')
      .map((role) => ({ value: role, label: roleNames[role] ?? role })),
    ...choices.clients.slice(0, 2).map(({ id, name }) => ({ value: `portal:${id}`, label: `Portal: ${name}` })),
  ];
  return (
    <Group gap={6} wrap="nowrap">
      <Select
        size="xs"
        w={{ base: 128, xs: 170 }}
        aria-label="Role"
        data={options}
        allowDeselect={false}
        value={identity.clientId ? `portal:${identity.clientId}` : identity.role}
        onChange={(value) => {
          const [role = 'technician', ...clientId] = (value ?? '').split(':');
          onChange({ role, clientId: clientId.join(':') || null });
        }}
      />
    </Group>
  );
}
