import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  MapCompaniesDocument,
  MappingsPageDocument,
  type MappingsPageQuery,
} from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Refusals } from '../../parts/refusals.tsx';
import { Empty, ScreenState } from '../../parts/state.tsx';
import type { UserError } from '../../parts/user-errors.ts';

interface MapProps {
  /** The company to be mapped, or null to choose one. */
  company: { id: string; name: string } | null;
  /** The client it is mapped to, or null to choose one. */
  clientId: string | null;
  onClose: () => void;
  onDone: () => void;
}

const toMap = { filter: { mapped: false, ignored: false, kind: 'COMPANY' } } as const;

/** Maps one company to one client, whichever of both is known; what is likely is chosen already. */
export function MapDialog(props: MapProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened title={t('diagnostics.map.title')} onClose={props.onClose} size="md">
      <MapLoader {...props} />
    </Dialog>
  );
}

function MapLoader(props: MapProps) {
  const { t } = useTranslation();
  const screen = useScreen(MappingsPageDocument, toMap);
  return (
    <ScreenState screen={screen}>
      {(data) =>
        props.company === null && data.bitdefenderCompanies?.edges.length === 0 ? (
          <Empty title={t('diagnostics.map.none')} />
        ) : (
          <MapForm {...props} data={data} />
        )
      }
    </ScreenState>
  );
}

function MapForm({ company, clientId, onClose, onDone, data }: MapProps & { data: MappingsPageQuery }) {
  const { t } = useTranslation();
  const companies = [
    ...(company ? [company] : []),
    ...(data.bitdefenderCompanies?.edges ?? []).map(({ node }) => node).filter(({ id }) => id !== company?.id),
  ];
  const clients = data.clients?.edges.map(({ node }) => node) ?? [];
  const suggestions = data.bitdefenderMappingSuggestions ?? [];
  const likely = suggestions.find((each) =>
    company ? each.company.id === company.id : clientId !== null && each.client.id === clientId,
  );
  const [companyId, setCompanyId] = useState(company?.id ?? likely?.company.id ?? null);
  const [chosenClient, setClient] = useState(clientId ?? likely?.client.id ?? null);
  const [refused, setRefused] = useState<readonly UserError[]>([]);
  const { run, busy } = useAction(MapCompaniesDocument);
  const found = suggestions.find((each) => each.company.id === companyId && each.client.id === chosenClient);
  const save = async () => {
    if (!companyId || !chosenClient) return;
    const mappings = [{ companyId, clientId: chosenClient, expectedClientId: null }];
    const answer = (await run({ input: { mappings } }))?.mapBitdefenderCompanies;
    if (!answer) return;
    const errors = [...answer.userErrors, ...(answer.outcomes ?? []).flatMap(({ userErrors }) => userErrors)];
    setRefused(errors);
    if (errors.length > 0) return;
    const nameOf = (all: readonly { id: string; name: string }[], id: string) =>
      all.find((each) => each.id === id)?.name ?? id;
    notifications.show({
      color: 'teal',
      message: t('diagnostics.done.MAP', {
        company: nameOf(companies, companyId),
        client: nameOf(clients, chosenClient),
      }),
    });
    onClose();
    onDone();
  };
  return (
    <Stack gap="md">
      <Select
        label={t('diagnostics.map.company')}
        placeholder={t('diagnostics.map.choose')}
        data={companies.map(({ id, name }) => ({ value: id, label: name }))}
        value={companyId}
        onChange={setCompanyId}
        disabled={company !== null}
        allowDeselect={false}
        searchable
      />
      <Select
        label={t('diagnostics.map.client')}
        placeholder={t('diagnostics.map.choose')}
        data={clients.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosenClient}
        onChange={setClient}
        disabled={clientId !== null}
        allowDeselect={false}
        searchable
      />
      {found && (
        <Text size="sm" c="dimmed">
          {t('diagnostics.map.suggested', {
            score: found.score,
            reasons: found.reasons.map(({ message }) => message).join(' '),
          })}
        </Text>
      )}
      <Refusals errors={Object.fromEntries(refused.map(({ code, message }) => [code, message]))} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('diagnostics.cancel')}
        </Button>
        <Button onClick={() => void save()} loading={busy} disabled={!companyId || !chosenClient}>
          {t('diagnostics.map.save')}
        </Button>
      </Group>
    </Stack>
  );
}
