import { Alert, Button, Group, Loader, Modal, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconFlask } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeleteRuleDocument, SaveRuleDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { SidePanel } from '../../parts/side-panel.tsx';
import { Empty } from '../../parts/state.tsx';
import { errorsByPath, type UserError } from '../../parts/user-errors.ts';
import { ActionsPart } from './editor-actions.tsx';
import { ConditionsPart } from './editor-conditions.tsx';
import { type EditorPart, ScopePart } from './editor-parts.tsx';
import { emptyForm, formOf, inputOf, type Rule, type RuleForm, trialInputOf } from './rule-form.ts';
import { newRule } from './search.ts';
import { TrialResult } from './trial-result.tsx';
import { useTrial } from './use-rules.ts';

interface EditorProps {
  choices: EditorPart['choices'];
  webhooks: readonly { id: string; name: string }[];
  timeZone: string | null;
  onChanged: () => void;
  onClose: () => void;
}

/** Writes a rule, tries it on past alerts, and stores it. */
export function RuleEditor({
  opened,
  rules,
  ...props
}: EditorProps & { opened: string | undefined; rules: readonly Rule[] }) {
  const { t } = useTranslation();
  const rule = rules.find(({ id }) => id === opened);
  const isNew = opened === newRule;
  // The version that somebody else has replaced: once the newer one is here, the form starts again with it.
  const [replaced, setReplaced] = useState<string | null>(null);
  const newer = replaced !== null && rule && rule.version !== replaced ? rule.version : '';
  return (
    <SidePanel
      opened={opened !== undefined}
      title={t(isNew ? 'rules.editor.new' : 'rules.editor.edit')}
      close={t('rules.editor.close')}
      size={760}
      onClose={props.onClose}
    >
      {opened !== undefined && (rule || isNew) && (
        <Form
          key={`${opened} ${newer}`}
          rule={rule}
          {...props}
          onReload={() => {
            props.onChanged();
            setReplaced(rule?.version ?? null);
          }}
        />
      )}
      {opened !== undefined && !rule && !isNew && <Empty title={t('rules.editor.missing')} />}
    </SidePanel>
  );
}

function Form({
  rule,
  choices,
  webhooks,
  timeZone,
  onChanged,
  onClose,
  onReload,
}: EditorProps & { rule: Rule | undefined; onReload: () => void }) {
  const { t } = useTranslation();
  const [form, setForm] = useState<RuleForm>(() => (rule ? formOf(rule) : emptyForm()));
  // The version that was read with the form, whatever was read since.
  const [read] = useState(rule && { id: rule.id, version: rule.version });
  const [refused, setRefused] = useState<readonly UserError[]>([]);
  const [needsLook, setNeedsLook] = useState(false);
  const saving = useAction(SaveRuleDocument);
  const { trial, busy: trying, tryIt } = useTrial();
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (trial) result.current?.scrollIntoView({ block: 'center' });
  }, [trial]);
  const set = (part: Partial<RuleForm>) => setForm((before) => ({ ...before, ...part }));

  const trialInput = trialInputOf(form, read);
  const isTried = trial !== null && JSON.stringify(trial.input) === JSON.stringify(trialInput);
  const errors = errorsByPath(refused.length > 0 ? refused : isTried ? trial.userErrors : []);
  const switchesOn = form.enabled && !rule?.enabled;

  const look = async () => {
    setRefused([]);
    setNeedsLook(false);
    await tryIt(trialInput);
  };
  const save = async () => {
    setRefused([]);
    // A rule is switched on by somebody who has seen what it would have done.
    if (switchesOn && !isTried) {
      setNeedsLook(true);
      await tryIt(trialInput);
      return;
    }
    const answer = (await saving.run({ input: inputOf(form, read) }))?.saveBitdefenderAlertRule;
    if (!answer) return;
    if (answer.userErrors.length > 0) {
      setRefused(answer.userErrors);
      return;
    }
    notifications.show({ color: 'teal', message: t('rules.editor.saved') });
    onChanged();
    onClose();
  };
  const part: EditorPart = { form, set, errors, choices };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="md">
        <General
          errors={errors}
          isChanged={refused.some(({ code }) => code === 'CHANGED_MEANWHILE')}
          onReload={onReload}
        />
        <TextInput
          label={t('rules.editor.name')}
          withAsterisk
          value={form.name}
          maxLength={200}
          error={errors.name}
          onChange={({ currentTarget }) => set({ name: currentTarget.value })}
        />
        <ScopePart {...part} />
        <ConditionsPart {...part} timeZone={timeZone} />
        <ActionsPart {...part} webhooks={webhooks} />
        {(trial || trying) && (
          <Stack gap="xs" ref={result}>
            <Title order={3} size="h6" tt="uppercase" c="dimmed">
              {t('rules.trial.title')}
            </Title>
            {needsLook && isTried && trial.preview && <Alert color="teal">{t('rules.trial.first')}</Alert>}
            {trial && !isTried && !trying && <Alert color="yellow">{t('rules.trial.changed')}</Alert>}
            {trying && <Loader size="sm" aria-label={t('state.loading')} />}
            {trial && !trying && <TrialResult trial={trial} />}
          </Stack>
        )}
        <Group
          justify="space-between"
          gap="xs"
          py="sm"
          style={{
            position: 'sticky',
            bottom: 0,
            zIndex: 1,
            background: 'var(--mantine-color-body)',
            borderTop: '1px solid var(--mantine-color-default-border)',
          }}
        >
          <Group gap="sm">
            <Switch
              label={t('rules.editor.enabled')}
              checked={form.enabled}
              onChange={({ currentTarget }) => set({ enabled: currentTarget.checked })}
            />
            {rule && <DeleteButton rule={rule} onDeleted={onChanged} onClose={onClose} />}
          </Group>
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              leftSection={<IconFlask size={14} />}
              loading={trying}
              onClick={() => void look()}
            >
              {t(isTried ? 'rules.trial.again' : 'rules.trial.run')}
            </Button>
            <Button size="xs" type="submit" loading={saving.busy}>
              {t(switchesOn ? 'rules.editor.saveOn' : 'rules.editor.save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

/** What is wrong with the rule as a whole. */
function General({
  errors,
  isChanged,
  onReload,
}: {
  errors: Readonly<Record<string, string>>;
  isChanged: boolean;
  onReload: () => void;
}) {
  const { t } = useTranslation();
  const texts = ['', 'version', 'ruleId'].flatMap((name) => errors[name] ?? []);
  if (texts.length === 0) return null;
  return (
    <Alert color="red" role="alert">
      <Stack gap="xs" align="flex-start">
        {texts.map((text) => (
          <Text size="sm" key={text}>
            {text}
          </Text>
        ))}
        {isChanged && (
          <Button size="xs" variant="default" onClick={onReload}>
            {t('rules.editor.reload')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function DeleteButton({ rule, onDeleted, onClose }: { rule: Rule; onDeleted: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [asking, { open, close }] = useDisclosure();
  const { run, busy } = useAction(DeleteRuleDocument);
  const [refused, setRefused] = useState<readonly UserError[]>([]);
  const remove = async () => {
    const answer = (await run({ ruleId: rule.id }))?.deleteBitdefenderAlertRule;
    if (!answer) return;
    setRefused(answer.userErrors);
    if (answer.userErrors.length > 0) return;
    notifications.show({ color: 'teal', message: t('rules.editor.deleted') });
    close();
    onClose();
    onDeleted();
  };
  return (
    <>
      <Button size="xs" variant="subtle" color="red" onClick={open}>
        {t('rules.editor.delete')}
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title={t('rules.editor.deleteTitle')}
        closeButtonProps={{ 'aria-label': t('rules.editor.cancel') }}
      >
        <Stack>
          <Text size="sm">{t('rules.editor.deleteText', { name: rule.name })}</Text>
          {refused.map(({ message }) => (
            <Alert color="red" key={message} role="alert">
              {message}
            </Alert>
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('rules.editor.cancel')}
            </Button>
            <Button color="red.9" loading={busy} onClick={() => void remove()}>
              {t('rules.editor.delete')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
