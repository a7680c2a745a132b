import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../../graphql/context.js';
import { PayloadMutation, payloadOf } from '../../graphql/errors.js';
import type { AlertReader } from '../list/alert.reader.js';
import { RerouteInput, ReroutePayload, ReroutingPreview } from './reroute.type.js';
import { type AlertRerouting, countActions, mostListed } from './reroute-alerts.js';

@Resolver()
export class RerouteResolver {
  constructor(
    private readonly service: AlertRerouting,
    private readonly alerts: AlertReader,
  ) {}

  @Query(() => ReroutingPreview, {
    description:
      'Evaluates the rules, as they are now, on open alerts about threats. Stores nothing and carries out nothing.',
  })
  async previewBitdefenderAlertRerouting(
    @Ctx() { viewer: { tenantId } }: RequestContext,
    @Arg('clientId', () => ID, { nullable: true, description: 'Client: only its alerts; all clients if left out.' })
    clientId?: string | null,
    @Arg('ruleId', () => ID, {
      nullable: true,
      description: 'Rule: only actions that it wants; all rules if left out.',
    })
    ruleId?: string | null,
  ): Promise<ReroutingPreview> {
    const { acting, ...counts } = await this.service.preview(tenantId, {
      clientId: clientId ?? null,
      ruleId: ruleId ?? null,
    });
    const listed = acting.slice(0, mostListed);
    const alerts = await this.alerts.byIds(
      tenantId,
      listed.map(({ alertId }) => alertId),
    );
    return {
      ...counts,
      acting: acting.length,
      publishing: acting.filter(({ publishes }) => publishes).length,
      actions: countActions(acting),
      alerts: listed.flatMap(({ alertId, missing }) => {
        const alert = alerts.get(alertId);
        const actions = missing.map(({ ruleId, ruleName, action: { kind } }) => ({ kind, ruleId, ruleName }));
        return alert === undefined ? [] : [{ alert, actions }];
      }),
    };
  }

  @PayloadMutation(ReroutePayload, {
    description:
      'Runs open alerts about threats through the rules once more, as after a rule was enabled, and requests what the rules want. No alert gets a second ticket, nor the same action twice. At most 200 alerts at once, newest first: repeat it while `remaining` is more than 0.',
  })
  rerouteBitdefenderAlerts(
    @Ctx() { viewer }: RequestContext,
    @Arg('input', () => RerouteInput, { description: 'Which alerts.' }) {
      clientId = null,
      ruleId = null,
    }: RerouteInput,
  ): Promise<ReroutePayload> {
    return payloadOf(() => this.service.run(viewer, { clientId, ruleId }));
  }
}
