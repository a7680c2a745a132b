import { lazy, type ReactNode, Suspense } from 'react';
import { reportPath } from '../screens/report/link-address.ts';
import { ConsoleLook } from './console.tsx';

const SharedReport = lazy(() => import('../screens/report/shared-report.tsx'));

/** The page behind the link of a report, for which nobody signs in; at any other address, the console of its host. */
export function SharedOr({ children }: { children: ReactNode }) {
  if (location.pathname !== reportPath) return children;
  return (
    <ConsoleLook>
      <Suspense fallback={null}>
        <SharedReport />
      </Suspense>
    </ConsoleLook>
  );
}
