import {
  Group,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type RuleChoicesQuery, SiteChoicesDocument } from '../../../../operations/documents.ts';
import { type ScreenResult, useScreen } from '../../graph/use-screen.ts';
import { Choices } from '../../parts/choices.tsx';
import type { RuleForm } from './rule-form.ts';
import { scopeFor, siteChoicesOf } from './rule-sites.ts';

/** What every part of the editor is given. */
export interface EditorPart {
  form: RuleForm;
  set: (part: Partial<RuleForm>) => void;
  /** Messages by the path of the input, such as `actions.0.team`. */
  errors: Readonly<Record<string, string>>;
  choices: ScreenResult<RuleChoicesQuery>;
}

export function EditorSection({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  return (
    <Stack gap="xs" component="section">
      <Title order={3} size="h6" tt="uppercase" c="dimmed">
        {title}
      </Title>
      {about && (
        <Text size="xs" c="dimmed">
          {about}
        </Text>
      )}
      {children}
    </Stack>
  );
}

/** The message of an input that has no place for one itself. */
export const FieldError = ({ text }: { text: string | undefined }) =>
  text ? (
    <Text size="xs" c="var(--mantine-color-error)" role="alert">
      {text}
    </Text>
  ) : null;

/** Something that OpsMerge names. While its choices are unknown, the id is typed. */
export function Named({
  label,
  list,
  value,
  error,
  required = false,
  onChange,
}: {
  label: string;
  list: readonly { id: string; name: string }[] | undefined;
  value: string;
  error: string | undefined;
  required?: boolean;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  if (list === undefined)
    return (
      <TextInput
        size="xs"
        label={label}
        value={value}
        error={error}
        withAsterisk={required}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  const known = list.map(({ id, name }) => ({ value: id, label: name }));
  if (value && !known.some((each) => each.value === value)) known.push({ value, label: value });
  return (
    <Select
      size="xs"
      label={label}
      data={known}
      value={value || null}
      error={error}
      withAsterisk={required}
      searchable
      clearable={!required}
      clearButtonProps={{ 'aria-label': t('filter.clear', { label }) }}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}

/** Minutes until a ticket is due. */
export function Minutes({
  label,
  value,
  error,
  onChange,
}: {
  label: string;
  value: number | '';
  error: string | undefined;
  onChange: (value: number | '') => void;
}) {
  return (
    <NumberInput
      size="xs"
      label={label}
      min={1}
      allowDecimal={false}
      value={value}
      error={error}
      onChange={(next) => onChange(typeof next === 'number' ? next : '')}
    />
  );
}

/** Several values of one condition; none is no condition. */
export function Several({
  label,
  placeholder,
  data,
  value,
  error,
  onChange,
}: {
  label: string;
  placeholder?: string;
  data: { value: string; label: string }[];
  value: readonly string[];
  error: string | undefined;
  onChange: (value: string[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <MultiSelect
      size="xs"
      label={label}
      placeholder={value.length === 0 ? (placeholder ?? t('filter.any')) : undefined}
      data={data}
      value={[...value]}
      error={error}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clear', { label }) }}
      hidePickedOptions
      onChange={onChange}
    />
  );
}

/** Which clients a rule is for, and to which of their sites it is limited, where OpsMerge names some. */
export function ScopePart({ form: { scope }, set, errors, choices }: EditorPart) {
  const { t } = useTranslation();
  const clients = choices.data?.clients.edges.map(({ node }) => node) ?? [];
  const isOnly = scope.kind === 'ONLY';
  const { clientIds } = scope;
  const { data } = useScreen(SiteChoicesDocument, { clientIds }, { pause: !isOnly || clientIds.length === 0 });
  const known = data?.bitdefenderClients ?? [];
  const sites = siteChoicesOf(known, scope);
  return (
    <EditorSection title={t('rules.editor.scope')}>
      <Group gap="sm" align="flex-end">
        <SegmentedControl
          size="xs"
          aria-label={t('rules.editor.scope')}
          data={(['ALL', 'ONLY', 'ALL_BUT'] as const).map((value) => ({
            value,
            label: t(`rules.editor.scopeKind.${value}`),
          }))}
          value={scope.kind}
          onChange={(kind) => set({ scope: { ...scope, kind: kind as RuleForm['scope']['kind'] } })}
        />
        {scope.kind !== 'ALL' && (
          <Choices
            label={t('rules.editor.clients')}
            width={320}
            searchable
            choices={[
              ...clients.map(({ id, name }) => ({ value: id, label: name })),
              ...scope.clientIds
                .filter((id) => !clients.some((client) => client.id === id))
                .map((id) => ({ value: id, label: id })),
            ]}
            value={scope.clientIds}
            onChange={(next) => set({ scope: scopeFor(scope, next, known) })}
          />
        )}
      </Group>
      <FieldError text={errors['scope.clientIds']} />
      {isOnly && sites.length > 0 && (
        <>
          <Several
            label={t('rules.editor.sites')}
            placeholder={t('rules.editor.sitesUsual')}
            data={sites}
            value={scope.siteIds}
            error={errors['scope.siteIds']}
            onChange={(siteIds) => set({ scope: { ...scope, siteIds } })}
          />
          <Text size="xs" c="dimmed">
            {t('rules.editor.sitesAbout')}
          </Text>
        </>
      )}
    </EditorSection>
  );
}
