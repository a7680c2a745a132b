import { Button, Text, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  AuditExportDocument,
  AuditPageDocument,
  type AuditPageQuery,
  PeopleChoicesDocument,
} from '../../../../operations/documents.ts';
import { useViewer } from '../../app/viewer.ts';
import { usePages } from '../../graph/use-pages.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { Age } from '../../parts/age.tsx';
import { Choices } from '../../parts/choices.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { ExportButton } from '../../parts/export-button.tsx';
import { FilterBar } from '../../parts/filter-bar.tsx';
import { OneChoice } from '../../parts/one-choice.tsx';
import { Empty, ProblemNote, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { type AuditEntry, actionWords, auditActions } from './audit-actions.ts';
import { AuditPanel } from './audit-panel.tsx';
import { summaryOf } from './differences.ts';
import { type AuditSearch, auditFilterOf } from './search.ts';

const pageOf = (data: AuditPageQuery) => data.bitdefenderAudit;

/** Who changed what, for administrators. */
export default function AuditScreen() {
  const { t } = useTranslation();
  const { may } = useViewer();
  if (may.administer) return <Audit />;
  return (
    <>
      <ScreenHead title={t('records.audit.title')} />
      <ProblemNote problem={{ kind: 'forbidden', message: t('records.audit.forbidden') }} />
    </>
  );
}

function Audit() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const change = useCallback(
    (part: Partial<AuditSearch>) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  const filter = auditFilterOf(search);
  const screen = usePages(AuditPageDocument, { filter }, pageOf);
  const columns = useColumns();
  return (
    <>
      <ScreenHead title={t('records.audit.title')} about={t('records.audit.about')}>
        <ExportButton
          document={AuditExportDocument}
          variables={{ filter }}
          urlOf={(data) => data.exportBitdefenderAudit?.url}
          about={t('records.audit.exportAbout')}
        />
      </ScreenHead>
      <AuditFilters search={search} onChange={change} />
      <ScreenState screen={screen}>
        {() =>
          screen.rows.length === 0 ? (
            <Empty title={t('records.audit.empty.title')} text={t('records.audit.empty.text')} />
          ) : (
            <DataTable
              label={t('records.audit.title')}
              columns={columns}
              rows={screen.rows}
              onMore={screen.more}
              loadingMore={screen.loadingMore}
              current={search.entry ?? null}
              onOpen={({ id }) => change({ entry: id })}
            />
          )
        }
      </ScreenState>
      <AuditPanel
        id={search.entry}
        entry={screen.rows.find(({ id }) => id === search.entry)}
        onSubject={(subject) => change({ subject, entry: undefined })}
        onClose={() => change({ entry: undefined })}
      />
    </>
  );
}

function AuditFilters({ search, onChange }: { search: AuditSearch; onChange: (change: Partial<AuditSearch>) => void }) {
  const { t } = useTranslation();
  const { data } = useScreen(PeopleChoicesDocument, {});
  const people = (data?.users ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const { actor } = search;
  if (actor && !people.some(({ value }) => value === actor)) people.push({ value: actor, label: actor });
  const unknown = search.action.filter((action) => !auditActions.some((known) => known === action));
  return (
    <FilterBar>
      <OneChoice
        label={t('records.audit.actor')}
        width={210}
        searchable
        choices={people}
        value={actor}
        onChange={(value) => onChange({ actor: value })}
      />
      <Choices
        label={t('records.audit.action')}
        width={260}
        searchable
        choices={[...auditActions, ...unknown].map((value) => ({ value, label: actionWords(value, t) }))}
        value={search.action}
        onChange={(action) => onChange({ action })}
      />
      <SubjectInput value={search.subject ?? ''} onChange={(subject) => onChange({ subject: subject || undefined })} />
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          size="xs"
          w={140}
          label={t(`records.audit.${end}`)}
          value={search[end] ?? ''}
          onChange={({ currentTarget }) => onChange({ [end]: currentTarget.value || undefined })}
        />
      ))}
      <Button
        size="xs"
        variant="subtle"
        onClick={() => onChange({ actor: undefined, action: [], subject: undefined, from: undefined, to: undefined })}
      >
        {t('filter.reset')}
      </Button>
    </FilterBar>
  );
}

function SubjectInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const later = useDebouncedCallback((typed: string) => onChange(typed.trim()), 400);
  return (
    <TextInput
      label={t('records.audit.subject')}
      size="xs"
      w={220}
      placeholder={t('records.audit.subjectHint')}
      value={text}
      maxLength={255}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        later(currentTarget.value);
      }}
    />
  );
}

function useColumns(): readonly Column<AuditEntry>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'at',
        header: t('records.audit.at'),
        width: '110px',
        cell: ({ at }) => <Age at={at} size="sm" />,
      },
      {
        id: 'actor',
        header: t('records.audit.actor'),
        width: '190px',
        from: 'sm',
        cell: ({ actor, actorUser }) => actorUser?.name ?? (actor === 'maintenance' ? t('records.service') : actor),
      },
      {
        id: 'action',
        header: t('records.audit.action'),
        cell: ({ action }) => (
          <Tooltip label={action}>
            <span>{actionWords(action, t)}</span>
          </Tooltip>
        ),
      },
      {
        id: 'difference',
        header: t('records.audit.difference'),
        from: 'md',
        cell: ({ detail }) => {
          const text = summaryOf(detail);
          return text === '' ? (
            '–'
          ) : (
            <Text span size="sm" c="dimmed">
              {text}
            </Text>
          );
        },
      },
      {
        id: 'address',
        header: t('records.audit.address'),
        width: '130px',
        from: 'xl',
        cell: ({ address }) => address ?? '–',
      },
    ],
    [t],
  );
}
