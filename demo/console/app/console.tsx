import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './console.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo } from 'react';
import { I18nextProvider } from 'react-i18next';
import { Provider as GraphProvider } from 'urql';
import { createGraphClient } from '../graph/client.ts';
import { createListTools, ListToolsContext } from '../graph/list-tools.ts';
import { texts } from '../texts/index.ts';
import { createConsoleRouter } from './router.tsx';
import { type Session, viewerOfToken } from './session.ts';
import { cssVariables, theme } from './theme.ts';
import { ViewerContext } from './viewer.ts';

/** Look and language, for whatever is shown. */
export function ConsoleLook({ children }: { children: ReactNode }) {
  return (
    <I18nextProvider i18n={texts}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <Notifications position="bottom-right" />
        {children}
      </MantineProvider>
    </I18nextProvider>
  );
}

/** All screens, for the person of a session. What the host gives as `beside` stands in the head of each. */
export function Console({ session, beside }: { session: Session; beside?: ReactNode }) {
  const graph = useMemo(() => createGraphClient(session.token), [session.token]);
  useEffect(() => graph.close, [graph]);
  const listTools = useMemo(() => createListTools(session.token), [session.token]);
  const viewer = useMemo(() => viewerOfToken(session.token), [session.token]);
  const router = useMemo(() => viewer && createConsoleRouter({ viewer, beside }), [viewer, beside]);
  if (viewer === null || router === null) return null;
  return (
    <GraphProvider value={graph.client}>
      <ViewerContext value={viewer}>
        <ListToolsContext value={listTools}>
          <RouterProvider router={router} />
        </ListToolsContext>
      </ViewerContext>
    </GraphProvider>
  );
}
