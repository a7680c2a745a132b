import { Button, Container, Group, Stack, Text, Title } from '@mantine/core';
import { IconShieldHalf } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Provider as GraphProvider } from 'urql';
import { PortalReportDocument } from '../../../../operations/documents.ts';
import { createGraphClient } from '../../graph/client.ts';
import { useScreen } from '../../graph/use-screen.ts';
import { Empty } from '../../parts/state.tsx';
import { tokenOf } from './link-address.ts';
import { PrintButton } from './print-button.tsx';
import { ReportView } from './report-view.tsx';

/** The page behind a link: the report of the token in its address, for whoever has it. Nothing is kept in the browser. */
export default function SharedReport() {
  const [token, setToken] = useState(() => tokenOf(location.hash));
  useEffect(() => {
    const read = () => setToken(tokenOf(location.hash));
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  usePrintedAddress(token);
  return (
    <Container size={980} py="lg" component="main">
      {token === null ? <Ended /> : <OfToken key={token} token={token} />}
    </Container>
  );
}

/** Browsers print the address of a page, and the token in it would open the report for whoever finds the paper. */
function usePrintedAddress(token: string | null) {
  useEffect(() => {
    if (token === null) return undefined;
    const hide = () => history.replaceState(history.state, '', location.pathname);
    const show = () => history.replaceState(history.state, '', `${location.pathname}#${token}`);
    window.addEventListener('beforeprint', hide);
    window.addEventListener('afterprint', show);
    return () => {
      window.removeEventListener('beforeprint', hide);
      window.removeEventListener('afterprint', show);
    };
  }, [token]);
}

function OfToken({ token }: { token: string }) {
  const graph = useMemo(() => createGraphClient(token), [token]);
  useEffect(() => graph.close, [graph]);
  return (
    <GraphProvider value={graph.client}>
      <OneReport />
    </GraphProvider>
  );
}

function OneReport() {
  const { t } = useTranslation();
  const { data, problem, refresh } = useScreen(PortalReportDocument, {});
  const report = data?.portalBitdefenderReport;
  if (report)
    return (
      <Stack gap="md">
        <Head>
          <PrintButton />
        </Head>
        <ReportView report={report} />
      </Stack>
    );
  if (problem === null && data === undefined)
    return (
      <Stack gap="md">
        <Head />
        <Text role="status">{t('report.link.loading')}</Text>
      </Stack>
    );
  // What may be otherwise in a while; of the rest one thing is said.
  if (problem && ['busy', 'unreachable', 'failed'].includes(problem.kind))
    return (
      <Stack gap="md">
        <Head />
        <Empty title={t('report.link.later.title')} text={t('report.link.later.text')}>
          <Button size="xs" variant="default" onClick={refresh}>
            {t('report.link.later.retry')}
          </Button>
        </Empty>
      </Stack>
    );
  return <Ended />;
}

function Ended() {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <Head />
      <Empty title={t('report.link.ended.title')} text={t('report.link.ended.text')} />
    </Stack>
  );
}

function Head({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between">
      <Group gap="xs" wrap="nowrap">
        <IconShieldHalf size={26} stroke={1.6} aria-hidden />
        <Title order={1} size="h2">
          {t('report.title')}
        </Title>
      </Group>
      {children}
    </Group>
  );
}
