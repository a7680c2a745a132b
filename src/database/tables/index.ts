import { ActivityCheckEntity } from './activity-check.entity.js';
import { AgentEntity } from './agent.entity.js';
import { AlertEntity } from './alert.entity.js';
import { AlertChangeEntity } from './alert-change.entity.js';
import { AlertDeliveryEntity, AlertOccurrenceEntity } from './alert-delivery.entity.js';
import { AlertMuteEntity } from './alert-mute.entity.js';
import { AlertPublicationEntity } from './alert-publication.entity.js';
import { AlertRuleEntity } from './alert-rule.entity.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { ClientToMatchEntity } from './client-to-match.entity.js';
import { ClientWatchEntity } from './client-watch.entity.js';
import { CompanyEntity } from './company.entity.js';
import { CompanyEventEntity } from './company-event.entity.js';
import { ConnectionEntity } from './connection.entity.js';
import { ClientMergeEntity, CoreClientEntity } from './core-client.entity.js';
import { CoverageDayEntity } from './coverage-day.entity.js';
import { DeviceEntity } from './device.entity.js';
import { DeviceEventEntity, IsolationEventEntity } from './device-event.entity.js';
import { DeviceStateEntity } from './device-state.entity.js';
import { DigestDeliveryEntity, DigestEntity } from './digest.entity.js';
import { ExpectationEntity } from './expectation.entity.js';
import { InventoryFingerprintEntity, MatchingFingerprintEntity } from './fingerprint.entity.js';
import { FingerprintSaltEntity } from './fingerprint-salt.entity.js';
import { JobEntity } from './job.entity.js';
import { AlertHoldEntity, MaintenanceWindowEntity } from './maintenance-window.entity.js';
import { MatchOverrideEntity } from './match-override.entity.js';
import { OpenedExportEntity } from './opened-export.entity.js';
import { OutbreakEntity } from './outbreak.entity.js';
import { RateBudgetEntity } from './rate-budget.entity.js';
import { ReportLinkEntity } from './report-link.entity.js';
import { SeatLookEntity, SeatMachineEntity, SeatMonthEntity } from './seat.entity.js';
import { OptionalStreamEntity, SkippedRowEntity, SyncRunEntity, SyncStreamEntity } from './sync-run.entity.js';
import { TenantSettingEntity } from './tenant-setting.entity.js';
import { ThreatEntity } from './threat.entity.js';
import { ThreatChangeEntity } from './threat-change.entity.js';
import { ThreatKeptCountEntity } from './threat-kept-count.entity.js';
import { ThreatSourceEntity } from './threat-source.entity.js';
import { TickTurnEntity } from './tick-turn.entity.js';
import { TokenRefusalEntity } from './token-refusal.entity.js';
import { WebhookEntity } from './webhook.entity.js';

/** Every table of this service. */
export const entities = [
  ActivityCheckEntity,
  AgentEntity,
  AlertEntity,
  AlertDeliveryEntity,
  AlertChangeEntity,
  AlertHoldEntity,
  AlertMuteEntity,
  AlertOccurrenceEntity,
  AlertPublicationEntity,
  AlertRuleEntity,
  AuditEntryEntity,
  ClientMergeEntity,
  ClientToMatchEntity,
  ClientWatchEntity,
  CompanyEntity,
  CompanyEventEntity,
  ConnectionEntity,
  CoreClientEntity,
  CoverageDayEntity,
  DeviceEntity,
  DeviceEventEntity,
  DeviceStateEntity,
  DigestEntity,
  DigestDeliveryEntity,
  FingerprintSaltEntity,
  ExpectationEntity,
  InventoryFingerprintEntity,
  IsolationEventEntity,
  JobEntity,
  MaintenanceWindowEntity,
  MatchingFingerprintEntity,
  MatchOverrideEntity,
  OpenedExportEntity,
  OptionalStreamEntity,
  OutbreakEntity,
  RateBudgetEntity,
  ReportLinkEntity,
  SeatLookEntity,
  SeatMachineEntity,
  SeatMonthEntity,
  SkippedRowEntity,
  SyncRunEntity,
  SyncStreamEntity,
  TenantSettingEntity,
  ThreatEntity,
  ThreatChangeEntity,
  ThreatKeptCountEntity,
  ThreatSourceEntity,
  TickTurnEntity,
  TokenRefusalEntity,
  WebhookEntity,
];
