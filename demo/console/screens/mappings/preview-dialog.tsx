import { Button, Group, List, Skeleton, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MappingPreviewDocument } from '../../../../operations/documents.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemNote } from '../../parts/state.tsx';
import { consequencesOf, type Preview } from './consequences.ts';
import type { Draft } from './drafts.ts';

/** What changes and removals of mappings do, before they are saved. */
export function PreviewDialog({
  drafts,
  busy,
  onSave,
  onClose,
}: {
  /** Nothing is shown without. */
  drafts: readonly Draft[];
  busy: boolean;
  onSave: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog opened={drafts.length > 0} title={t('mappings.preview.title')} onClose={onClose}>
      <Stack gap="md">
        <Text size="sm">{t('mappings.preview.about')}</Text>
        {drafts.map((draft) => (
          <DraftPreview key={draft.company.id} draft={draft} />
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={busy}>
            {t('mappings.preview.cancel')}
          </Button>
          <Button onClick={onSave} loading={busy} data-autofocus>
            {t('mappings.preview.save')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function DraftPreview({ draft: { company, from, to } }: { draft: Draft }) {
  const { t } = useTranslation();
  const screen = useScreen(MappingPreviewDocument, { companyId: company.id, clientId: to?.id ?? null });
  const preview = screen.data?.bitdefenderMappingPreview;
  const names = { company: company.name, from: from?.name ?? '', to: to?.name ?? '' };
  return (
    <Stack gap={4} component="section">
      <Text size="sm" fw={600}>
        {t(to ? 'mappings.preview.change' : 'mappings.preview.remove', names)}
      </Text>
      {screen.problem && <ProblemNote problem={screen.problem} onRetry={screen.refresh} />}
      {!preview && !screen.problem && <Skeleton h={60} />}
      {preview && <Consequences preview={preview} from={names.from} to={names.to} />}
    </Stack>
  );
}

function Consequences({ preview, from, to }: { preview: Preview; from: string; to: string }) {
  const { t } = useTranslation();
  const found = consequencesOf(preview);
  return (
    <List size="sm" spacing={2}>
      {found.map(({ what, count, open = 0 }) => (
        <List.Item key={what}>{t(`mappings.preview.what.${what}`, { count, open, from, to })}</List.Item>
      ))}
      {found.length === 0 && <List.Item>{t('mappings.preview.nothing')}</List.Item>}
      {to === '' && <List.Item>{t('mappings.preview.stops')}</List.Item>}
    </List>
  );
}
