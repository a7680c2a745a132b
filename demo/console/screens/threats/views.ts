import { useCallback, useState } from 'react';
import { dailyReview, type ThreatsSearch, usualThreats } from './search.ts';

/** A view under a name. */
export interface SavedView {
  name: string;
  search: ThreatsSearch;
}

export const builtInViews = { usual: usualThreats, dailyReview } as const;

const key = (subject: string) => `threat-views:${subject}`;

function readViews(subject: string): SavedView[] {
  try {
    const found = JSON.parse(localStorage.getItem(key(subject)) ?? '[]');
    return Array.isArray(found) ? found : [];
  } catch {
    // Something else wrote it: there are no views, then.
    return [];
  }
}

/** The views that a person saved in this browser. */
export function useSavedViews(subject: string) {
  const [views, setViews] = useState(() => readViews(subject));
  const store = useCallback(
    (next: SavedView[]) => {
      localStorage.setItem(key(subject), JSON.stringify(next));
      setViews(next);
    },
    [subject],
  );
  return {
    views,
    save: (view: SavedView) => store([...views.filter(({ name }) => name !== view.name), view]),
    remove: (name: string) => store(views.filter((view) => view.name !== name)),
  };
}

/** Whether an address shows a view; the open side panel is no part of it. */
export function isShown(search: ThreatsSearch, view: ThreatsSearch): boolean {
  const parts = ({ severity, status, client, site, device, from, to, q, order }: ThreatsSearch) =>
    JSON.stringify([severity.toSorted(), status.toSorted(), client.toSorted(), site, device, from, to, q, order]);
  return parts(search) === parts(view);
}
