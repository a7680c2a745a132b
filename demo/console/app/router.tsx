import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { alertsSearch } from '../screens/alerts/search.ts';
import { clientSearch, clientsSearch } from '../screens/clients/search.ts';
import { deviceSearch, devicesSearch } from '../screens/devices/search.ts';
import { diagnosticsSearch } from '../screens/diagnostics/search.ts';
import { maintenanceSearch } from '../screens/maintenance/search.ts';
import { mappingsSearch } from '../screens/mappings/search.ts';
import { portalSearch } from '../screens/portal/search.ts';
import { auditSearch, jobsSearch, recordsSearch } from '../screens/records/search.ts';
import { periodSearch } from '../screens/report/periods.ts';
import { mutesSearch, rulesSearch } from '../screens/rules/search.ts';
import { seatsSearch } from '../screens/seats/search.ts';
import { threatsSearch } from '../screens/threats/search.ts';
import { todaySearch } from '../screens/today/search.ts';
import { NoSuchPage } from './no-such-page.tsx';
import { parseSearch, readBy, stringifySearch } from './search.ts';
import type { Viewer } from './session.ts';
import { Shell } from './shell.tsx';

/** The addresses of all screens. Each screen is loaded when it is opened first. */
export function createConsoleRouter({ viewer, beside }: { viewer: Viewer; beside?: ReactNode }) {
  const isPortal = viewer.role === 'portal';
  const root = createRootRoute({
    component: () => <Shell beside={beside} />,
    notFoundComponent: NoSuchPage,
    beforeLoad: ({ location }) => {
      // A portal user has one page, and nobody else has it.
      if (isPortal !== (location.pathname === '/portal'))
        throw redirect({ to: isPortal ? '/portal' : '/', replace: true });
    },
  });
  const under = { getParentRoute: () => root } as const;
  const routes = [
    createRoute({
      ...under,
      path: '/',
      validateSearch: readBy(todaySearch),
      component: lazyRouteComponent(() => import('../screens/today/today.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/threats',
      validateSearch: readBy(threatsSearch),
      component: lazyRouteComponent(() => import('../screens/threats/threats.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/clients',
      validateSearch: readBy(clientsSearch),
      component: lazyRouteComponent(() => import('../screens/clients/clients.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/clients/$clientId',
      validateSearch: readBy(clientSearch),
      component: lazyRouteComponent(() => import('../screens/clients/client.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/clients/$clientId/report',
      validateSearch: readBy(periodSearch),
      component: lazyRouteComponent(() => import('../screens/report/client-report.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/devices',
      validateSearch: readBy(devicesSearch),
      component: lazyRouteComponent(() => import('../screens/devices/devices.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/devices/$deviceId',
      validateSearch: readBy(deviceSearch),
      component: lazyRouteComponent(() => import('../screens/devices/device.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/seats',
      validateSearch: readBy(seatsSearch),
      component: lazyRouteComponent(() => import('../screens/seats/seats.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/alerts',
      validateSearch: readBy(alertsSearch),
      component: lazyRouteComponent(() => import('../screens/alerts/alerts.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/rules',
      validateSearch: readBy(rulesSearch),
      component: lazyRouteComponent(() => import('../screens/rules/rules.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/mutes',
      validateSearch: readBy(mutesSearch),
      component: lazyRouteComponent(() => import('../screens/rules/mutes.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/maintenance',
      validateSearch: readBy(maintenanceSearch),
      component: lazyRouteComponent(() => import('../screens/maintenance/maintenance.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/settings/bitdefender',
      component: lazyRouteComponent(() => import('../screens/integrations/integrations.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/settings/bitdefender/mappings',
      validateSearch: readBy(mappingsSearch),
      component: lazyRouteComponent(() => import('../screens/mappings/mappings.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/settings/digest',
      component: lazyRouteComponent(() => import('../screens/settings/digest.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/settings/assistants',
      component: lazyRouteComponent(() => import('../screens/assistants/assistants.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/diagnostics',
      validateSearch: readBy(diagnosticsSearch),
      component: lazyRouteComponent(() => import('../screens/diagnostics/diagnostics.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/runs',
      validateSearch: readBy(recordsSearch),
      component: lazyRouteComponent(() => import('../screens/records/runs.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/jobs',
      validateSearch: readBy(jobsSearch),
      component: lazyRouteComponent(() => import('../screens/records/jobs.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/audit',
      validateSearch: readBy(auditSearch),
      component: lazyRouteComponent(() => import('../screens/records/audit.screen.tsx')),
    }),
    createRoute({
      ...under,
      path: '/portal',
      validateSearch: readBy(portalSearch),
      component: lazyRouteComponent(() => import('../screens/portal/portal.screen.tsx')),
    }),
  ] as const;
  return createRouter({
    routeTree: root.addChildren(routes),
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
