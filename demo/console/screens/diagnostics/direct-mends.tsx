import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import {
  EndMuteDocument,
  RerouteOpenAlertsDocument,
  RetryDeliveriesDocument,
  SetRuleEnabledDocument,
  ThreatDeliveriesDocument,
  type ThreatDeliveriesQuery,
} from '../../../../operations/documents.ts';
import { useAction } from '../../graph/use-action.ts';
import { ActionButton } from './action-button.tsx';

interface Direct {
  onDone: () => void;
}

const say = (message: string) => notifications.show({ color: 'teal', message });

export function EnableRule({ ruleId, onDone }: Direct & { ruleId: string }) {
  const { t } = useTranslation();
  const { run } = useAction(SetRuleEnabledDocument);
  const act = async () => {
    const answer = (await run({ ruleId, enabled: true }))?.setBitdefenderAlertRuleEnabled;
    if (answer?.userErrors.length === 0) say(t('diagnostics.done.ENABLE_RULE'));
    return answer?.userErrors ?? null;
  };
  return <ActionButton text={t('diagnostics.mend.ENABLE_RULE')} act={act} onDone={onDone} />;
}

export function EndMute({ muteId, onDone }: Direct & { muteId: string }) {
  const { t } = useTranslation();
  const { run } = useAction(EndMuteDocument);
  const act = async () => {
    const answer = (await run({ muteId }))?.endBitdefenderAlertMute;
    if (answer?.userErrors.length === 0) say(t('diagnostics.done.END_MUTE'));
    return answer?.userErrors ?? null;
  };
  return <ActionButton text={t('diagnostics.mend.END_MUTE')} act={act} onDone={onDone} />;
}

/** Asked again while alerts are left, at most so often: each call takes 200. */
const mostCalls = 10;

/** Runs open alerts through the rules once more. */
export function Reroute({ ruleId, clientId, onDone }: Direct & { ruleId: string | null; clientId: string | null }) {
  const { t } = useTranslation();
  const { run } = useAction(RerouteOpenAlertsDocument);
  const act = async () => {
    let rerouted = 0;
    for (let call = 0; call < mostCalls; call += 1) {
      const answer = (await run({ input: { ruleId, clientId } }))?.rerouteBitdefenderAlerts;
      if (!answer || answer.userErrors.length > 0) return answer?.userErrors ?? null;
      rerouted += answer.rerouted ?? 0;
      if (!answer.remaining) break;
    }
    say(t('diagnostics.done.REROUTE', { count: rerouted }));
    return [];
  };
  return <ActionButton text={t('diagnostics.mend.REROUTE')} act={act} onDone={onDone} />;
}

/** Tries once more what was given up of the alert of a threat. */
export function Retry({ threatId, onDone }: Direct & { threatId: string }) {
  const { t } = useTranslation();
  const client = useClient();
  const { run } = useAction(RetryDeliveriesDocument);
  const act = async () => {
    const { data } = await client
      .query<ThreatDeliveriesQuery>(
        ThreatDeliveriesDocument.toString(),
        { threatId },
        { requestPolicy: 'network-only' },
      )
      .toPromise();
    const ids = (data?.bitdefenderThreat?.alert?.deliveries ?? [])
      .filter(({ state }) => state === 'DEAD')
      .map(({ id }) => id);
    const answer = ids.length === 0 ? null : (await run({ ids }))?.retryBitdefenderAlertDeliveries;
    if (ids.length > 0 && !answer) return null;
    const refused = [
      ...(answer?.userErrors ?? []),
      ...(answer?.outcomes ?? []).flatMap(({ userErrors }) => userErrors),
    ];
    if (refused.length === 0) say(t('diagnostics.done.RETRY', { count: ids.length }));
    return refused;
  };
  return <ActionButton text={t('diagnostics.mend.RETRY')} act={act} onDone={onDone} />;
}
