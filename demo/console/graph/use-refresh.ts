import { useEffect, useMemo, useRef } from 'react';

const quietMilliseconds = 250;

/** Refreshes at the end of a burst of events, not at each of them. */
export function useCalmRefresh(refresh: () => void): () => void {
  const latest = useRef(refresh);
  latest.current = refresh;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useMemo(
    () => () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => latest.current(), quietMilliseconds);
    },
    [],
  );
}
