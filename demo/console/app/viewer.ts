import { createContext, useContext } from 'react';
import type { Viewer } from './session.ts';

/** The person who looks. */
export const ViewerContext = createContext<Viewer | null>(null);

/** The person who looks, and what that person may do. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (viewer === null) throw new Error('There is no viewer.');
  return viewer;
}
