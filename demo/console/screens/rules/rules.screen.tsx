import { Alert, Button, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RuleChoicesDocument, RulesPageDocument, type RulesPageQuery } from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { TextLink } from '../../parts/link.tsx';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { EnableDialog } from './enable-dialog.tsx';
import { FailedDeliveries } from './failed-deliveries.tsx';
import { moverId, RuleCard } from './rule-card.tsx';
import { RuleEditor } from './rule-editor.tsx';
import type { Rule } from './rule-form.ts';
import { newRule } from './search.ts';
import { useRuleNames, useRules } from './use-rules.ts';
import { Webhooks } from './webhooks.tsx';

/** The alert rules in the order in which they are asked; what they requested and failed; the receivers they can name. */
export default function RulesScreen() {
  const { t } = useTranslation();
  const { may } = useViewer();
  const { rule: opened } = useSearch({ from: '/rules' });
  const navigate = useNavigate({ from: '/rules' });
  const open = (rule: string | undefined) => void navigate({ search: { rule }, replace: true });
  const screen = useScreen(RulesPageDocument, { webhooks: may.administer });
  const choices = useScreen(RuleChoicesDocument, {});
  const names = useRuleNames(screen.data, choices.data);
  const rules = screen.data?.bitdefenderAlertRules ?? [];
  return (
    <>
      <ScreenHead title={t('rules.title')} about={t('rules.about')}>
        {may.arrange && (
          <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => open(newRule)}>
            {t('rules.add')}
          </Button>
        )}
      </ScreenHead>
      <ScreenState screen={screen}>
        {(page) => (
          <Stack gap="xl">
            <Stack gap="sm">
              <MutesNote mutes={page.bitdefenderAlertMutes} />
              {page.bitdefenderSettings?.alertsRoutedBy === 'PLATFORM_RULES' && (
                <Alert color="yellow">{t('rules.platform')}</Alert>
              )}
              <RuleList rules={rules} names={names} refresh={screen.refresh} onEdit={open} />
            </Stack>
            <FailedDeliveries failed={page.failedDeliveries} onChanged={screen.refresh} />
            {may.administer && <Webhooks webhooks={page.bitdefenderWebhooks ?? []} />}
          </Stack>
        )}
      </ScreenState>
      <RuleEditor
        opened={may.arrange && screen.data ? opened : undefined}
        rules={rules}
        choices={choices}
        webhooks={screen.data?.bitdefenderWebhooks ?? []}
        timeZone={screen.data?.bitdefenderSettings?.timeZone ?? null}
        onChanged={screen.refresh}
        onClose={() => open(undefined)}
      />
    </>
  );
}

function RuleList({
  rules,
  names,
  refresh,
  onEdit,
}: {
  rules: readonly Rule[];
  names: ReturnType<typeof useRuleNames>;
  refresh: () => void;
  onEdit: (id: string) => void;
}) {
  const { t } = useTranslation();
  const { may } = useViewer();
  const { move, setEnabled, refusals, busy } = useRules(rules, refresh);
  const [enabling, setEnabling] = useState<Rule | null>(null);
  const [moved, setMoved] = useState<{ id: string; step: -1 | 1 } | null>(null);
  const order = rules.map(({ id }) => id).join();
  // The keyboard stays on the button of the rule that moved, so that it can move on.
  useEffect(() => {
    if (moved && order !== '') document.getElementById(moverId(moved.id, moved.step))?.focus();
  }, [moved, order]);
  const place = rules.findIndex(({ id }) => id === moved?.id) + 1;
  if (rules.length === 0) return <Empty title={t('rules.empty.title')} text={t('rules.empty.text')} />;
  return (
    <>
      {refusals.length > 0 && (
        <Alert color="red" role="alert">
          {refusals.map(({ message }) => (
            <Text size="sm" key={message}>
              {message}
            </Text>
          ))}
        </Alert>
      )}
      <Stack component="ol" gap="xs" m={0} p={0} aria-label={t('rules.title')}>
        {rules.map((rule, index) => (
          <RuleCard
            key={rule.id}
            rule={rule}
            place={index + 1}
            total={rules.length}
            names={names}
            mayArrange={may.arrange}
            busy={busy}
            onMove={async (step) => {
              if (await move(rule.id, step)) setMoved({ id: rule.id, step });
            }}
            onSwitch={(enabled) => (enabled ? setEnabling(rule) : void setEnabled(rule.id, false))}
            onEdit={() => onEdit(rule.id)}
          />
        ))}
      </Stack>
      <VisuallyHidden role="status">
        {moved && t('rules.moved', { name: rules[place - 1]?.name ?? '', place, total: rules.length })}
      </VisuallyHidden>
      <EnableDialog
        rule={enabling}
        onConfirm={(id) => {
          setEnabling(null);
          void setEnabled(id, true);
        }}
        onClose={() => setEnabling(null)}
      />
    </>
  );
}

function MutesNote({ mutes }: { mutes: RulesPageQuery['bitdefenderAlertMutes'] }) {
  const { t } = useTranslation();
  const count = mutes?.edges.filter(({ node }) => node.active).length ?? 0;
  if (count === 0) return null;
  return (
    <div>
      <TextLink to="/mutes">
        {mutes?.pageInfo.hasNextPage ? t('rules.mutesMany') : t('rules.mutes', { count })}
      </TextLink>
    </div>
  );
}
