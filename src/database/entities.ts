import { AlertEntity } from '../alert/alert.entity.js';
import { AlertActionEntity, AlertOccurrenceEntity } from '../alert/alert-action.entity.js';
import { AlertChangeEntity } from '../alert/alert-change.entity.js';
import { AlertMuteEntity } from '../alert/alert-mute.entity.js';
import { AlertRuleEntity } from '../alert/alert-rule.entity.js';
import { OutbreakEntity } from '../alert/outbreak.entity.js';
import { WebhookEntity } from '../alert/webhook.entity.js';
import { AuditEntryEntity } from '../audit/audit-entry.entity.js';
import { ClientWatchEntity } from '../company/client-watch.entity.js';
import { CompanyEntity } from '../company/company.entity.js';
import { CompanyEventEntity } from '../company/company-event.entity.js';
import { ConnectionEntity } from '../connection/connection.entity.js';
import { FingerprintSaltEntity } from '../connection/fingerprint-salt.entity.js';
import { RateBudgetEntity } from '../connection/rate-budget.entity.js';
import { AgentEntity } from '../device/agent.entity.js';
import { ClientToMatchEntity } from '../device/client-to-match.entity.js';
import { CoverageDayEntity } from '../device/coverage-day.entity.js';
import { DeviceEntity } from '../device/device.entity.js';
import { DeviceEventEntity } from '../device/device-event.entity.js';
import { DeviceStateEntity } from '../device/device-state.entity.js';
import { ExpectationEntity } from '../device/expectation.entity.js';
import { MatchDecisionEntity } from '../device/match-decision.entity.js';
import { JobEntity } from '../job/job.entity.js';
import { ActivityCheckEntity } from '../sync/activity-check.entity.js';
import { SkippedRowEntity, SyncRunEntity, SyncStreamEntity } from '../sync/sync-run.entity.js';
import { TenantSettingEntity } from '../tenant/tenant-setting.entity.js';
import { ThreatEntity } from '../threat/threat.entity.js';
import { ThreatChangeEntity } from '../threat/threat-change.entity.js';
import { ThreatKeptCountEntity } from '../threat/threat-kept-count.entity.js';
import { ThreatSourceEntity } from '../threat/threat-source.entity.js';

/** Every table of this service. */
export const entities = [
  ActivityCheckEntity,
  AgentEntity,
  AlertEntity,
  AlertActionEntity,
  AlertChangeEntity,
  AlertMuteEntity,
  AlertOccurrenceEntity,
  AlertRuleEntity,
  AuditEntryEntity,
  ClientToMatchEntity,
  ClientWatchEntity,
  CompanyEntity,
  CompanyEventEntity,
  ConnectionEntity,
  CoverageDayEntity,
  DeviceEntity,
  DeviceEventEntity,
  DeviceStateEntity,
  FingerprintSaltEntity,
  ExpectationEntity,
  JobEntity,
  MatchDecisionEntity,
  OutbreakEntity,
  RateBudgetEntity,
  SkippedRowEntity,
  SyncRunEntity,
  SyncStreamEntity,
  TenantSettingEntity,
  ThreatEntity,
  ThreatChangeEntity,
  ThreatKeptCountEntity,
  ThreatSourceEntity,
  WebhookEntity,
];
