import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { DevicesPageDocument, type DevicesPageQuery, LiveThreatsDocument } from '../../../../operations/documents.ts';
import { useLive } from '../../graph/use-live.ts';
import { usePages } from '../../graph/use-pages.ts';
import { useCalmRefresh } from '../../graph/use-refresh.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { sitesOf } from '../../parts/sites.ts';
import { Empty, ScreenHead, ScreenState } from '../../parts/state.tsx';
import { useDeviceColumns } from './columns.tsx';
import { DeviceFilters } from './filters.tsx';
import { type DevicesSearch, filterOf } from './search.ts';

const pageOf = (data: DevicesPageQuery) => data.bitdefenderDevices;

/** Agents and machines of Bitdefender in one list, each machine once. */
export default function DevicesScreen() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/devices' });
  const navigate = useNavigate({ from: '/devices' });
  const change = useCallback(
    (part: Partial<DevicesSearch>) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );
  const screen = usePages(
    DevicesPageDocument,
    { filter: filterOf(search), orderBy: search.order ?? 'NAME', ...sitesOf(search.client) },
    pageOf,
  );
  const calmly = useCalmRefresh(screen.refresh);
  useLive(LiveThreatsDocument, { filter: { minimumSeverity: 'UNKNOWN', status: ['ALL'] } }, calmly);
  const columns = useDeviceColumns();
  return (
    <>
      <ScreenHead title={t('devices.title')} about={t('devices.about')} />
      <DeviceFilters
        search={search}
        facets={screen.data?.bitdefenderDevices?.facets}
        sites={screen.data?.client?.bitdefender?.sites}
        onChange={change}
      />
      <ScreenState screen={screen}>
        {({ bitdefenderDevices }) =>
          screen.rows.length === 0 ? (
            <Empty title={t('devices.empty.title')} text={t('devices.empty.text')} />
          ) : (
            <DataTable
              label={t('devices.title')}
              columns={columns}
              rows={screen.rows}
              total={bitdefenderDevices?.totalCount ?? null}
              onMore={screen.more}
              loadingMore={screen.loadingMore}
              minWidth={690}
              onOpen={({ device }) =>
                device && void navigate({ to: '/devices/$deviceId', params: { deviceId: device.id } })
              }
            />
          )
        }
      </ScreenState>
    </>
  );
}
