import { ActionIcon, Button, Group, Paper, Radio, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type EditorPart, EditorSection, FieldError, Minutes, Named } from './editor-parts.tsx';
import { type ActionForm, emptyAction, type RuleForm } from './rule-form.ts';

const kinds = ['CREATE_TICKET', 'NOTIFY', 'PAGE', 'WEBHOOK', 'SUPPRESS'] as const;
const priorities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;

type NamedList = readonly { id: string; name: string }[];

/** What happens to an alert for which the conditions hold, and whether the next rule is asked too. */
export function ActionsPart({ form, set, errors, choices, webhooks }: EditorPart & { webhooks: NamedList }) {
  const { t } = useTranslation();
  const { actions } = form;
  const setAction = (place: number, part: Partial<ActionForm>) =>
    set({ actions: actions.map((action, index) => (index === place ? { ...action, ...part } : action)) });
  return (
    <>
      <EditorSection title={t('rules.editor.actions')}>
        {actions.map((action, place) => (
          <Paper key={place} p="xs">
            <Group align="flex-start" gap="xs" wrap="nowrap">
              <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="xs" flex={1}>
                <Select
                  size="xs"
                  label={t('rules.editor.actionKind')}
                  allowDeselect={false}
                  data={kinds.map((value) => ({ value, label: t(`rules.action.${value}`) }))}
                  value={action.kind}
                  error={errors[`actions.${place}.kind`] ?? errors[`actions.${place}`]}
                  onChange={(kind) => setAction(place, { kind: kind as ActionForm['kind'] })}
                />
                <ActionInputs
                  action={action}
                  set={(part) => setAction(place, part)}
                  error={(name) => errors[`actions.${place}.${name}`]}
                  choices={choices}
                  webhooks={webhooks}
                />
              </SimpleGrid>
              {actions.length > 1 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('rules.editor.removeAction')}
                  onClick={() => set({ actions: actions.filter((_, index) => index !== place) })}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </Group>
          </Paper>
        ))}
        <FieldError text={errors.actions} />
        <div>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => set({ actions: [...actions, emptyAction('NOTIFY')] })}
          >
            {t('rules.editor.addAction')}
          </Button>
        </div>
      </EditorSection>
      <Radio.Group
        label={t('rules.editor.next')}
        size="xs"
        value={form.next}
        onChange={(next) => set({ next: next as RuleForm['next'] })}
      >
        <Stack gap="sm" mt="xs">
          {(['STOP', 'CONTINUE'] as const).map((value) => (
            <Radio key={value} size="xs" value={value} label={t(`rules.editor.nextKind.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </>
  );
}

interface Inputs {
  action: ActionForm;
  set: (part: Partial<ActionForm>) => void;
  error: (name: string) => string | undefined;
  choices: EditorPart['choices'];
  webhooks: NamedList;
}

/** The inputs of an action, by its kind. */
function ActionInputs(props: Inputs) {
  const { action, set, error, choices, webhooks } = props;
  const { t } = useTranslation();
  switch (action.kind) {
    case 'CREATE_TICKET':
      return <TicketInputs {...props} />;
    case 'NOTIFY':
      return (
        <Named
          label={t('rules.editor.channel')}
          list={choices.data?.channels}
          value={action.channel}
          error={error('channel')}
          required
          onChange={(channel) => set({ channel })}
        />
      );
    case 'PAGE':
      return (
        <Named
          label={t('rules.editor.onCall')}
          list={choices.data?.onCalls}
          value={action.onCall}
          error={error('onCall')}
          required
          onChange={(onCall) => set({ onCall })}
        />
      );
    case 'WEBHOOK':
      return (
        <Named
          label={t('rules.editor.webhook')}
          list={webhooks}
          value={action.webhookId}
          error={error('webhookId')}
          required
          onChange={(webhookId) => set({ webhookId })}
        />
      );
    default:
      return (
        <TextInput
          size="xs"
          label={t('rules.editor.reason')}
          value={action.reason}
          maxLength={500}
          error={error('reason')}
          onChange={({ currentTarget }) => set({ reason: currentTarget.value })}
        />
      );
  }
}

function TicketInputs({ action, set, error, choices }: Inputs) {
  const { t } = useTranslation();
  return (
    <>
      <Named
        label={t('rules.editor.team')}
        list={choices.data?.teams}
        value={action.team}
        error={error('team')}
        required
        onChange={(team) => set({ team })}
      />
      <Select
        size="xs"
        label={t('rules.editor.priority')}
        allowDeselect={false}
        data={priorities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        value={action.priority}
        error={error('priority')}
        onChange={(priority) => set({ priority: priority as ActionForm['priority'] })}
      />
      <Named
        label={t('rules.editor.assignee')}
        list={choices.data?.users}
        value={action.assigneeId}
        error={error('assigneeId')}
        onChange={(assigneeId) => set({ assigneeId })}
      />
      <Minutes
        label={t('rules.editor.due')}
        value={action.dueInMinutes}
        error={error('dueInMinutes')}
        onChange={(dueInMinutes) => set({ dueInMinutes })}
      />
    </>
  );
}
