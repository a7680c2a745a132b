import { Migration } from '@mikro-orm/migrations';

export class Migration20261123115138_initial extends Migration {
  override name = 'Migration20261123115138_initial';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "agent" ("tenant_id" text not null, "id" text not null, "client_id" text not null, "hostname" text not null, "host_key" text not null, "macs" text[] not null, "installed_at" timestamptz not null, "last_seen_at" timestamptz null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "agent_client" on "agent" ("tenant_id", "client_id", "host_key");`);

    this.addSql(
      `create table "alert" ("tenant_id" text not null, "id" uuid not null, "threat_id" uuid not null, "alert_type" text not null, "title" text not null, "severity" smallint not null, "state" text not null, "client_id" text null, "device_id" uuid null, "suppressed_by" text null, "suppressed_reason" text null, "ticket_id" text null, "ticket_url" text null, "ticket_state" text null, "taken_over_by" text null, "raised_at" timestamptz not null, "changed_at" timestamptz not null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "alert_list" on "alert" ("tenant_id", "state", "raised_at", "id");`);
    this.addSql(`alter table "alert" add constraint "alert_threat" unique ("tenant_id", "threat_id");`);

    this.addSql(
      `create table "alert_action" ("tenant_id" text not null, "id" uuid not null, "kind" text not null, "rule_id" uuid not null, "rule_name" text not null, "client_id" text null, "threat_name" text not null, "parameters" jsonb not null, "state" text not null, "attempts" int not null, "occurrences" int not null, "result" jsonb null, "last_error" text null, "created_at" timestamptz not null, "changed_at" timestamptz not null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(
      `create index "alert_action_group" on "alert_action" ("tenant_id", "client_id", "threat_name", "created_at");`,
    );

    this.addSql(
      `create table "alert_occurrence" ("tenant_id" text not null, "action_id" uuid not null, "alert_id" uuid not null, "at" timestamptz not null, primary key ("tenant_id", "action_id", "alert_id"));`,
    );
    this.addSql(`create index "alert_occurrence_alert" on "alert_occurrence" ("tenant_id", "alert_id");`);

    this.addSql(
      `create table "alert_rule" ("tenant_id" text not null, "id" uuid not null, "position" int not null, "name" text not null, "enabled" boolean not null, "scope" jsonb not null, "conditions" jsonb not null, "actions" jsonb not null, "next" text not null, "changed_at" timestamptz not null, "changed_by" text not null, primary key ("tenant_id", "id"));`,
    );

    this.addSql(
      `create table "audit_entry" ("tenant_id" text not null, "id" uuid not null, "at" timestamptz not null, "actor" text not null, "action" text not null, "subject" text not null, "detail" jsonb not null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "audit_entry_time" on "audit_entry" ("tenant_id", "at", "id");`);

    this.addSql(
      `create table "company" ("tenant_id" text not null, "id" uuid not null, "connection_id" uuid not null, "bd_id" text not null, "name" text not null, "parent_bd_id" text null, "kind" text not null, "state" text not null, "client_id" text null, "mapped_at" timestamptz null, "mapped_by" text null, "active" boolean not null, "activity_reasons" jsonb not null, "next_sync_at" timestamptz null, "last_synced_at" timestamptz null, "failures" int not null, "first_seen_at" timestamptz not null, "changed_at" timestamptz not null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "company_client" on "company" ("tenant_id", "client_id");`);
    this.addSql(`create index "company_due" on "company" ("next_sync_at");`);
    this.addSql(`alter table "company" add constraint "company_bd_id" unique ("tenant_id", "connection_id", "bd_id");`);

    this.addSql(
      `create table "connection" ("tenant_id" text not null, "id" uuid not null, "name" text not null, "endpoint" text not null, "sealed_key" text not null, "key_fingerprint" text not null, "key_set_at" timestamptz not null, "key_set_by" text not null, "ca_certificate" text null, "certificate_fingerprint" text null, "state" text not null, "flavour" text null, "own_company_bd_id" text null, "naive_offset_minutes" int null, "naive_zone" text null, "page_size" int null, "incidents_taken_to" timestamptz null, "quarantine_taken_to" timestamptz null, "created_at" timestamptz not null, "disconnected_at" timestamptz null, "last_succeeded_at" timestamptz null, "last_error_code" text null, "last_error_message" text null, "last_error_hint" text null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(
      `alter table "connection" add constraint "connection_endpoint_key" unique ("tenant_id", "endpoint", "own_company_bd_id");`,
    );

    this.addSql(
      `create table "device" ("tenant_id" text not null, "id" uuid not null, "connection_id" uuid not null, "company_id" uuid not null, "client_id" text null, "bd_id" text not null, "name" text not null, "fqdn" text null, "label" text null, "host_key" text not null, "macs" text[] not null, "ip" text null, "operating_system" text null, "machine_type" text not null, "managed" boolean not null, "policy_id" text null, "policy_name" text null, "policy_applied" boolean null, "modules" jsonb null, "product_outdated" boolean null, "last_scan_name" text null, "last_scan_at" timestamptz null, "risk_score" real null, "content_hash" text not null, "presence" text not null, "presence_changed_at" timestamptz not null, "first_seen_at" timestamptz not null, "changed_at" timestamptz not null, "match_kind" text not null, "match_reason" text not null, "match_candidates" text[] not null, "agent_id" text null, "twin_of" uuid null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "device_host" on "device" ("tenant_id", "client_id", "host_key");`);
    this.addSql(`create index "device_company" on "device" ("tenant_id", "company_id");`);
    this.addSql(`create index "device_agent" on "device" ("tenant_id", "agent_id");`);
    this.addSql(`alter table "device" add constraint "device_bd_id" unique ("tenant_id", "connection_id", "bd_id");`);

    this.addSql(
      `create table "device_state" ("tenant_id" text not null, "device_id" uuid not null, "as_of" timestamptz not null, "last_seen_at" timestamptz null, "online" text not null, "infected" boolean null, "detected" boolean null, "signature_outdated" boolean null, "signature_updated_at" timestamptz null, "product_version" text null, "engine_version" text null, "licence" text not null, primary key ("tenant_id", "device_id"));`,
    );

    this.addSql(
      `create table "rate_budget" ("key_fingerprint" text not null, "bucket" text not null, "calls" jsonb not null, "blocked_until" timestamptz null, primary key ("key_fingerprint", "bucket"));`,
    );

    this.addSql(
      `create table "skipped_row" ("tenant_id" text not null, "id" uuid not null, "run_id" uuid not null, "stream" text not null, "reason" text not null, "raw" jsonb not null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "skipped_row_run" on "skipped_row" ("tenant_id", "run_id");`);

    this.addSql(
      `create table "sync_run" ("tenant_id" text not null, "id" uuid not null, "connection_id" uuid not null, "state" text not null, "trigger" text not null, "requested_by" text not null, "attempt" int not null, "plan" text null, "calls" int not null, "queued_at" timestamptz not null, "started_at" timestamptz null, "ended_at" timestamptz null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "sync_run_connection" on "sync_run" ("tenant_id", "connection_id", "queued_at", "id");`);

    this.addSql(
      `create table "sync_stream" ("tenant_id" text not null, "run_id" uuid not null, "stream" text not null, "state" text not null, "fetched" int not null, "stored" int not null, "matched" int not null, "skipped" int not null, "skipped_by_reason" jsonb not null, "warnings" jsonb not null, "error_code" text null, "error_message" text null, "error_hint" text null, "started_at" timestamptz not null, "ended_at" timestamptz null, primary key ("tenant_id", "run_id", "stream"));`,
    );

    this.addSql(
      `create table "tenant_setting" ("tenant_id" text not null, "time_zone" text not null, "portal_enabled" boolean not null, "portal_hidden_client_ids" text[] not null, "changed_at" timestamptz not null, primary key ("tenant_id"));`,
    );

    this.addSql(
      `create table "threat" ("tenant_id" text not null, "id" uuid not null, "connection_id" uuid not null, "company_id" uuid not null, "client_id" text null, "device_id" uuid null, "bd_device_id" text null, "host_name" text null, "host_key" text null, "name" text not null, "family" text not null, "severity" smallint not null, "severity_score" int null, "severity_source" text not null, "severity_reason" text not null, "status" text not null, "resolved_by" text null, "resolved_at" timestamptz null, "note" text null, "action" text not null, "action_raw" text null, "file_path" text null, "file_hash" text null, "process_path" text null, "user_name" text null, "link" text null, "detected_at" timestamptz not null, "last_detected_at" timestamptz not null, "occurrences" int not null, "history" boolean not null, "created_at" timestamptz not null, "changed_at" timestamptz not null, primary key ("tenant_id", "id"));`,
    );
    this.addSql(`create index "threat_list" on "threat" ("tenant_id", "status", "detected_at", "id");`);
    this.addSql(`create index "threat_client" on "threat" ("tenant_id", "client_id", "detected_at", "id");`);
    this.addSql(`create index "threat_host" on "threat" ("tenant_id", "client_id", "host_key", "detected_at");`);
    this.addSql(`create index "threat_device" on "threat" ("tenant_id", "device_id", "detected_at");`);
    this.addSql(`create index "threat_company" on "threat" ("tenant_id", "company_id", "detected_at");`);

    this.addSql(
      `create table "threat_change" ("tenant_id" text not null, "sequence" bigint not null, "threat_id" uuid not null, "kind" text not null, "actor" text not null, "detail" jsonb not null, "at" timestamptz not null, primary key ("tenant_id", "sequence"));`,
    );
    this.addSql(`create index "threat_change_threat" on "threat_change" ("tenant_id", "threat_id", "sequence");`);

    this.addSql(
      `create table "threat_source" ("tenant_id" text not null, "connection_id" uuid not null, "kind" text not null, "bd_id" text not null, "threat_id" uuid not null, "content_hash" text not null, "changed_at" timestamptz not null, primary key ("tenant_id", "connection_id", "kind", "bd_id"));`,
    );
    this.addSql(`create index "threat_source_threat" on "threat_source" ("tenant_id", "threat_id");`);

    this.addSql(
      `create or replace function "audit_entry_audit_entry_is_append_only_fn"() returns trigger as $$ begin raise exception 'audit_entry is append-only'; return null; end; $$ language plpgsql;`,
    );
    this.addSql(
      `create trigger "audit_entry_is_append_only" BEFORE UPDATE OR DELETE on "audit_entry" for each ROW execute function "audit_entry_audit_entry_is_append_only_fn"();`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "agent" cascade;`);
    this.addSql(`drop table if exists "alert" cascade;`);
    this.addSql(`drop table if exists "alert_action" cascade;`);
    this.addSql(`drop table if exists "alert_occurrence" cascade;`);
    this.addSql(`drop table if exists "alert_rule" cascade;`);
    this.addSql(`drop trigger if exists "audit_entry_is_append_only" on "audit_entry";`);
    this.addSql(`drop function if exists "audit_entry_audit_entry_is_append_only_fn"();`);
    this.addSql(`drop table if exists "audit_entry" cascade;`);
    this.addSql(`drop table if exists "company" cascade;`);
    this.addSql(`drop table if exists "connection" cascade;`);
    this.addSql(`drop table if exists "device" cascade;`);
    this.addSql(`drop table if exists "device_state" cascade;`);
    this.addSql(`drop table if exists "rate_budget" cascade;`);
    this.addSql(`drop table if exists "skipped_row" cascade;`);
    this.addSql(`drop table if exists "sync_run" cascade;`);
    this.addSql(`drop table if exists "sync_stream" cascade;`);
    this.addSql(`drop table if exists "tenant_setting" cascade;`);
    this.addSql(`drop table if exists "threat" cascade;`);
    this.addSql(`drop table if exists "threat_change" cascade;`);
    this.addSql(`drop table if exists "threat_source" cascade;`);
  }
}
