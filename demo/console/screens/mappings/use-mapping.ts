import { notifications } from '@mantine/notifications';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MapCompaniesDocument, UnmapCompaniesDocument } from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { type Drafts, inputsOf, noDrafts, resultOf, withoutAnswered } from './drafts.ts';

/** Mappings that are chosen, and the button "Save" for all of them at once. */
export function useMapping(onSaved: () => void) {
  const { t } = useTranslation();
  const mapping = useAction(MapCompaniesDocument);
  const unmapping = useAction(UnmapCompaniesDocument);
  const [drafts, setDrafts] = useState<Drafts>(noDrafts);
  /** Why a company was not changed, by its id; under `''` why nothing was. */
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());

  const save = useCallback(async () => {
    const { map, unmap } = inputsOf(drafts);
    const answers: Parameters<typeof resultOf>[0][number][] = [];
    if (map) answers.push((await mapping.run({ input: map }))?.mapBitdefenderCompanies);
    for (const input of unmap) answers.push((await unmapping.run({ input }))?.unmapBitdefenderCompanies);
    const { saved, refused: found } = resultOf(answers);
    const named = ([id, message]: [string, string]): [string, string] => {
      const company = drafts.get(id)?.company.name;
      return [id, company ? t('mappings.save.refused', { company, message }) : message];
    };
    setRefused(new Map([...found].map(named)));
    // What was refused has to be chosen again, over what is true now.
    setDrafts((before) => withoutAnswered(before, saved, found));
    const removed = [...saved].filter((id) => drafts.get(id)?.to === null).length;
    const mapped = saved.size - removed;
    const said = [
      mapped > 0 && t('mappings.save.saved', { count: mapped }),
      removed > 0 && t('mappings.save.removed', { count: removed }),
    ].filter(Boolean);
    if (said.length > 0) notifications.show({ color: 'teal', message: said.join(' ') });
    onSaved();
  }, [drafts, mapping.run, unmapping.run, onSaved, t]);

  const discard = useCallback(() => {
    setDrafts(noDrafts);
    setRefused(new Map());
  }, []);
  return { drafts, setDrafts, save, discard, refused, busy: mapping.busy || unmapping.busy };
}
