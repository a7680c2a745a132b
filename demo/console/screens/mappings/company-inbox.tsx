import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DismissCompanyEventsDocument, type MappingsPageQuery } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useAction } from '../../graph/use-action.ts';
import { Age } from '../../parts/age.tsx';
import { SidePanel } from '../../parts/side-panel.tsx';
import { Empty } from '../../parts/state.tsx';

type CompanyEvent = NonNullable<MappingsPageQuery['bitdefenderCompanyEvents']>['edges'][number]['node'];

/** What happened to companies in Bitdefender, until somebody has seen it. */
export function CompanyInbox({
  opened,
  events,
  onClose,
  onChanged,
}: {
  opened: boolean;
  events: readonly CompanyEvent[];
  onClose: () => void;
  onChanged: () => void;
}) {
  const { t } = useTranslation();
  const { may } = useViewer();
  const { run, busy } = useAction(DismissCompanyEventsDocument);
  const dismiss = async (eventIds: string[]) => {
    await run({ eventIds });
    onChanged();
  };
  return (
    <SidePanel
      opened={opened}
      title={t('mappings.inbox.title')}
      close={t('mappings.inbox.close')}
      onClose={onClose}
      size="md"
    >
      {events.length === 0 ? (
        <Empty title={t('mappings.inbox.empty')} text={t('mappings.inbox.emptyText')} />
      ) : (
        <Stack gap="sm">
          {may.decide && (
            <Button
              size="xs"
              variant="default"
              loading={busy}
              style={{ alignSelf: 'flex-start' }}
              onClick={() => void dismiss(events.map(({ id }) => id))}
            >
              {t('mappings.inbox.dismissAll')}
            </Button>
          )}
          {events.map((event) => (
            <EventLine key={event.id} event={event} onDismiss={may.decide ? () => void dismiss([event.id]) : null} />
          ))}
        </Stack>
      )}
    </SidePanel>
  );
}

function EventLine({ event, onDismiss }: { event: CompanyEvent; onDismiss: (() => void) | null }) {
  const { t } = useTranslation();
  const { kind, company, before, after, at } = event;
  const what = t(`mappings.inbox.kind.${kind}`, {
    company: company.name,
    before: before ?? '',
    after: after ?? '',
  });
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {what}
        </Text>
        <Age at={at} size="xs" c="dimmed" />
      </div>
      {onDismiss && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('mappings.inbox.dismissOne', { what })}
          onClick={onDismiss}
        >
          <IconX size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}
