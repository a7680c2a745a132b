import type { TFunction } from 'i18next';
import type { AuditPageQuery } from '../../../../operations/documents.ts';
import { records } from '../../texts/en/records.ts';

/** An entry as the list has it. */
export type AuditEntry = NonNullable<AuditPageQuery['bitdefenderAudit']>['edges'][number]['node'];

/** The actions of the audit that have a name. The graph may know more: they are shown by their code. */
export const auditActions = Object.keys(records.audit.actions) as (keyof typeof records.audit.actions)[];

/** An action in words. */
export function actionWords(action: string, t: TFunction): string {
  const known = auditActions.find((each) => each === action);
  return known ? t(`records.audit.actions.${known}`) : action;
}
