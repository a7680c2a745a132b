// Written by "npm run operations"; do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** In which order alerts are listed. */
export type BitdefenderAlertOrder =
  /** Raised last first. */
  | 'NEWEST'
  /** Raised first first. */
  | 'OLDEST'
  /** Most severe first, then newest. */
  | 'MOST_SEVERE';

/** Length of the period of a report. */
export type PortalBitdefenderReportPeriod =
  /** A week, from Monday on. */
  | 'WEEK'
  /** A calendar month. */
  | 'MONTH';

/** Order of clients, the largest number first. */
export type BitdefenderClientOrder =
  /** By unresolved threats: the number of critical ones, then of high ones, and so on. */
  | 'NEED'
  /** By threats detected today in the tenant's time zone. */
  | 'THREATS_TODAY'
  /** By threats detected this week. */
  | 'THREATS_THIS_WEEK'
  /** By threats detected this month. */
  | 'THREATS_THIS_MONTH'
  /** By the machines of all gaps together. */
  | 'GAPS';

/** The order of a list of machines. */
export type BitdefenderDeviceOrder =
  /** By name, A to Z, case-insensitive. */
  | 'NAME'
  /** By last contact with Bitdefender, oldest first; machines without a known contact last. */
  | 'LAST_SEEN'
  /** By health: AT_RISK, ATTENTION, UNKNOWN, HEALTHY, then machines that Bitdefender does not know. */
  | 'HEALTH'
  /** By threats detected this month in the tenant's time zone, most first. */
  | 'THREATS_THIS_MONTH'
  /** By Bitdefender's risk score, highest first; machines without one last. */
  | 'RISK_SCORE';

/** Kind of a background job. */
export type BitdefenderJobKind =
  /** Daily maintenance, such as deleting data past their retention. */
  | 'MAINTENANCE'
  /** Matching of the devices and agents of every client again, after the match mode changed. */
  | 'REMATCH_CLIENTS'
  /** Re-rating of open threats, after the severity bands changed. */
  | 'RERATE_THREATS'
  /** Encryption of API keys and webhook secrets with the newest master key, after master keys changed. */
  | 'RESEAL_KEYS';

/** Why a seat is counted for a machine, or why none is. A counted machine has the first one that applies of REMOVED, DUPLICATE, STALE and PROTECTED. */
export type BitdefenderSeatCategory =
  /** Counted: protected, and seen within the expected number of days (`notSeenDays`). */
  | 'PROTECTED'
  /** Counted: protected, but without contact for more than the expected number of days (`notSeenDays`). */
  | 'STALE'
  /** Counted: another entry of a machine that is counted already, such as one from before a reinstallation. */
  | 'DUPLICATE'
  /** Counted: protected in the month, but deleted, moved to another company or unmanaged before its end. */
  | 'REMOVED'
  /** Not counted: discovered by Bitdefender on the network, without protection and without an agent. */
  | 'UNMANAGED'
  /** Not counted: has an OpsMerge agent, and Bitdefender does not protect it. */
  | 'UNPROTECTED';

/** Order of a list of threats. A cursor is valid for one order only. */
export type BitdefenderThreatOrder =
  /** By first detection, newest first. */
  | 'NEWEST'
  /** By first detection, oldest first. */
  | 'OLDEST'
  /** Most severe first, then newest. */
  | 'MOST_SEVERE'
  /** By last detection, newest first, so that recurring threats move to the top. */
  | 'LAST_DETECTED';

/** What each line of an export of seats is. */
export type BitdefenderSeatRows =
  /** A company, with its numbers. */
  | 'COMPANIES'
  /** A machine behind these numbers. */
  | 'MACHINES';

/** Action that Bitdefender took on a file. */
export type BitdefenderFileAction =
  /** Moved to quarantine. */
  | 'QUARANTINED'
  /** Process of the file ended. */
  | 'KILLED'
  /** No action, as far as Bitdefender reports. */
  | 'NONE';

/** Subject of an alert. */
export type BitdefenderAlertKind =
  /** One threat. Each threat has exactly one alert of this kind. */
  | 'THREAT'
  /** Threats on many machines of one client in a short time. */
  | 'OUTBREAK'
  /** Problem of this service, such as a failing integration. */
  | 'NOTICE'
  /** Machines of one client that are protected less than they should be or soon will be, by cause. */
  | 'DEGRADATION';

/** Severity of a threat, least severe first. */
export type BitdefenderSeverity =
  /** Bitdefender reported nothing to rate it by. */
  | 'UNKNOWN'
  /** Incidents with a score of 0 to 39 by default; adware and unwanted applications. */
  | 'LOW'
  /** Incidents with a score of 40 to 75 by default; quarantined malware of other families; detections known only from the state of a device. */
  | 'MEDIUM'
  /** Incidents with a score of 76 to 89 by default; quarantined items while the device is infected; infected devices. */
  | 'HIGH'
  /** Incidents with a score of 90 to 100 by default; ransomware. */
  | 'CRITICAL';

/** State of an alert. */
export type BitdefenderAlertState =
  /** Needs attention. */
  | 'OPEN'
  /** Taken over by a user; no longer follows its threat automatically. */
  | 'ACKNOWLEDGED'
  /** Set aside until a time or until its threat recurs; then OPEN again. */
  | 'SNOOZED'
  /** Resolved, usually because its threat is. */
  | 'RESOLVED';

/** Reason why an alert triggered no action. */
export type BitdefenderSuppressedBy =
  /** The threat is from before the company was mapped. */
  | 'HISTORY'
  /** A mute covers it. */
  | 'MUTE'
  /** A rule suppresses it. */
  | 'RULE';

/** In which way machines are protected less than they should be, or soon will be. */
export type BitdefenderDegradation =
  /** A module that is expected to be on is off. */
  | 'MODULE_OFF'
  /** The Bitdefender licence has expired. */
  | 'LICENCE_EXPIRED'
  /** Isolated: cut off from the network. */
  | 'ISOLATED'
  /** No contact to Bitdefender for more than the expected number of days (`notSeenDays`). */
  | 'NOT_SEEN'
  /** The malware signatures are out of date. */
  | 'SIGNATURES_OUTDATED'
  /** The licence of a company has ended, or ends within the days of `licenceEndingDays`. Of companies, not of machines. */
  | 'LICENCE_ENDING'
  /** The policy is not one of those expected. */
  | 'POLICY_NOT_EXPECTED'
  /** The Bitdefender product is out of date. */
  | 'PRODUCT_OUTDATED';

/** What happened to an alert. */
export type BitdefenderAlertChangeKind =
  /** It is new. */
  | 'RAISED'
  /** Its title, its severity, or what suppresses or holds it is another; it stands as before. */
  | 'UPDATED'
  /** A person took it over. */
  | 'ACKNOWLEDGED'
  /** A person put it aside. */
  | 'SNOOZED'
  /** It is done. */
  | 'RESOLVED'
  /** It wants attention again. */
  | 'REOPENED'
  /** Assigned to another technician, or unassigned. */
  | 'ASSIGNED'
  /** Its ticket was created, or has got on. */
  | 'TICKETED';

/** What a person decides about alerts. */
export type BitdefenderAlertDecision =
  /** It is mine now: it no longer follows its threat by itself. */
  | 'ACKNOWLEDGE'
  /** It is put aside: wants `until`. It follows its threat, and reopens when its threat comes back. */
  | 'SNOOZE'
  /** Assigns the alert to `assigneeId`, or unassigns it if that is left out. Keeps its state. */
  | 'ASSIGN'
  /** It is done, unless its threat comes back. */
  | 'RESOLVE'
  /** It wants attention again, and follows its threat. */
  | 'REOPEN';

/** What a delivery does. */
export type BitdefenderAlertDeliveryKind =
  /** Creates a ticket. */
  | 'CREATE_TICKET'
  /** Adds the current number of occurrences to the ticket of another action, or posts it to its webhook. */
  | 'NOTE'
  /** Sends a notification to a channel. */
  | 'NOTIFY'
  /** Pages the on-call schedule. */
  | 'PAGE'
  /** Sends a signed request to a webhook of the tenant. */
  | 'WEBHOOK'
  /** Publishes the alert and its changes to OpsMerge, for the platform's rules. */
  | 'PUBLISH';

/** State of a delivery. */
export type BitdefenderAlertDeliveryState =
  /** In progress, or to be retried. */
  | 'PENDING'
  /** Carried out. */
  | 'DONE'
  /** Given up after the last retry, or because it was refused for good. */
  | 'DEAD';

/** Whether the rules request a ticket for an alert, and why not. */
export type BitdefenderRoutingOutcome =
  /** A rule requests a ticket. */
  | 'TICKET'
  /** Rules matched, but none of them requests a ticket. */
  | 'NO_TICKET_WANTED'
  /** No rule matched. */
  | 'NO_RULE_MATCHED'
  /** A rule suppresses it. */
  | 'SUPPRESSED_BY_RULE'
  /** A mute covers it. */
  | 'MUTED'
  /** The threat is from before the company was mapped. */
  | 'HISTORY'
  /** The platform's rules decide: no rule of this service was evaluated. */
  | 'PLATFORM_RULES'
  /** A maintenance window holds it: the rules are evaluated when that ends. */
  | 'HELD'
  /** The rules have not been evaluated. */
  | 'NOT_ASKED';

/** What happens after a rule matched. */
export type BitdefenderRuleNext =
  /** No further rule is evaluated. */
  | 'STOP'
  /** The next rule is evaluated too. */
  | 'CONTINUE';

/** State of a client in OpsMerge. */
export type BitdefenderClientState =
  /** A customer; also a client of whose state OpsMerge says nothing. */
  | 'ACTIVE'
  /** No longer a customer: its companies rest, its data are kept, no alert of it acts, and its portal is closed. */
  | 'ARCHIVED'
  /** Not yet a customer; treated like an active one. */
  | 'LEAD';

/** Kind of a node of the company tree. */
export type BitdefenderCompanyKind =
  /** A company, which can be mapped to a client. */
  | 'COMPANY'
  /** A folder of companies. */
  | 'FOLDER';

/** Whether BD lists a company. */
export type BitdefenderCompanyState =
  /** BD lists the company. */
  | 'PRESENT'
  /** BD no longer lists the company; its data are kept. */
  | 'VANISHED';

/** Kind of an event of a company in BD. */
export type BitdefenderCompanyEventKind =
  /** A new company. */
  | 'APPEARED'
  /** The name changed. */
  | 'RENAMED'
  /** The company was moved under another company or folder. */
  | 'MOVED'
  /** The company was suspended. */
  | 'SUSPENDED'
  /** The suspension ended. */
  | 'RESUMED'
  /** BD no longer lists the company. It is no longer polled; its data are kept. */
  | 'VANISHED'
  /** BD lists the company again. */
  | 'RETURNED';

/** What Bitdefender can detect. */
export type BitdefenderDetectionKind =
  /** File moved to the quarantine. */
  | 'FILE_QUARANTINED'
  /** File that was disinfected, deleted, or blocked on access. */
  | 'FILE_CLEANED_OR_BLOCKED'
  /** File that could not be cleaned. */
  | 'FILE_NOT_CLEANED'
  /** Suspicious behaviour: Advanced Threat Control, HyperDetect, exploits, fileless attacks. */
  | 'BEHAVIOUR'
  /** Encryption that was stopped. */
  | 'RANSOMWARE_MITIGATION'
  /** Network attack, phishing, or blocked site. */
  | 'WEB_AND_NETWORK'
  /** Event of device control, the firewall, or data protection. */
  | 'DEVICE_CONTROL_FIREWALL_DATA'
  /** Malware in mail of an Exchange server. */
  | 'EXCHANGE_MALWARE'
  /** Detection of identity, mail and cloud sensors (XDR). */
  | 'XDR';

/** The kind of a machine. */
export type BitdefenderMachineType =
  /** A computer. */
  | 'COMPUTER'
  /** A virtual machine. */
  | 'VIRTUAL_MACHINE'
  /** An Amazon EC2 instance. */
  | 'EC2_INSTANCE'
  /** Another kind of machine. */
  | 'OTHER'
  /** Not reported by Bitdefender, or a kind that is not known here. */
  | 'UNKNOWN';

/** Overall health of a device. */
export type BitdefenderHealth =
  /** No problem is known. */
  | 'HEALTHY'
  /** Needs attention. */
  | 'ATTENTION'
  /** Infected, not fully protected, or with unresolved threats of severity HIGH and above. */
  | 'AT_RISK'
  /** The state of the device is unknown. */
  | 'UNKNOWN';

/** Whether Bitdefender still lists a device. */
export type BitdefenderPresence =
  /** Listed in the last complete inventory. */
  | 'PRESENT'
  /** Not listed in the last complete inventory; its data are kept. */
  | 'MISSING';

/** How a device was matched to an agent. */
export type BitdefenderMatchKind =
  /** The full names are equal. */
  | 'EXACT'
  /** The names are equal without their domains. */
  | 'SHORT_NAME'
  /** One name is the other, truncated to 15 characters by NetBIOS. */
  | 'NETBIOS'
  /** Same host name as the device has in Bitdefender; no agent has that of its FQDN. */
  | 'NAME'
  /** Several share the name; a MAC address identified this one. */
  | 'MAC'
  /** Pinned by a user. */
  | 'PINNED'
  /** No agent; `matchReason` says why. */
  | 'NONE'
  /** Several agents or devices share the name, and nothing distinguishes them. */
  | 'AMBIGUOUS';

/** The kind of an event of a device. */
export type BitdefenderDeviceEventKind =
  /** Bitdefender no longer lists the device. */
  | 'MISSING'
  /** Bitdefender lists the device again. */
  | 'RETURNED'
  /** The name of the device changed. */
  | 'RENAMED'
  /** The device moved to another company. */
  | 'MOVED'
  /** Bitdefender no longer protects the device. */
  | 'UNMANAGED'
  /** Bitdefender started to protect the device. */
  | 'MANAGED'
  /** The device was cut off from the network. */
  | 'ISOLATED'
  /** The device is no longer cut off from the network. */
  | 'RELEASED'
  /** Another device now represents the machine, which was reinstalled or is listed more than once. */
  | 'REPLACED';

/** The products that know a machine. */
export type BitdefenderKnownTo =
  /** Has an OpsMerge agent and is protected by Bitdefender. */
  | 'BOTH'
  /** Has an OpsMerge agent and is not protected by Bitdefender, or no longer listed. */
  | 'OPSMERGE_ONLY'
  /** Known to Bitdefender, without an OpsMerge agent; it is shown with limited functions. */
  | 'BITDEFENDER_ONLY';

/** A reason for the health of a device. The first five make it AT_RISK, the next eight ATTENTION; STATE_UNKNOWN is the only reason of UNKNOWN. */
export type BitdefenderHealthReasonCode =
  /** Bitdefender has discovered the device but does not protect it. */
  | 'UNMANAGED'
  /** Still infected. */
  | 'INFECTED'
  /** Unresolved threats of severity HIGH and above. */
  | 'UNRESOLVED_THREATS'
  /** The antimalware module is off. */
  | 'ANTIMALWARE_OFF'
  /** The licence has expired. */
  | 'LICENCE_EXPIRED'
  /** Bitdefender no longer lists the device. */
  | 'MISSING'
  /** Malware was detected in the 24 hours before the state was read. */
  | 'DETECTED'
  /** The malware signatures are out of date. */
  | 'SIGNATURES_OUTDATED'
  /** The Bitdefender product is out of date. */
  | 'PRODUCT_OUTDATED'
  /** The assigned policy is not applied yet. */
  | 'POLICY_NOT_APPLIED'
  /** No contact to Bitdefender for more than the expected number of days (`notSeenDays`). */
  | 'NOT_SEEN'
  /** The state was last read more than 48 hours ago. */
  | 'STATE_STALE'
  /** The device is isolated: cut off from the network. */
  | 'ISOLATED'
  /** No problem is known, but the state has not been read yet, or Bitdefender did not report whether the device is infected. */
  | 'STATE_UNKNOWN';

/** A gap in the coverage of a machine. Devices that Bitdefender no longer lists and devices of unmapped companies have no gaps of their own. */
export type BitdefenderGap =
  /** Has an OpsMerge agent and is not protected by Bitdefender, or no longer listed. */
  | 'UNPROTECTED'
  /** Protected by Bitdefender, without an OpsMerge agent. */
  | 'NO_AGENT'
  /** Protected by Bitdefender, but could be any of several agents. */
  | 'AMBIGUOUS'
  /** Discovered by Bitdefender on the network, but not protected. */
  | 'UNMANAGED'
  /** The malware signatures are out of date. */
  | 'SIGNATURES_OUTDATED'
  /** The Bitdefender product is out of date. */
  | 'PRODUCT_OUTDATED'
  /** The Bitdefender licence has expired. */
  | 'LICENCE_EXPIRED'
  /** No contact to Bitdefender for more than the expected number of days (`notSeenDays`). */
  | 'NOT_SEEN'
  /** A module that is expected to be on is off. */
  | 'MODULE_OFF'
  /** The assigned policy is not applied. */
  | 'POLICY_NOT_APPLIED'
  /** The policy is not one of those expected. */
  | 'POLICY_NOT_EXPECTED';

/** Whether a device is online, as reported by Bitdefender. A computer that is switched off may stay ONLINE: see `lastSeenAt`. */
export type BitdefenderOnline =
  /** Online. */
  | 'ONLINE'
  /** Offline. */
  | 'OFFLINE'
  /** A suspended virtual machine. */
  | 'SUSPENDED'
  /** Not known to Bitdefender, or not reported. */
  | 'UNKNOWN';

/** State of the Bitdefender licence of a device. */
export type BitdefenderLicence =
  /** Being assigned. */
  | 'PENDING'
  /** Valid. */
  | 'ACTIVE'
  /** Expired. */
  | 'EXPIRED'
  /** No licence, or none needed. */
  | 'NONE'
  /** Not reported by Bitdefender. */
  | 'UNKNOWN';

/** Day of the week. */
export type BitdefenderWeekday =
  /** Monday. */
  | 'MONDAY'
  /** Tuesday. */
  | 'TUESDAY'
  /** Wednesday. */
  | 'WEDNESDAY'
  /** Thursday. */
  | 'THURSDAY'
  /** Friday. */
  | 'FRIDAY'
  /** Saturday. */
  | 'SATURDAY'
  /** Sunday. */
  | 'SUNDAY';

/** Why a weekly digest is off. */
export type BitdefenderDigestEnd =
  /** Its person switched it off; of a team, an administrator did. */
  | 'SWITCHED_OFF'
  /** OpsMerge no longer knows the person, or no longer permits it the data. */
  | 'PERSON_GONE'
  /** OpsMerge no longer knows the team. */
  | 'TEAM_GONE';

/** State of the digest of one week. */
export type BitdefenderDigestState =
  /** Being sent, or waiting for a retry. */
  | 'PENDING'
  /** Given to OpsMerge, which notifies the person, or those of the team who may see the data. */
  | 'SENT'
  /** Not sent, as `reason` says; the next one is not concerned. */
  | 'SKIPPED'
  /** Not sent after the last attempt, as `reason` says; the next one is not concerned. */
  | 'FAILED';

/** Why the digest of a week was not sent. */
export type BitdefenderDigestReason =
  /** It would have been more than 48 hours late. */
  | 'TOO_LATE'
  /** It was switched off before it was sent. */
  | 'SWITCHED_OFF'
  /** OpsMerge no longer knows the person, or no longer permits it the data. */
  | 'PERSON_GONE'
  /** OpsMerge no longer knows the team. */
  | 'TEAM_GONE'
  /** The tokens of the person were refused by the operator. */
  | 'PERSON_REFUSED'
  /** OpsMerge refused it for good. */
  | 'CORE_REFUSED'
  /** OpsMerge could not be reached for about a day. */
  | 'GIVEN_UP';

/** Part of a digest. */
export type BitdefenderDigestSection =
  /** Counts of the seven days before the day it is due, beside the seven before those. */
  | 'WEEK'
  /** What waits for a person now. */
  | 'WAITING'
  /** What is worse than it should be now. */
  | 'DEGRADED';

/** What a line of a digest counts. */
export type BitdefenderDigestLineKind =
  /** Threats first detected in the week; of one severity if `severity` is set. */
  | 'DETECTED_THREATS'
  /** Threats resolved in the week, in Bitdefender or by a user, false positives among them. */
  | 'RESOLVED_THREATS'
  /** Unresolved threats of severity HIGH and above. */
  | 'UNRESOLVED_SEVERE_THREATS'
  /** Open alerts without an assigned user. */
  | 'UNASSIGNED_ALERTS'
  /** Machines that could be any of several agents. */
  | 'AMBIGUOUS_MACHINES'
  /** Companies with unresolved threats that are neither mapped to a client nor ignored. */
  | 'UNMAPPED_COMPANIES'
  /** No GravityZone is connected; the count is 0. */
  | 'NOT_CONNECTED'
  /** Integrations whose GravityZone cannot be read. */
  | 'FAILING_INTEGRATIONS'
  /** Clients whose companies are no longer synced, or not in time; not those that were disconnected. */
  | 'STALE_CLIENTS'
  /** Machines with the `gap`. */
  | 'MACHINES_WITH_GAP';

/** The kind of a finding; docs/operations.md has the details. */
export type BitdefenderFindingCode =
  /** No GravityZone is connected. */
  | 'NO_INTEGRATION'
  /** The integration was disconnected; its data are historical. */
  | 'DISCONNECTED'
  /** The host name of GravityZone cannot be resolved. */
  | 'INTEGRATION_DNS'
  /** The GravityZone server cannot be reached. */
  | 'INTEGRATION_CONNECT'
  /** No trusted TLS connection can be established. */
  | 'INTEGRATION_TLS'
  /** The server responds, but not as GravityZone does. */
  | 'INTEGRATION_HTTP'
  /** GravityZone does not accept the API key. */
  | 'INTEGRATION_KEY'
  /** The API key works, but has no access to a customer company. */
  | 'NO_COMPANIES'
  /** No company of the integration is mapped to a client. */
  | 'NOTHING_MAPPED'
  /** The API key has no access to an API. */
  | 'MISSING_API'
  /** Bitdefender has no licence for a part of the data. */
  | 'NO_LICENCE'
  /** A part of the last sync failed, or the details of a threat were not read. */
  | 'STREAM_FAILS'
  /** The last sync was too long ago. */
  | 'STALE_SYNC'
  /** No company is mapped to the client. */
  | 'CLIENT_NOT_MAPPED'
  /** A company with threats is mapped to no client. */
  | 'UNMAPPED_COMPANY'
  /** A device and an agent have similar host names. */
  | 'HOST_NAMES_DIFFER'
  /** A device could be any of several agents. */
  | 'DEVICE_AMBIGUOUS'
  /** No agent of the client has a name like the device. */
  | 'DEVICE_WITHOUT_AGENT'
  /** Bitdefender no longer lists the device. */
  | 'DEVICE_MISSING'
  /** The rule that creates tickets is disabled. */
  | 'TICKET_RULE_DISABLED'
  /** The severity of the threat is outside the range of the rule that creates tickets. */
  | 'TICKET_RULE_SEVERITY'
  /** The conditions of the rule that creates tickets do not match, or the rule was not evaluated. */
  | 'TICKET_RULE_NARROW'
  /** No rule creates tickets. */
  | 'NO_TICKET_RULE'
  /** A rule, a mute or the threat changed after the rules were evaluated; now a rule requests a ticket. */
  | 'ROUTING_OUTDATED'
  /** The platform's rules decide about the alert, and it has no ticket. */
  | 'PLATFORM_RULES'
  /** A rule suppressed the alert. */
  | 'THREAT_SUPPRESSED'
  /** A mute silenced the alert. */
  | 'THREAT_MUTED'
  /** A maintenance window holds the alert until it ends. */
  | 'THREAT_HELD'
  /** The threat was detected before its company was mapped. */
  | 'THREAT_HISTORY'
  /** The company of the threat is mapped to no client. */
  | 'THREAT_NOT_MAPPED'
  /** Nothing shows in which time zone GravityZone writes dates. */
  | 'TIMES_NOT_CERTAIN'
  /** The time zone of dates changed in the last 7 days. */
  | 'TIME_ZONE_CHANGED'
  /** Devices have no EDR sensor, so that not each of their detections can be seen. */
  | 'NOT_ALL_DETECTIONS_SEEN'
  /** A protection module is switched off on some devices. */
  | 'MODULE_OFF'
  /** OpsMerge core has not accepted the ticket yet. */
  | 'DELIVERY_PENDING'
  /** OpsMerge core did not accept the ticket, and it is no longer retried automatically. */
  | 'DELIVERY_FAILED';

/** Severity of a finding. */
export type BitdefenderFindingSeverity =
  /** Something does not work. */
  | 'PROBLEM'
  /** Something works partly, or may stop working. */
  | 'WARNING'
  /** Works as configured; the finding explains the behaviour. */
  | 'INFORMATION';

/** Kind of GravityZone. */
export type BitdefenderFlavour =
  /** A cloud instance of Bitdefender. */
  | 'CLOUD'
  /** A GravityZone appliance on the network of the customer. */
  | 'ON_PREMISES';

/** State of an integration. */
export type BitdefenderIntegrationState =
  /** Polled; the last sync could use the key. */
  | 'CONNECTED'
  /** Polled, but the last sync could not use the key: see `problem`. */
  | 'FAILING'
  /** No longer polled; its data are kept. */
  | 'DISCONNECTED';

/** Kind of the company a key belongs to. */
export type BitdefenderOwnCompanyKind =
  /** A partner; its key can read the companies it manages. */
  | 'PARTNER'
  /** A single company; its key can read nothing else. */
  | 'CUSTOMER'
  /** GravityZone returned an unknown kind. */
  | 'UNKNOWN';

/** State of a background job. */
export type BitdefenderJobState =
  /** Waiting to start. */
  | 'QUEUED'
  /** In progress. */
  | 'RUNNING'
  /** Completed. */
  | 'SUCCEEDED'
  /** Failed on every attempt, and not retried. */
  | 'FAILED';

/** How far detections of a kind are reported. */
export type BitdefenderVisibilityLevel =
  /** Each one. */
  | 'SEEN'
  /** Not each one, not on each device, or without file and name. */
  | 'PARTLY'
  /** None. */
  | 'NOT_SEEN';

/** Kind of a machine, by its operating system. */
export type BitdefenderMachineKind =
  /** A server. */
  | 'SERVER'
  /** A workstation or laptop. */
  | 'WORKSTATION'
  /** Unknown operating system. */
  | 'UNKNOWN';

/** The kind of a match decision. */
export type BitdefenderMatchDecisionKind =
  /** The device and the agent are the same machine. */
  | 'PIN'
  /** The device and the agent are never the same machine. */
  | 'FORBID';

/** How host names of devices and agents are compared to match them. */
export type BitdefenderMatchMode =
  /** Compares one normalised spelling, with or without a domain; MAC addresses separate equal names. */
  | 'NORMALISED'
  /** Compares the names exactly, letter by letter, and nothing else. */
  | 'STRICT';

/** Where a finding can be resolved. */
export type BitdefenderRemedyKind =
  /** With the mutation in `name`. */
  | 'MUTATION'
  /** With the setting in `name`, changed by `updateBitdefenderSettings`. */
  | 'SETTING'
  /** In Bitdefender Control Center, at the place in `name`. */
  | 'GRAVITYZONE'
  /** No change is needed here; `message` says why. */
  | 'NOTHING';

/** Result of the last read of a scheduled report. */
export type BitdefenderReportState =
  /** GravityZone lists no, or more than one, Security audit report of this name. */
  | 'NOT_FOUND'
  /** The report has no instance to download yet. */
  | 'NOT_READY'
  /** The last instance was read. */
  | 'READ'
  /** The columns are not those of the report, so nothing was taken in: see `header`. */
  | 'NOT_UNDERSTOOD'
  /** The report could not be read, or was refused: see `problem`. */
  | 'REFUSED';

/** State of a report link. */
export type BitdefenderReportLinkState =
  /** Opens its report, as long as the portal is shared with the client. */
  | 'ACTIVE'
  /** Its time is over. */
  | 'EXPIRED'
  /** A user revoked it. */
  | 'REVOKED';

/** What a rule does. */
export type BitdefenderRuleActionKind =
  /** Creates a ticket. Requires `team`; `priority` defaults to HIGH. */
  | 'CREATE_TICKET'
  /** Sends a notification. Requires `channel`. */
  | 'NOTIFY'
  /** Pages the on-call schedule. Requires `onCall`. */
  | 'PAGE'
  /** Sends a signed request to a webhook of the tenant. Requires `webhookId`. */
  | 'WEBHOOK'
  /** Suppresses the alert: no action is carried out, not even one of an earlier rule. */
  | 'SUPPRESS';

/** Whose rules make tickets of alerts. */
export type BitdefenderRoutedBy =
  /** The rules of this service (`bitdefenderAlertRules`); the default. */
  | 'OWN_RULES'
  /** The platform's rules (Settings -> RMM -> Alert rules): alerts about threats and outbreaks are published to OpsMerge, and no rule of this service is evaluated for them. */
  | 'PLATFORM_RULES';

/** Priority of a ticket created by a rule. */
export type BitdefenderTicketPriority =
  /** Low. */
  | 'LOW'
  /** Medium. */
  | 'MEDIUM'
  /** High; the default. */
  | 'HIGH'
  /** Critical. */
  | 'CRITICAL';

/** Action that Bitdefender took on a threat. */
export type BitdefenderThreatAction =
  /** Reported only. */
  | 'REPORTED'
  /** Blocked. */
  | 'BLOCKED'
  /** Blocked in part. */
  | 'PARTIALLY_BLOCKED'
  /** File moved to quarantine. */
  | 'QUARANTINED'
  /** Process ended. */
  | 'KILLED'
  /** Action unknown to this service; see `actionRaw`. */
  | 'UNKNOWN';

/** Status of a threat. */
export type BitdefenderThreatStatus =
  /** Open. */
  | 'UNRESOLVED'
  /** Closed, in Bitdefender or by a user here. */
  | 'RESOLVED'
  /** Marked as a false positive, in Bitdefender or by a user here. */
  | 'FALSE_POSITIVE';

/** Why a rule would not have acted on an alert that it matches. */
export type BitdefenderRuleHeldBackBy =
  /** The threat is from before the company was mapped. */
  | 'HISTORY'
  /** A mute covers it. */
  | 'MUTE'
  /** An earlier rule stops the evaluation. */
  | 'STOP'
  /** Another rule suppresses the alert. */
  | 'SUPPRESSION';

/** Clients a rule applies to. */
export type BitdefenderRuleScopeKind =
  /** Every client. */
  | 'ALL'
  /** Only the listed clients. */
  | 'ONLY'
  /** Every client except those listed. */
  | 'ALL_BUT';

/** How a machine left its company. */
export type BitdefenderSeatRemoval =
  /** Bitdefender lists it no longer, or in the group of deleted devices. */
  | 'DELETED'
  /** It is in another company. */
  | 'MOVED'
  /** Bitdefender's agent was removed from it. */
  | 'UNMANAGED';

/** Kind of a licence. */
export type BitdefenderSubscription =
  /** Trial. */
  | 'TRIAL'
  /** Licence key for a fixed term. */
  | 'YEARLY'
  /** Monthly subscription. */
  | 'MONTHLY'
  /** Another one: see `subscriptionType`. */
  | 'UNKNOWN';

/** Basis of a severity. */
export type BitdefenderSeveritySource =
  /** Bitdefender's score of the incident. */
  | 'INCIDENT_SCORE'
  /** Malware family in the name; Bitdefender gives quarantine items no severity. */
  | 'THREAT_FAMILY'
  /** The device's state says that it is infected; rated by the tenant's settings. */
  | 'INFECTED_STATE'
  /** The device's state says that malware was detected; rated by the tenant's settings. */
  | 'DETECTION_STATE'
  /** No basis: Bitdefender reported neither a score nor a quarantine item. */
  | 'NONE'
  /** Module of an event in the Security audit report, which gives no severity. */
  | 'REPORT_MODULE';

/** Stream of a sync run. */
export type BitdefenderSyncStreamName =
  /** Companies, and devices with their policy and last scan. */
  | 'INVENTORY'
  /** Matching of devices with the agents in OpsMerge core. */
  | 'MATCHING'
  /** Incidents changed since the last successful read. */
  | 'INCIDENTS'
  /** Items quarantined since the last successful read. */
  | 'QUARANTINE'
  /** Infection, signatures and last-seen time, for up to 200 devices per run. */
  | 'DETAILS'
  /** Items quarantined on Exchange servers; only where there are protected ones. */
  | 'EXCHANGE_QUARANTINE'
  /** Events of a scheduled Security audit report; only where an admin has named one. */
  | 'REPORT';

/** Kind of evidence for a suggested mapping. */
export type BitdefenderSuggestionReasonCode =
  /** Both names are the same except for case and whitespace. */
  | 'EXACT_NAME'
  /** Both names are the same without accents, punctuation and legal form. */
  | 'SIMILAR_NAME'
  /** Machines of the company run agents of this client and of no other. */
  | 'SHARED_HOSTS';

/** State of a sync run. */
export type BitdefenderSyncState =
  /** Waiting to start. */
  | 'QUEUED'
  /** In progress. */
  | 'RUNNING'
  /** All streams succeeded. */
  | 'SUCCEEDED'
  /** Some streams failed; the others stored what they read. */
  | 'PARTIAL'
  /** No data could be read. */
  | 'FAILED'
  /** Stopped because the integration was disconnected. */
  | 'CANCELLED';

/** Trigger of a sync run. */
export type BitdefenderSyncTrigger =
  /** Started by the schedule. */
  | 'SCHEDULE'
  /** Requested by a person with Sync now. */
  | 'MANUAL';

/** Family of malware, by the words in the name of a threat. */
export type BitdefenderThreatFamily =
  /** Encrypts files for a ransom. */
  | 'RANSOMWARE'
  /** Uses a vulnerability. */
  | 'EXPLOIT'
  /** Disguises itself as something useful. */
  | 'TROJAN'
  /** Opens the machine to others. */
  | 'BACKDOOR'
  /** Spreads over the network. */
  | 'WORM'
  /** Spreads over files. */
  | 'VIRUS'
  /** Hides in the operating system. */
  | 'ROOTKIT'
  /** Collects what people type and store. */
  | 'SPYWARE'
  /** Found by its behaviour or its likeness to malware. */
  | 'HEURISTIC'
  /** Shows advertisements. */
  | 'ADWARE'
  /** Potentially unwanted application. */
  | 'APPLICATION'
  /** The name indicates no family. */
  | 'UNKNOWN';

/** Kind of change of a threat. */
export type BitdefenderThreatEventKind =
  /** New threat. */
  | 'DETECTED'
  /** Bitdefender reported more about it. */
  | 'UPDATED'
  /** Detected again. */
  | 'RECURRED'
  /** No longer resolved or a false positive. */
  | 'REOPENED'
  /** Resolved. */
  | 'RESOLVED'
  /** Marked as a false positive. */
  | 'FALSE_POSITIVE'
  /** Company mapped to a client. */
  | 'MAPPED'
  /** Assigned to another user, or unassigned. */
  | 'ASSIGNED'
  /** Note added by a user. */
  | 'NOTED'
  /** Severity changed because of new bands, or because its device became infected or clean. */
  | 'RERATED';

/** Part of Bitdefender that reported a change of a threat. */
export type BitdefenderThreatSource =
  /** Incidents (EDR). */
  | 'INCIDENT'
  /** Quarantine (antivirus). */
  | 'QUARANTINE'
  /** State of the device: infected, or malware detected within 24 hours. */
  | 'DEVICE_STATE'
  /** Quarantine of Exchange servers. */
  | 'EXCHANGE_QUARANTINE'
  /** Scheduled Security audit report. */
  | 'REPORT';

/** Filter of threats by status. */
export type BitdefenderThreatStatusFilter =
  /** Open threats. */
  | 'UNRESOLVED'
  /** Closed threats. */
  | 'RESOLVED'
  /** False positives. */
  | 'FALSE_POSITIVE'
  /** Threats of every status. */
  | 'ALL';

/** Decision of a user on threats. */
export type BitdefenderTriageDecision =
  /** Resolve the threats. */
  | 'RESOLVE'
  /** Reopen the threats. */
  | 'REOPEN'
  /** Mark the threats as false positives. */
  | 'FALSE_POSITIVE'
  /** Assign the threats to `assigneeId`; unassign them if that is omitted. */
  | 'ASSIGN'
  /** Only add the note in `note`. */
  | 'NOTE';

/** What is wrong with a request, and what to do. */
export type BitdefenderUserErrorCode =
  /** The client has no agent of this id. Read the agents of the client again and choose one of them. */
  | 'AGENT_NOT_FOUND'
  /** Another integration of the tenant already uses this GravityZone. Use that integration: rotate its key, change its address, or disconnect it first. */
  | 'ALREADY_CONNECTED'
  /** The alert is resolved. Reopen it first. */
  | 'ALREADY_RESOLVED'
  /** A required API is not enabled for the API key. In Control Center, under My Account > API keys, edit the key and select the missing API. */
  | 'API_NOT_ENABLED'
  /** The scores from which severities begin are not in order, or out of range. Give 1 to 100 each, rising from medium to critical. */
  | 'BAD_BANDS'
  /** The certificate is not one in PEM form, or its fingerprint is not SHA-256 in hexadecimal. Send one of either. */
  | 'BAD_CERTIFICATE'
  /** The cursor is not one of this list and order. Begin without a cursor, or use one of a page of the same list. */
  | 'BAD_CURSOR'
  /** The day is not a date. Write it like 2026-03-18. */
  | 'BAD_DAY'
  /** The number of days is out of range. Ask for a number of days within the range that the message names. */
  | 'BAD_DAYS'
  /** The hour is not one of a day. Give a whole hour from 0 to 23. */
  | 'BAD_HOUR'
  /** The id has characters that no id has, or none at all. Send the id as it was read. */
  | 'BAD_ID'
  /** GravityZone rejected the API key. Generate a key in Control Center under My Account > API keys and enter it here. A key works only on the instance that issued it, so also check the access URL. */
  | 'BAD_KEY'
  /** The number of days before the end of a licence is out of range. Give a number within the range that the message names. */
  | 'BAD_LICENCE_DAYS'
  /** This is not a month. Write it like 2026-03. */
  | 'BAD_MONTH'
  /** The name is empty or too long. Give a name of the length that the message states. */
  | 'BAD_NAME'
  /** Names of policies or modules are empty, too long, or there twice. Send each name once. */
  | 'BAD_NAMES'
  /** The number of machines or minutes of an outbreak is out of range. Give a number within the range that the message names. */
  | 'BAD_OUTBREAK'
  /** The promised minutes of a step are out of range. Give minutes within the range that the message names, or null for no promise. */
  | 'BAD_PROMISE'
  /** The range of time is empty, or given in two ways. Give a start before the end, or a window without them. */
  | 'BAD_RANGE'
  /** The reason is empty or too long. Give a reason of the length that the message states. */
  | 'BAD_REASON'
  /** A reference to an object names a type that has none here. Correct `__typename`. */
  | 'BAD_REFERENCE'
  /** The name of the report is empty or too long. Give its name in Control Center, or null to read none. */
  | 'BAD_REPORT_NAME'
  /** The number of days that threats are kept is out of range. Give a number within the range that the message names. */
  | 'BAD_RETENTION'
  /** A part of the rule is missing or does not fit the others. Correct the field that `field` names, as the message says. */
  | 'BAD_RULE'
  /** The secret of the webhook is too short or too long. Give 24 to 200 characters, or leave it out to have one made. */
  | 'BAD_SECRET'
  /** The severity does not fit where it is set. Choose one of those that the message names. */
  | 'BAD_SEVERITY'
  /** The text has half of a Unicode character. Remove the lone surrogate. */
  | 'BAD_TEXT'
  /** The time has passed, or is too far away. Give a time to come within the limit that the message names. */
  | 'BAD_TIME'
  /** This is not a time zone. Give a name of the IANA database, such as Europe/Berlin. */
  | 'BAD_TIME_ZONE'
  /** The address is no URL that may be used. Give one that begins with https:// and holds no user name or password. */
  | 'BAD_URL'
  /** The schedule of the maintenance window is incomplete, or too long. Correct the field that `field` names, as the message says. */
  | 'BAD_WINDOW'
  /** The call was cancelled. No action needed. */
  | 'CANCELLED'
  /** Another user has changed it since it was read. Read it again, then repeat the change if it is still needed. */
  | 'CHANGED_MEANWHILE'
  /** GravityZone failed several times in a row, so requests are paused for a moment. No action needed: requests resume automatically. */
  | 'CIRCUIT_OPEN'
  /** The client is archived in OpsMerge: its companies rest, and none can be mapped to it. Make it active again in OpsMerge, or choose another client. */
  | 'CLIENT_ARCHIVED'
  /** OpsMerge has no client of this id. Choose one of the clients of the tenant. */
  | 'CLIENT_NOT_FOUND'
  /** The company of the device is not mapped, so it raises no alerts. Map it to a client first. */
  | 'CLIENT_NOT_MAPPED'
  /** The company of the API key is suspended in GravityZone. Reactivate the company in Control Center, or ask your Bitdefender partner to do so. */
  | 'COMPANY_SUSPENDED'
  /** Bitdefender no longer lists the companies of the client. Give the API key access to them again, or map other ones. */
  | 'COMPANY_VANISHED'
  /** The server at the access URL refused the connection or is unreachable. Check the port in the access URL and the firewall between this service and GravityZone. */
  | 'CONNECTION_REFUSED'
  /** OpsMerge core cannot be reached, so that the request cannot be checked. Try again later; nothing was changed. */
  | 'CORE_UNAVAILABLE'
  /** The tenant has no device of this id. Read the devices again and choose one of them. */
  | 'DEVICE_NOT_FOUND'
  /** Bitdefender does not protect the device. Choose a device that it protects. */
  | 'DEVICE_NOT_MANAGED'
  /** The device's company is not mapped. Map it to a client first. */
  | 'DEVICE_NOT_MAPPED'
  /** OpsMerge cannot send notifications to single people yet. Have OpsMerge updated; nothing was changed. */
  | 'DIGEST_UNAVAILABLE'
  /** The integration is disconnected. Connect it again. */
  | 'DISCONNECTED'
  /** A list names one thing twice. Name it once; nothing was done. */
  | 'DUPLICATE'
  /** A list is empty where it would find or do nothing. Name at least one item, or leave the list out. */
  | 'EMPTY_LIST'
  /** A text is blank where it would narrow nothing. Leave it out, or use null. */
  | 'EMPTY_TEXT'
  /** The access URL points to an address that this service is not allowed to contact. Use the public address of GravityZone. For an on-premises host on a private network, the operator must allow that network. */
  | 'FORBIDDEN_ADDRESS'
  /** The download link of the report does not lead to the access URL of the integration, so it was not followed. Set the access URL of the integration to the host that GravityZone uses in its links. The API key is sent to no other host. */
  | 'FOREIGN_LINK'
  /** The host name in the access URL could not be resolved. Check the access URL for typing errors. The name of an on-premises host must be resolvable from this server. */
  | 'HOST_NOT_FOUND'
  /** The order does not list every rule once. Read the rules again and list all of them. */
  | 'INCOMPLETE_ORDER'
  /** The access URL is not valid. Copy it from My Account > Control Center API, for example https://cloud.gravityzone.bitdefender.com/api. */
  | 'INVALID_ENDPOINT'
  /** GravityZone rejected the parameters of the request. The company or device may have been removed in the meantime. If the problem persists, report it with the method. */
  | 'INVALID_PARAMETERS'
  /** Rules use it. Change these rules first. */
  | 'IN_USE'
  /** A stored API key is never sent to another host. Add the key to the change. */
  | 'KEY_REQUIRED'
  /** The stored API key cannot be decrypted. Add the key to the change. */
  | 'KEY_UNREADABLE'
  /** GravityZone sent a response that cannot be read. Try again later. If the problem persists, report it with the time and the method. */
  | 'MALFORMED_ANSWER'
  /** The company is mapped. Unmap it first. */
  | 'MAPPED'
  /** Another user has changed the mapping since it was read. Read the company again, then decide. */
  | 'MAPPED_MEANWHILE'
  /** GravityZone does not offer this method to this API key. The instance may be an older on-premises release, or the account of the key may lack the right to use the method. */
  | 'METHOD_NOT_FOUND'
  /** The decision needs a note. Write the note. */
  | 'NOTE_MISSING'
  /** The mute or the maintenance window names nothing to cover. Name a client, a device, or a threat (of a mute) or a rule (of a maintenance window). */
  | 'NOTHING_NAMED'
  /** No company of a connected GravityZone is mapped to the client. Map one, or connect its GravityZone again. */
  | 'NOTHING_TO_SYNC'
  /** Only rules about threats can be tried on the past. Try a rule whose kinds include THREAT. */
  | 'NOT_ABOUT_THREATS'
  /** An assignee was given with a decision that assigns nobody. Leave it out, or decide ASSIGN. */
  | 'NOT_ASSIGNING'
  /** The integration is disconnected. Connect it again, with the new key or address. */
  | 'NOT_CONNECTED'
  /** The tenant has nothing of this id, or no longer. Read the list again. */
  | 'NOT_FOUND'
  /** The delivery was not given up: it is pending or done. Retry only those that are DEAD. */
  | 'NOT_GIVEN_UP'
  /** The server responds, but it is not a GravityZone API. Copy the access URL from My Account > Control Center API. It ends in /api. */
  | 'NOT_GRAVITYZONE'
  /** The company of the device is not mapped, so it raises no alerts. Map it to a client first. */
  | 'NOT_MAPPED'
  /** The API key has no access to customer companies. Generate the key with an account of the partner company that manages the customer companies. */
  | 'NO_COMPANIES'
  /** The licence of the company does not cover this operation. Incidents require a licence with EDR. Devices and quarantine work without it. */
  | 'NO_LICENCE'
  /** The device and the client or agent do not belong together. Choose an agent of the same client, or leave the client out. */
  | 'OTHER_CLIENT'
  /** The key or address leads to another GravityZone than the integration has data of. Connect it as a new integration; of an appliance that was reinstalled, say so with `reinstalled`. */
  | 'OTHER_GRAVITYZONE'
  /** The arguments of a page ask for both directions at once. Give `first` with `after`, or `last` with `before`. */
  | 'PAGE_DIRECTION'
  /** The page size is out of range. Ask for 1 to 100 rows, or as many as the message states. */
  | 'PAGE_SIZE'
  /** OpsMerge does not take alerts of other services yet. Keep this service's rules, or have OpsMerge updated. */
  | 'PLATFORM_RULES_UNAVAILABLE'
  /** The portal is off or hidden from the client, or the client is archived or was merged into another one. Turn it on in the settings, do not hide it from the client, and have the client active in OpsMerge; then share the report. */
  | 'PORTAL_NOT_SHARED'
  /** A proxy between this service and GravityZone rejected the connection. Configure the proxy to let this service reach the GravityZone host without authentication. */
  | 'PROXY'
  /** The range has too many steps. Shorten it, or use steps of a day. */
  | 'RANGE_TOO_LONG'
  /** The decision needs a reason. Give one of 1 to 500 characters. */
  | 'REASON_REQUIRED'
  /** The report is too large to read, so none of its rows were taken in. In Control Center, schedule the report for a shorter interval or for fewer companies. */
  | 'REPORT_TOO_LARGE'
  /** The search has fewer than three characters. Search for at least three. */
  | 'SEARCH_TOO_SHORT'
  /** GravityZone failed to respond because of an internal error. Try again later, and check the Bitdefender status page. */
  | 'SERVER_ERROR'
  /** The client has reached the limit of syncs per hour. Wait until the time that the message names; the schedule still syncs it. */
  | 'SYNCED_TOO_OFTEN'
  /** OpsMerge has no teams, or cannot send notifications to one yet. Have OpsMerge updated, or switch the digest on for single people; nothing was changed. */
  | 'TEAM_DIGEST_UNAVAILABLE'
  /** GravityZone is limiting the rate of requests. No action needed: requests resume when the limit allows. Other integrations that use the same key share its limit. */
  | 'THROTTLED'
  /** GravityZone did not respond in time. Try again later. If the problem persists, check the firewall and the network route to the host. */
  | 'TIMEOUT'
  /** The certificate of the server has expired or is not valid yet. Renew the certificate on the server, and check the clock of the server. */
  | 'TLS_EXPIRED'
  /** A trusted TLS connection to the server could not be established. Check that the access URL points to an HTTPS server and that a pinned fingerprint is up to date. */
  | 'TLS_FAILED'
  /** The certificate of the server is not signed by a trusted authority. For an on-premises GravityZone, add its CA certificate or the fingerprint of its certificate to the integration. */
  | 'TLS_SELF_SIGNED'
  /** The certificate of the server was issued for a different host name. Use a host name that the certificate covers, or pin the fingerprint of the certificate. */
  | 'TLS_WRONG_HOST'
  /** A text is longer than its field takes. Shorten it to the length that the message states. */
  | 'TOO_LONG'
  /** There are more items than are taken at once, or more than a tenant may have. Send fewer, or remove some first. */
  | 'TOO_MANY'
  /** The tenant has tested as often as it may within an hour. Try again later. */
  | 'TOO_MANY_TESTS'
  /** Bitdefender has no module of this name. Choose from those that the message lists. */
  | 'UNKNOWN_MODULE'
  /** OpsMerge has no team with this id. Choose one of the teams that OpsMerge lists. */
  | 'UNKNOWN_TEAM'
  /** The secret of an existing webhook is not changed by saving it. Rotate the secret. */
  | 'USE_ROTATE'
  /** The change does not say which version it is of. Send the `version` that was read. */
  | 'VERSION_REQUIRED'
  /** GravityZone does not recognise the API key on this instance. The key may belong to another region. Copy the access URL from My Account > Control Center API in the Control Center that issued the key. */
  | 'WRONG_REGION';

/** Kind of a threat, in plain words. */
export type PortalBitdefenderThreatKind =
  /** Ransomware: encrypts files and demands a ransom. */
  | 'RANSOMWARE'
  /** Lets others in: trojans, backdoors, rootkits and attacks on weaknesses of software. */
  | 'INTRUSION'
  /** Reads what is typed or stored. */
  | 'SPYWARE'
  /** Spreads by itself: viruses and worms. */
  | 'VIRUS'
  /** Unwanted programs, such as those that show advertising. */
  | 'UNWANTED'
  /** Behaves or looks like malware, without a name of its own. */
  | 'SUSPICIOUS'
  /** Of another kind, or no longer known of which. */
  | 'OTHER';

/** Outcome of a threat, simplified for the portal. */
export type PortalBitdefenderOutcome =
  /** Stopped by the protection. */
  | 'STOPPED'
  /** Handled by your provider. */
  | 'HANDLED'
  /** Being handled by your provider. */
  | 'BEING_HANDLED';

/** Problem with the protection of a machine. */
export type PortalBitdefenderProblem =
  /** Not protected. */
  | 'UNPROTECTED'
  /** The list of known malware is out of date. */
  | 'SIGNATURES_OUTDATED'
  /** The protection is an old version. */
  | 'PRODUCT_OUTDATED'
  /** The licence has expired. */
  | 'LICENCE_EXPIRED'
  /** Has not been in contact for days. */
  | 'NOT_SEEN'
  /** A part of the protection is off. */
  | 'MODULE_OFF'
  /** Does not have the settings it should have. */
  | 'POLICY_NOT_APPLIED';

/** What was done about threats. */
export type PortalBitdefenderReportAction =
  /** Blocked by the protection. */
  | 'BLOCKED'
  /** Moved into quarantine by the protection. */
  | 'QUARANTINED'
  /** Ended by the protection while it ran. */
  | 'KILLED'
  /** Blocked in part by the protection. */
  | 'PARTLY_BLOCKED'
  /** Given a ticket of your provider. */
  | 'TICKET_OPENED'
  /** Worked on by a person of your provider. */
  | 'PERSON_ACTED'
  /** Found to be a false alarm. */
  | 'FALSE_ALARM';

/** Severity of a threat, simplified for the portal. */
export type PortalBitdefenderSeverity =
  /** Unwanted, with little risk. */
  | 'MINOR'
  /** Malicious. */
  | 'MODERATE'
  /** Dangerous. */
  | 'SERIOUS';

/** How urgent a ticket is. */
export type TicketPriority =
  /** When there is time. */
  | 'LOW'
  /** In the normal course of work. */
  | 'MEDIUM'
  /** Before the normal work. */
  | 'HIGH'
  /** At once. */
  | 'CRITICAL';

/** How far a ticket is. */
export type TicketState =
  /** Nobody works on it yet. */
  | 'OPEN'
  /** Somebody works on it. */
  | 'IN_PROGRESS'
  /** It is done. */
  | 'CLOSED';

/** Filter of alerts. An alert must match every value that is set. */
export type BitdefenderAlertFilter = {
  /** Only those about this. */
  kind?: BitdefenderAlertKind | null | undefined;
  /** Only those that stand at one of these. 1 to 4 items. */
  state?: Array<BitdefenderAlertState> | null | undefined;
  /** Minimum severity (inclusive). */
  minimumSeverity?: BitdefenderSeverity | null | undefined;
  /** Only actions of this client. At most 255 characters. */
  clientId?: string | null | undefined;
  /** Only of this device's machine: of all its twins. At most 255 characters. */
  deviceId?: string | null | undefined;
  /** Only the one of this threat. At most 255 characters. */
  threatId?: string | null | undefined;
  /** Only those of the threats of this outbreak. At most 255 characters. */
  outbreakId?: string | null | undefined;
  /** Only this technician's. At most 255 characters. */
  assigneeId?: string | null | undefined;
  /** Only assigned alerts (true), or only unassigned ones (false). */
  assigned?: boolean | null | undefined;
  /** Only those that something kept from acting, or only the others. */
  suppressed?: boolean | null | undefined;
  /** Only those this mute or rule suppressed. At most 255 characters. */
  suppressedById?: string | null | undefined;
  /** Only those of which a maintenance window holds actions at the moment, or only the others. */
  held?: boolean | null | undefined;
  /** Only those with a ticket, or only those without. */
  hasTicket?: boolean | null | undefined;
  /** Raised at this time or later. */
  raisedFrom?: string | null | undefined;
  /** Raised before this time. */
  raisedBefore?: string | null | undefined;
  /** A part of the title, or of the name, file path or host name of the threat, in any case; at least 3 characters, unless it is blank, which is no search. At most 500 characters. */
  search?: string | null | undefined;
};

/** Filter of the audit log. An entry must match every given field. */
export type BitdefenderAuditFilter = {
  /** Subject of the user who made the change. At most 255 characters. */
  actor?: string | null | undefined;
  /** Actions, such as KEY_ROTATED. 1 to 100 items. At most 100 characters each. */
  actions?: Array<string> | null | undefined;
  /** ID of the changed object, including bulk decisions that contain it. At most 255 characters. */
  subject?: string | null | undefined;
  /** Start of the range (inclusive). */
  from?: string | null | undefined;
  /** End of the range (exclusive). */
  before?: string | null | undefined;
};

/** Filter of clients. A client must match every field that is set. */
export type BitdefenderClientFilter = {
  /** Only these clients. 1 to 1,000 items. At most 255 characters each. */
  clientIds?: Array<string> | null | undefined;
  /** Only clients with an unresolved threat of this severity or above. */
  minimumSeverity?: BitdefenderSeverity | null | undefined;
  /** Only clients with a gap (true), or with none (false). */
  withGaps?: boolean | null | undefined;
  /** Only clients that are archived in OpsMerge (true), or only others (false). */
  archived?: boolean | null | undefined;
};

/** Conditions that companies must meet, all of them. */
export type BitdefenderCompanyFilter = {
  /** Part of the name, or the ID in BD, case-insensitive; at least 3 characters, unless it is blank, which is no search. At most 500 characters. */
  search?: string | null | undefined;
  /** Companies of this integration. At most 255 characters. */
  integrationId?: string | null | undefined;
  /** Companies that are mapped (true) or unmapped (false). */
  mapped?: boolean | null | undefined;
  /** Companies that are mapped to this client. At most 255 characters. */
  clientId?: string | null | undefined;
  /** Companies that are ignored (true) or not (false). */
  ignored?: boolean | null | undefined;
  /** Only companies, or only folders. */
  kind?: BitdefenderCompanyKind | null | undefined;
  /** Companies that BD lists, or that it no longer lists. */
  state?: BitdefenderCompanyState | null | undefined;
};

/** Conditions that machines must all meet. A list matches any of its values; an empty list matches every machine. */
export type BitdefenderDeviceFilter = {
  /** Machines of this client. At most 255 characters. */
  clientId?: string | null | undefined;
  /** True for machines of clients, false for devices of unmapped companies. */
  mapped?: boolean | null | undefined;
  /** Machines whose agent is at this site; machines that only Bitdefender knows are at none. At most 255 characters. */
  siteId?: string | null | undefined;
  /** Machines known to these products. 1 to 3 items. */
  knownTo?: Array<BitdefenderKnownTo> | null | undefined;
  /** Machines whose device has this presence. */
  presence?: BitdefenderPresence | null | undefined;
  /** Machines with one of these healths. 1 to 4 items. */
  health?: Array<BitdefenderHealth> | null | undefined;
  /** Machines whose health has one of these reasons. 1 to 14 items. */
  healthReasons?: Array<BitdefenderHealthReasonCode> | null | undefined;
  /** Machines with one of these gaps. 1 to 11 items. */
  gaps?: Array<BitdefenderGap> | null | undefined;
  /** Machines whose device was matched in one of these ways. 1 to 8 items. */
  matchKinds?: Array<BitdefenderMatchKind> | null | undefined;
  /** Machines with one of these policies, by exact name in Bitdefender. 1 to 100 items. At most 200 characters each. */
  policies?: Array<string> | null | undefined;
  /** Machines that have applied their policy (true) or not (false). */
  policyApplied?: boolean | null | undefined;
  /** Machines that are isolated (true), or known to Bitdefender and not reported as isolated (false). */
  isolated?: boolean | null | undefined;
  /** Machines without contact to Bitdefender for more than this number of days, 1 to 3650. Machines without a known contact do not match. */
  notSeenForDays?: number | null | undefined;
  /** Part of the host name, the name in Bitdefender, the FQDN, the label or the IP address, case-insensitive. At most 500 characters. At least 3 characters, unless it is blank, which is no search. */
  search?: string | null | undefined;
};

/** When a maintenance window is open: at one date, or on days of each week. */
export type BitdefenderMaintenanceScheduleInput = {
  /** Date, such as 2026-11-30, within a year from now. Leave it out for a window that repeats. At most 10 characters. */
  date?: string | null | undefined;
  /** Days of the week on which it opens, where Monday is 1 and Sunday is 7, each once. At most 7 items. Leave them out for a window that opens once. */
  days?: Array<number> | null | undefined;
  /** Time at which it opens, HH:mm. Of an hour that clocks repeat, the first; an hour that they skip is moved on by as much as they skip. At most 5 characters. */
  time: string;
  /** Minutes for which it is open: 5 to 20,160, which is 14 days. One that repeats leaves at least two hours before it opens again. */
  minutes: number;
  /** IANA time zone; the tenant's if left out. At most 100 characters. */
  timeZone?: string | null | undefined;
};

/** A company and the client to map it to. */
export type BitdefenderMappingInput = {
  /** ID of the company. At most 255 characters. */
  companyId: string;
  /** ID of the client in OpsMerge core. At most 255 characters. */
  clientId: string;
  /** Client the company was mapped to when you read it, null for none. If it has changed, the company is not mapped. Omit to skip the check. At most 255 characters. */
  expectedClientId?: string | null | undefined;
};

/** Threshold at which threats on several machines of one client are an outbreak. */
export type BitdefenderOutbreakSettingsInput = {
  /** Number of different machines with a threat, 2 to 10000. */
  machines: number;
  /** Length of the window in minutes, 1 to 1440. */
  minutes: number;
};

/** Minutes from a detection to each step that the MSP promises to its clients; a step without a number has no promise. */
export type BitdefenderResponsePromiseInput = {
  /** Minutes from a detection until it is stored here, 1 to 43200; null for no promise. */
  known?: number | null | undefined;
  /** Minutes from a detection until its alert is raised, 1 to 43200; null for no promise. */
  alert?: number | null | undefined;
  /** Minutes from a detection until its alert has a ticket, 1 to 43200; null for no promise. */
  ticket?: number | null | undefined;
  /** Minutes from a detection until a person acts on it, 1 to 43200; null for no promise. */
  person?: number | null | undefined;
};

/** Action of a rule. Which values it requires depends on its kind; those of other kinds are ignored. */
export type BitdefenderRuleActionInput = {
  /** Kind of the action. */
  kind: BitdefenderRuleActionKind;
  /** Priority of the ticket. Defaults to HIGH. */
  priority?: BitdefenderTicketPriority | null | undefined;
  /** Team that gets the ticket. Required for CREATE_TICKET. At most 200 characters. */
  team?: string | null | undefined;
  /** OpsMerge id of the technician who gets the ticket. Checked by OpsMerge when the ticket is created. At most 255 characters. */
  assigneeId?: string | null | undefined;
  /** Minutes from the detection until the ticket is due; at least 1. */
  dueInMinutes?: number | null | undefined;
  /** Channel to notify. Required for NOTIFY. At most 200 characters. */
  channel?: string | null | undefined;
  /** On-call schedule to page. Required for PAGE. At most 200 characters. */
  onCall?: string | null | undefined;
  /** Webhook to send to. Required for WEBHOOK. At most 255 characters. */
  webhookId?: string | null | undefined;
  /** Why alerts are suppressed. Used by SUPPRESS. At most 500 characters. */
  reason?: string | null | undefined;
};

/** Conditions of a rule. All that are set must hold. */
export type BitdefenderRuleConditionsInput = {
  /** Kinds of alerts. Defaults to threats only. At most 4 items. */
  kinds?: Array<BitdefenderAlertKind> | null | undefined;
  /** Minimum severity (inclusive). */
  minimumSeverity?: BitdefenderSeverity | null | undefined;
  /** Maximum severity (inclusive). */
  maximumSeverity?: BitdefenderSeverity | null | undefined;
  /** Families of threats, such as RANSOMWARE or ADWARE. At most 50 items. At most 50 characters each. */
  families?: Array<string> | null | undefined;
  /** Actions taken by Bitdefender. At most 6 items. */
  actions?: Array<BitdefenderThreatAction> | null | undefined;
  /** Whether the threat may still be active. */
  stillActive?: boolean | null | undefined;
  /** Statuses of threats. Defaults to unresolved only. At most 3 items. */
  statuses?: Array<BitdefenderThreatStatus> | null | undefined;
  /** Pattern of the host name: * for any characters, ? for one; case-insensitive. At most 255 characters. */
  hostnamePattern?: string | null | undefined;
  /** Kinds of machines. At most 3 items. */
  machineKinds?: Array<BitdefenderMachineKind> | null | undefined;
  /** Ids of companies, which must exist. At most 1,000 items. At most 255 characters each. */
  companyIds?: Array<string> | null | undefined;
  /** Causes of degraded protection, for a rule about that kind of alerts alone. Null for all. At most 8 items. */
  causes?: Array<BitdefenderDegradation> | null | undefined;
  /** Hours of the week. */
  hours?: BitdefenderRuleHoursInput | null | undefined;
};

/** Hours of the week, in the tenant's time zone. */
export type BitdefenderRuleHoursInput = {
  /** Days, 1 (Monday) to 7 (Sunday). */
  days: Array<number>;
  /** Start, HH:mm (inclusive). At most 5 characters. */
  from: string;
  /** End, HH:mm (exclusive). Before `from`, it is on the next day; equal to `from`, the range is the whole day. At most 5 characters. */
  to: string;
};

/** Clients a rule applies to. */
export type BitdefenderRuleScopeInput = {
  /** Kind of the scope. */
  kind: BitdefenderRuleScopeKind;
  /** Clients listed for ONLY and ALL_BUT, known to OpsMerge; empty for ALL. At most 1,000 items. At most 255 characters each. */
  clientIds: Array<string>;
  /** Sites of the clients listed for ONLY, at least one of each: the rule is for threats on machines whose agent is at one of them. Null for the clients as a whole. It then matches no machine without an agent or at no site, and nothing that is about no single machine, such as outbreaks, notices and degraded protection: these are left to rules for whole clients. At most 100 items. At most 255 characters each. */
  siteIds?: Array<string> | null | undefined;
};

/** Lowest BD incident score (0 to 100) of each severity. Scores below `medium` are LOW. */
export type BitdefenderSeverityBandsInput = {
  /** Lowest score rated MEDIUM; 40 by default. */
  medium: number;
  /** Lowest score rated HIGH; 76 by default. */
  high: number;
  /** Lowest score rated CRITICAL, at most 100; 90 by default. */
  critical: number;
};

/** Severity of threats that are known only from the state of a device. UNKNOWN is refused. */
export type BitdefenderStateSeveritiesInput = {
  /** Severity of a device that is infected; HIGH by default. */
  infected: BitdefenderSeverity;
  /** Severity of a detection that is in neither the incidents nor the quarantine; MEDIUM by default. */
  detection: BitdefenderSeverity;
};

/** Filter of threats. Fields that are omitted have the defaults described here. */
export type BitdefenderThreatFilter = {
  /** Minimum severity (inclusive); HIGH by default, or none if `severity` is given. */
  minimumSeverity?: BitdefenderSeverity | null | undefined;
  /** Only threats of exactly these severities. 1 to 5 items. */
  severity?: Array<BitdefenderSeverity> | null | undefined;
  /** Only threats of these statuses; UNRESOLVED by default. 1 to 4 items. */
  status?: Array<BitdefenderThreatStatusFilter>;
  /** Only threats of this client. At most 255 characters. */
  clientId?: string | null | undefined;
  /** Only threats of these clients. 1 to 1,000 items. At most 255 characters each. */
  clientIds?: Array<string> | null | undefined;
  /** Only threats that this user is assigned to. At most 255 characters. */
  assigneeId?: string | null | undefined;
  /** Only threats that somebody is assigned to (true), or nobody (false). */
  assigned?: boolean | null | undefined;
  /** Only threats of this device's machine, including its twins. At most 255 characters. */
  deviceId?: string | null | undefined;
  /** Only threats of machines whose agent is at this site now; machines without an agent are at none. At most 255 characters. */
  siteId?: string | null | undefined;
  /** Only threats of this company. At most 255 characters. */
  companyId?: string | null | undefined;
  /** Only threats of mapped companies (true) or of unmapped ones (false). */
  mapped?: boolean | null | undefined;
  /** Only threats on which Bitdefender took one of these actions. 1 to 6 items. */
  action?: Array<BitdefenderThreatAction> | null | undefined;
  /** Only threats of these families. 1 to 12 items. */
  family?: Array<BitdefenderThreatFamily> | null | undefined;
  /** Start of the range of first detections (inclusive). */
  detectedFrom?: string | null | undefined;
  /** End of the range of first detections (exclusive). */
  detectedBefore?: string | null | undefined;
  /** Part of the name, file path or host name, case-insensitive; at least 3 characters, unless it is blank, which is no search. At most 500 characters. */
  search?: string | null | undefined;
};

/** GravityZone to connect. */
export type ConnectBitdefenderInput = {
  /** URL of the API (https only), with or without /api; Bitdefender's cloud if omitted. At most 2,000 characters. */
  endpoint?: string | null | undefined;
  /** API key from Control Center, My Account. Stored encrypted and never returned. At most 500 characters. */
  apiKey: string;
  /** PEM certificate of the private authority that signed the certificate of the server. At most 50,000 characters. */
  caCertificate?: string | null | undefined;
  /** SHA-256 fingerprint of the server's certificate, in hexadecimal. At most 200 characters. */
  certificateFingerprint?: string | null | undefined;
  /** Name of the integration; the name of the company if omitted. At most 100 characters. */
  name?: string | null | undefined;
  /** ID of a disconnected integration to resume: omitted fields are unchanged, and another GravityZone is refused. If omitted, a GravityZone that was connected before is recognised automatically. At most 255 characters. */
  integrationId?: string | null | undefined;
  /** Whether an on-premises appliance was reinstalled, so that none of its devices is known. */
  reinstalled?: boolean | null | undefined;
};

/** The report that is shared, and for how long. */
export type CreateBitdefenderReportLinkInput = {
  /** Client whose report it is. At most 255 characters. */
  clientId: string;
  /** Length of the period. */
  period: PortalBitdefenderReportPeriod;
  /** Any day of the period, such as 2026-03-18, at most 400 days ago; the last period that is over by default. At most 50 characters. */
  day?: string | null | undefined;
  /** IANA time zone of the period, such as Europe/Berlin: the client's; the tenant's by default. At most 100 characters. */
  timeZone?: string | null | undefined;
  /** Days after which it expires, 1 to 90; 30 by default. */
  expiresInDays?: number | null | undefined;
};

/** A decision about alerts; their threats stay as they are. */
export type DecideBitdefenderAlertsInput = {
  /** The alerts, 1 to 500, each once. At most 255 characters each. */
  ids: Array<string>;
  /** Decision to apply. */
  decision: BitdefenderAlertDecision;
  /** For SNOOZE: until when, within a year. */
  until?: string | null | undefined;
  /** For ASSIGN: the technician. At most 255 characters. */
  assigneeId?: string | null | undefined;
  /** A note for the log, up to 2,000 characters. */
  note?: string | null | undefined;
};

/** Integration to disconnect. */
export type DisconnectBitdefenderInput = {
  /** ID of the integration. At most 255 characters. */
  integrationId: string;
};

/** Input of `forbidBitdefenderMatch`. */
export type ForbidBitdefenderMatchInput = {
  /** Id of the device. At most 255 characters. */
  deviceId: string;
  /** Id of the agent, which must belong to the same client. At most 255 characters. */
  agentId: string;
  /** Reason, at most 1,000 characters. */
  note?: string | null | undefined;
};

/** Companies to leave unmapped. */
export type IgnoreBitdefenderCompaniesInput = {
  /** IDs of the companies, 1 to 500, each once. At most 255 characters each. */
  companyIds: Array<string>;
  /** Reason, 1 to 500 characters. */
  reason: string;
};

/** Companies to map. */
export type MapBitdefenderCompaniesInput = {
  /** Mappings to make, 1 to 500, each company once. Several companies may have the same client. */
  mappings: Array<BitdefenderMappingInput>;
};

/** Alerts to mute, by at least one of client, device and threat name. An alert must match every value that is set. */
export type MuteBitdefenderAlertsInput = {
  /** Alerts of this client. At most 255 characters. */
  clientId?: string | null | undefined;
  /** Alerts of this device, also once BD gives it another id. At most 255 characters. */
  deviceId?: string | null | undefined;
  /** Alerts of this threat: its whole name, in any case. At most 500 characters. */
  threatName?: string | null | undefined;
  /** Until when: within a year. */
  until: string;
  /** Why, for those who wonder at the silence; up to 500 characters. */
  reason: string;
};

/** Input of `pinBitdefenderDevice`. */
export type PinBitdefenderDeviceInput = {
  /** Id of the device. At most 255 characters. */
  deviceId: string;
  /** Id of the agent, which must belong to the same client. At most 255 characters. */
  agentId: string;
  /** Reason, at most 1,000 characters. */
  note?: string | null | undefined;
};

/** Input of `removeBitdefenderMatchDecision`. */
export type RemoveBitdefenderMatchDecisionInput = {
  /** Id of the decision to remove. At most 255 characters. */
  decisionId: string;
};

/** New order of the rules. */
export type ReorderBitdefenderAlertRulesInput = {
  /** Ids of all rules of the tenant, each once, in the order of evaluation. 1 to 200 items. At most 255 characters each. */
  ruleIds: Array<string>;
  /** Ids of all rules in the order in which they were read. Without them: VERSION_REQUIRED; if the order has changed since: CHANGED_MEANWHILE. 1 to 200 items. At most 255 characters each. */
  previousRuleIds?: Array<string> | null | undefined;
};

/** Open alerts to run through the rules once more. */
export type RerouteBitdefenderAlertsInput = {
  /** Client: only its alerts; all clients if left out. At most 255 characters. */
  clientId?: string | null | undefined;
  /** Rule: only actions that it wants; all rules if left out. At most 255 characters. */
  ruleId?: string | null | undefined;
};

/** A new key for an integration. */
export type RotateBitdefenderKeyInput = {
  /** ID of the integration. At most 255 characters. */
  integrationId: string;
  /** New API key of the same GravityZone company. At most 500 characters. */
  apiKey: string;
};

/** New values of a rule. Past alerts are not affected. */
export type SaveBitdefenderAlertRuleInput = {
  /** Rule to change. Left out, a new rule is created and evaluated last. At most 255 characters. */
  ruleId?: string | null | undefined;
  /** The `version` of the rule that was read. Without it: VERSION_REQUIRED; if it has changed since: CHANGED_MEANWHILE. Not for a new rule or a preview. At most 100 characters. */
  version?: string | null | undefined;
  /** Its name, up to 200 characters. */
  name: string;
  /** Whether the rule is enabled. */
  enabled?: boolean;
  /** Clients it applies to. */
  scope: BitdefenderRuleScopeInput;
  /** Conditions that must hold. */
  conditions: BitdefenderRuleConditionsInput;
  /** Its actions, at least one. They replace all stored ones. At most 20 items. */
  actions: Array<BitdefenderRuleActionInput>;
  /** Whether further rules are evaluated after it matched. */
  next?: BitdefenderRuleNext;
};

/** Maintenance window as it shall be from now on: for at least one of client, device and rule. A tenant has at most 200. */
export type SaveBitdefenderMaintenanceWindowInput = {
  /** Window to change; a new one if left out. At most 255 characters. */
  windowId?: string | null | undefined;
  /** The `version` of the maintenance window that was read. Without it: VERSION_REQUIRED; if it has changed since: CHANGED_MEANWHILE. Not for a new one. At most 100 characters. */
  version?: string | null | undefined;
  /** Its name, 1 to 100 characters. Tickets and notifications state it. */
  name: string;
  /** Only alerts of this client. At most 255 characters. */
  clientId?: string | null | undefined;
  /** Only alerts of this device, also once BD gives it another id; not those about several machines. At most 255 characters. */
  deviceId?: string | null | undefined;
  /** Only the actions of this rule; the other rules act. At most 255 characters. */
  ruleId?: string | null | undefined;
  /** When it is open. */
  schedule: BitdefenderMaintenanceScheduleInput;
};

/** Whether and when the digest of the viewer comes. */
export type SetBitdefenderDigestInput = {
  /** Whether it is on. */
  enabled: boolean;
  /** Day on which it comes; unchanged if null. */
  weekday?: BitdefenderWeekday | null | undefined;
  /** Hour at which it comes, 0 to 23, in the tenant's time zone; unchanged if null. */
  hour?: number | null | undefined;
};

/** Whether and when the digest of a team comes. */
export type SetBitdefenderTeamDigestInput = {
  /** ID of the team in OpsMerge. At most 255 characters. */
  teamId: string;
  /** Whether it is on. */
  enabled: boolean;
  /** Day on which it comes; unchanged if null. */
  weekday?: BitdefenderWeekday | null | undefined;
  /** Hour at which it comes, 0 to 23, in the tenant's time zone; unchanged if null. */
  hour?: number | null | undefined;
};

/** Time zone of dates that a GravityZone writes without one. */
export type SetBitdefenderTimeZoneInput = {
  /** ID of the integration. At most 255 characters. */
  integrationId: string;
  /** The `version` of the integration that was read. Without it: VERSION_REQUIRED; if it has changed since: CHANGED_MEANWHILE. At most 100 characters. */
  version?: string | null | undefined;
  /** IANA time zone of the key owner's account, such as Europe/Bucharest; null measures the offset again. At most 100 characters. */
  timeZone?: string | null | undefined;
};

/** URL, key and trust of the GravityZone to test. */
export type TestBitdefenderIntegrationInput = {
  /** URL of the API (https only), with or without /api; Bitdefender's cloud if omitted. At most 2,000 characters. */
  endpoint?: string | null | undefined;
  /** API key from Control Center, My Account. Stored encrypted and never returned. At most 500 characters. */
  apiKey: string;
  /** PEM certificate of the private authority that signed the certificate of the server. At most 50,000 characters. */
  caCertificate?: string | null | undefined;
  /** SHA-256 fingerprint of the server's certificate, in hexadecimal. At most 200 characters. */
  certificateFingerprint?: string | null | undefined;
  /** ID of the integration that the key is for: URL and trust are those of the integration if omitted. For a test before its key is rotated, or before it is resumed. At most 255 characters. */
  integrationId?: string | null | undefined;
};

/** Decision on threats. Nothing is written to Bitdefender. */
export type TriageBitdefenderThreatsInput = {
  /** Ids of the threats, 1 to 500, each once. At most 255 characters each. */
  ids: Array<string>;
  /** Decision to apply. */
  decision: BitdefenderTriageDecision;
  /** Subject of the user, only for ASSIGN. At most 255 characters. */
  assigneeId?: string | null | undefined;
  /** Note to add to their history, at most 2,000 characters; optional for every decision but NOTE. */
  note?: string | null | undefined;
};

/** Companies to put back among those to map. */
export type UnignoreBitdefenderCompaniesInput = {
  /** IDs of the companies, 1 to 500, each once. At most 255 characters each. */
  companyIds: Array<string>;
};

/** Companies to unmap. */
export type UnmapBitdefenderCompaniesInput = {
  /** IDs of the companies, 1 to 500, each once. At most 255 characters each. */
  companyIds: Array<string>;
  /** Client the companies were mapped to when you read them. Companies mapped to another client are left unchanged. Omit to skip the check. At most 255 characters. */
  expectedClientId?: string | null | undefined;
};

/** Changes to an integration; omitted fields are unchanged. */
export type UpdateBitdefenderIntegrationInput = {
  /** ID of the integration. At most 255 characters. */
  integrationId: string;
  /** The `version` of the integration that was read. Without it: VERSION_REQUIRED; if it has changed since: CHANGED_MEANWHILE. At most 100 characters. */
  version?: string | null | undefined;
  /** New name of the integration, 1 to 100 characters. */
  name?: string | null | undefined;
  /** New URL of the API (https only). A change of host requires `apiKey`. At most 2,000 characters. */
  endpoint?: string | null | undefined;
  /** API key. Required for a change of host, since the stored key is never sent to another host. At most 500 characters. */
  apiKey?: string | null | undefined;
  /** PEM certificate of the private authority that signed the certificate of the server; null removes it. At most 50,000 characters. */
  caCertificate?: string | null | undefined;
  /** SHA-256 fingerprint of the server's certificate, in hexadecimal; null removes it. At most 200 characters. */
  certificateFingerprint?: string | null | undefined;
  /** Name of a Security audit report scheduled in Control Center, whose events are read; null reads no report. At most 100 characters. */
  reportName?: string | null | undefined;
};

/** Settings to change; omitted fields are unchanged. */
export type UpdateBitdefenderSettingsInput = {
  /** The `version` of the settings that was read. Without it: VERSION_REQUIRED; if it has changed since: CHANGED_MEANWHILE. At most 100 characters. */
  version?: string | null | undefined;
  /** IANA time zone, such as Europe/Berlin. At most 100 characters. */
  timeZone?: string | null | undefined;
  /** Whether portal users see threats of their own client. */
  portalEnabled?: boolean | null | undefined;
  /** Clients whose portal users see no threats even if the portal is enabled. At most 1,000 items. At most 255 characters each. */
  portalHiddenClientIds?: Array<string> | null | undefined;
  /** How host names of devices and agents are compared. A change starts a job that matches every client again: see `rematchJobId`. */
  matchMode?: BitdefenderMatchMode | null | undefined;
  /** Threshold of an outbreak; applies to threats detected from now on. */
  outbreak?: BitdefenderOutbreakSettingsInput | null | undefined;
  /** Days that a threat is kept after it was resolved, at least 31; null keeps threats indefinitely. Counts of removed threats are kept. */
  retentionDays?: number | null | undefined;
  /** Days before its end from which on a licence is a cause of degraded protection, 1 to 365. */
  licenceEndingDays?: number | null | undefined;
  /** Mapping of incident scores to severities. A change starts a job that re-rates open threats: see `jobId`. */
  severityBands?: BitdefenderSeverityBandsInput | null | undefined;
  /** Severity of threats that are known only from the state of a device. A change starts a job that re-rates open threats: see `jobId`. */
  stateSeverities?: BitdefenderStateSeveritiesInput | null | undefined;
  /** Whose rules make tickets of alerts from now on; alerts that were acted upon stay with whoever did. PLATFORM_RULES is refused with PLATFORM_RULES_UNAVAILABLE if OpsMerge does not take alerts. */
  alertsRoutedBy?: BitdefenderRoutedBy | null | undefined;
  /** Minutes from a detection to each step that are promised. Replaces all of them: a step that is null or omitted has no promise. */
  responsePromise?: BitdefenderResponsePromiseInput | null | undefined;
};

export type AgentsPageQueryVariables = Exact<{
  clientId?: string | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type AgentsPageQuery = { agents: { edges: Array<{ cursor: string, node: { id: string, hostname: string, operatingSystem: string | null, client: { id: string, name: string }, bitdefender: { id: string, name: string, health: BitdefenderHealth, matchKind: BitdefenderMatchKind, syncing: boolean, presence: BitdefenderPresence, readAt: string | null, healthReasons: Array<{ code: BitdefenderHealthReasonCode, message: string, asOf: string | null }>, policy: { id: string, name: string, applied: boolean | null } | null, lastScan: { name: string, at: string | null } | null, threatCounts: { today: number, thisWeek: number, thisMonth: number, unresolved: number, asOf: string | null, stale: boolean } } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AlertsPageQueryVariables = Exact<{
  filter?: BitdefenderAlertFilter | null | undefined;
  orderBy?: BitdefenderAlertOrder;
  first?: number;
  after?: string | null | undefined;
  counts?: boolean;
}>;


export type AlertsPageQuery = { bitdefenderAlerts: { totalCount?: number, facets?: { states: Array<{ value: BitdefenderAlertState, count: number }>, severities: Array<{ value: BitdefenderSeverity, count: number }>, kinds: Array<{ value: BitdefenderAlertKind, count: number }>, suppressed: Array<{ value: boolean, count: number }>, hasTicket: Array<{ value: boolean, count: number }>, clients: Array<{ count: number, client: { id: string, name: string } | null }>, assignees: Array<{ assigneeId: string | null, count: number, assignee: { id: string, name: string } | null }> }, edges: Array<{ cursor: string, node: { id: string, kind: BitdefenderAlertKind, alertType: string, title: string, detail: string | null, severity: BitdefenderSeverity, state: BitdefenderAlertState, raisedAt: string, hostName: string | null, suppressedBy: BitdefenderSuppressedBy | null, suppressedReason: string | null, heldUntil: string | null, assigneeId: string | null, takenOverBy: string | null, snoozedUntil: string | null, device: { id: string, name: string } | null, threat: { id: string, signature: string, filePath: string | null, action: BitdefenderThreatAction } | null, outbreak: { id: string, title: string } | null, heldBy: { id: string, name: string } | null, assignee: { id: string, name: string } | null, takenOverByUser: { id: string, name: string } | null, client: { id: string, name: string } | null, ticket: { id: string, reference: string, title: string, priority: TicketPriority, team: string | null, assigneeId: string | null, state: TicketState, url: string | null, dueAt: string | null } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type AlertPageQueryVariables = Exact<{
  filter: BitdefenderAlertFilter;
}>;


export type AlertPageQuery = { bitdefenderAlerts: { edges: Array<{ node: { cause: BitdefenderDegradation | null, id: string, kind: BitdefenderAlertKind, alertType: string, title: string, detail: string | null, severity: BitdefenderSeverity, state: BitdefenderAlertState, raisedAt: string, hostName: string | null, suppressedBy: BitdefenderSuppressedBy | null, suppressedReason: string | null, heldUntil: string | null, assigneeId: string | null, takenOverBy: string | null, snoozedUntil: string | null, device: { id: string, name: string } | null, threat: { id: string, name: string, status: BitdefenderThreatStatus, signature: string, filePath: string | null, action: BitdefenderThreatAction } | null, outbreak: { id: string, title: string } | null, mute: { id: string, reason: string, until: string, createdBy: string, createdByUser: { id: string, name: string } | null } | null, routing: { outcome: BitdefenderRoutingOutcome, message: string, at: string | null, rules: Array<{ ruleId: string, ruleName: string, matched: boolean, why: string }> }, deliveries: Array<{ id: string, kind: BitdefenderAlertDeliveryKind, ruleName: string, state: BitdefenderAlertDeliveryState, attempts: number, lastError: string | null, changedAt: string }>, changes: Array<{ cursor: string, kind: BitdefenderAlertChangeKind, at: string, actor: string, from: BitdefenderAlertState | null, to: BitdefenderAlertState | null, snoozedUntil: string | null, assigneeId: string | null, note: string | null }>, heldBy: { id: string, name: string } | null, assignee: { id: string, name: string } | null, takenOverByUser: { id: string, name: string } | null, client: { id: string, name: string } | null, ticket: { id: string, reference: string, title: string, priority: TicketPriority, team: string | null, assigneeId: string | null, state: TicketState, url: string | null, dueAt: string | null } | null } }> } | null };

export type DecideAlertsMutationVariables = Exact<{
  input: DecideBitdefenderAlertsInput;
}>;


export type DecideAlertsMutation = { decideBitdefenderAlerts: { seen: string | null, outcomes: Array<{ id: string, alert: { id: string, kind: BitdefenderAlertKind, alertType: string, title: string, detail: string | null, severity: BitdefenderSeverity, state: BitdefenderAlertState, raisedAt: string, hostName: string | null, suppressedBy: BitdefenderSuppressedBy | null, suppressedReason: string | null, heldUntil: string | null, assigneeId: string | null, takenOverBy: string | null, snoozedUntil: string | null, heldBy: { id: string, name: string } | null, assignee: { id: string, name: string } | null, takenOverByUser: { id: string, name: string } | null, client: { id: string, name: string } | null, ticket: { id: string, reference: string, title: string, priority: TicketPriority, team: string | null, assigneeId: string | null, state: TicketState, url: string | null, dueAt: string | null } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> }> | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type LiveAlertsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  filter?: BitdefenderAlertFilter | null | undefined;
}>;


export type LiveAlertsSubscription = { bitdefenderAlertChanged: { cursor: string, kind: BitdefenderAlertChangeKind, at: string, actor: string, alert: { id: string, kind: BitdefenderAlertKind, alertType: string, title: string, detail: string | null, severity: BitdefenderSeverity, state: BitdefenderAlertState, raisedAt: string, hostName: string | null, suppressedBy: BitdefenderSuppressedBy | null, suppressedReason: string | null, heldUntil: string | null, assigneeId: string | null, takenOverBy: string | null, snoozedUntil: string | null, heldBy: { id: string, name: string } | null, assignee: { id: string, name: string } | null, takenOverByUser: { id: string, name: string } | null, client: { id: string, name: string } | null, ticket: { id: string, reference: string, title: string, priority: TicketPriority, team: string | null, assigneeId: string | null, state: TicketState, url: string | null, dueAt: string | null } | null } } | null };

export type AuditPageQueryVariables = Exact<{
  filter?: BitdefenderAuditFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type AuditPageQuery = { bitdefenderAudit: { edges: Array<{ cursor: string, node: { id: string, at: string, actor: string, action: string, subject: string, detail: unknown, address: string | null, userAgent: string | null, actorUser: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type AuditExportQueryVariables = Exact<{
  filter?: BitdefenderAuditFilter | null | undefined;
}>;


export type AuditExportQuery = { exportBitdefenderAudit: { url: string, fileName: string, columns: Array<string>, expiresAt: string } | null };

export type DeviceChoicesQueryVariables = Exact<{
  search: string;
  first?: number;
}>;


export type DeviceChoicesQuery = { bitdefenderDevices: { edges: Array<{ node: { id: string, name: string, client: { id: string, name: string } | null, device: { id: string } | null } }> } | null };

export type AgentChoicesQueryVariables = Exact<{
  filter: BitdefenderDeviceFilter;
  first?: number;
}>;


export type AgentChoicesQuery = { bitdefenderDevices: { edges: Array<{ node: { id: string, agent: { id: string, hostname: string } | null } }> } | null };

export type ThreatChoicesQueryVariables = Exact<{
  search: string;
}>;


export type ThreatChoicesQuery = { bitdefenderThreats: { edges: Array<{ node: { id: string, name: string, hostName: string | null } }> } | null };

export type MatchChoicesQueryVariables = Exact<{
  deviceId: string;
}>;


export type MatchChoicesQuery = { bitdefenderDevice: { id: string, name: string, matchReason: string, matchCandidates: Array<{ id: string, hostname: string }> } | null };

export type PeopleChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type PeopleChoicesQuery = { users: Array<{ id: string, name: string }> };

export type RuleChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type RuleChoicesQuery = { clients: { edges: Array<{ node: { id: string, name: string } }> }, users: Array<{ id: string, name: string }>, teams: Array<{ id: string, name: string }>, channels: Array<{ id: string, name: string }>, onCalls: Array<{ id: string, name: string }>, bitdefenderCompanies: { edges: Array<{ node: { id: string, name: string } }> } | null };

export type SiteChoicesQueryVariables = Exact<{
  clientIds: Array<string> | string;
}>;


export type SiteChoicesQuery = { bitdefenderClients: Array<{ id: string, name: string, bitdefender: { sites: Array<{ id: string, name: string, agents: number }> } | null }> | null };

export type ClientChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type ClientChoicesQuery = { clients: { edges: Array<{ node: { id: string, name: string } }> } };

export type PortalReportQueryVariables = Exact<{
  period?: PortalBitdefenderReportPeriod;
  day?: string | null | undefined;
}>;


export type PortalReportQuery = { portalBitdefenderReport: { clientName: string | null, period: PortalBitdefenderReportPeriod, name: string, day: string, from: string, to: string, isOver: boolean, timeZone: string, drawnUpAt: string, asOf: string | null, stale: boolean, sites: Array<{ id: string, name: string | null }> | null, threats: { sentence: string, total: number, stopped: number, handled: number, beingHandled: number, machines: number, machinesBefore: number, unlisted: number, before: { total: number, stopped: number, handled: number, beingHandled: number }, bySeverity: Array<{ severity: PortalBitdefenderSeverity, total: number, stopped: number, handled: number, beingHandled: number }>, byKind: Array<{ kind: PortalBitdefenderThreatKind, total: number, stopped: number, handled: number, beingHandled: number }>, listed: Array<{ id: string, name: string, severity: PortalBitdefenderSeverity, outcome: PortalBitdefenderOutcome, hostName: string | null, detectedAt: string }>, mostConcerned: Array<{ hostName: string, total: number }> }, actions: Array<{ kind: PortalBitdefenderReportAction, count: number, before: number, text: string }>, protection: { day: string, sentence: string, machines: number, protectedMachines: number, machinesBefore: number | null, protectedMachinesBefore: number | null, problems: Array<{ problem: PortalBitdefenderProblem, machines: number, before: number | null, text: string }> } | null, response: { sentence: string, threats: number, before: { threats: number, known: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, ticket: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, person: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null } }, known: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, ticket: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, person: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null } } } | null };

export type ClientReportQueryVariables = Exact<{
  clientId: string;
  period?: PortalBitdefenderReportPeriod;
  day?: string | null | undefined;
  timeZone?: string | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type ClientReportQuery = { bitdefenderClientReport: { isShared: boolean, report: { clientName: string | null, period: PortalBitdefenderReportPeriod, name: string, day: string, from: string, to: string, isOver: boolean, timeZone: string, drawnUpAt: string, asOf: string | null, stale: boolean, sites: Array<{ id: string, name: string | null }> | null, threats: { sentence: string, total: number, stopped: number, handled: number, beingHandled: number, machines: number, machinesBefore: number, unlisted: number, before: { total: number, stopped: number, handled: number, beingHandled: number }, bySeverity: Array<{ severity: PortalBitdefenderSeverity, total: number, stopped: number, handled: number, beingHandled: number }>, byKind: Array<{ kind: PortalBitdefenderThreatKind, total: number, stopped: number, handled: number, beingHandled: number }>, listed: Array<{ id: string, name: string, severity: PortalBitdefenderSeverity, outcome: PortalBitdefenderOutcome, hostName: string | null, detectedAt: string }>, mostConcerned: Array<{ hostName: string, total: number }> }, actions: Array<{ kind: PortalBitdefenderReportAction, count: number, before: number, text: string }>, protection: { day: string, sentence: string, machines: number, protectedMachines: number, machinesBefore: number | null, protectedMachinesBefore: number | null, problems: Array<{ problem: PortalBitdefenderProblem, machines: number, before: number | null, text: string }> } | null, response: { sentence: string, threats: number, before: { threats: number, known: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, ticket: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, person: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null } }, known: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, ticket: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, person: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null } } } } | null, bitdefenderReportLinks: { edges: Array<{ node: { id: string, period: PortalBitdefenderReportPeriod, name: string, day: string, timeZone: string, state: BitdefenderReportLinkState, createdAt: string, expiresAt: string, revokedAt: string | null, lastOpenedOn: string | null, daysOpened: number, createdByUser: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type CreateReportLinkMutationVariables = Exact<{
  input: CreateBitdefenderReportLinkInput;
}>;


export type CreateReportLinkMutation = { createBitdefenderReportLink: { token: string | null, link: { id: string, period: PortalBitdefenderReportPeriod, name: string, day: string, timeZone: string, state: BitdefenderReportLinkState, createdAt: string, expiresAt: string, revokedAt: string | null, lastOpenedOn: string | null, daysOpened: number, createdByUser: { id: string, name: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type RevokeReportLinkMutationVariables = Exact<{
  linkId: string;
}>;


export type RevokeReportLinkMutation = { revokeBitdefenderReportLink: { link: { id: string, period: PortalBitdefenderReportPeriod, name: string, day: string, timeZone: string, state: BitdefenderReportLinkState, createdAt: string, expiresAt: string, revokedAt: string | null, lastOpenedOn: string | null, daysOpened: number, createdByUser: { id: string, name: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type ReportLinkRowFragment = { id: string, period: PortalBitdefenderReportPeriod, name: string, day: string, timeZone: string, state: BitdefenderReportLinkState, createdAt: string, expiresAt: string, revokedAt: string | null, lastOpenedOn: string | null, daysOpened: number, createdByUser: { id: string, name: string } | null };

export type WholeReportFragment = { clientName: string | null, period: PortalBitdefenderReportPeriod, name: string, day: string, from: string, to: string, isOver: boolean, timeZone: string, drawnUpAt: string, asOf: string | null, stale: boolean, sites: Array<{ id: string, name: string | null }> | null, threats: { sentence: string, total: number, stopped: number, handled: number, beingHandled: number, machines: number, machinesBefore: number, unlisted: number, before: { total: number, stopped: number, handled: number, beingHandled: number }, bySeverity: Array<{ severity: PortalBitdefenderSeverity, total: number, stopped: number, handled: number, beingHandled: number }>, byKind: Array<{ kind: PortalBitdefenderThreatKind, total: number, stopped: number, handled: number, beingHandled: number }>, listed: Array<{ id: string, name: string, severity: PortalBitdefenderSeverity, outcome: PortalBitdefenderOutcome, hostName: string | null, detectedAt: string }>, mostConcerned: Array<{ hostName: string, total: number }> }, actions: Array<{ kind: PortalBitdefenderReportAction, count: number, before: number, text: string }>, protection: { day: string, sentence: string, machines: number, protectedMachines: number, machinesBefore: number | null, protectedMachinesBefore: number | null, problems: Array<{ problem: PortalBitdefenderProblem, machines: number, before: number | null, text: string }> } | null, response: { sentence: string, threats: number, before: { threats: number, known: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, ticket: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, person: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null } }, known: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, ticket: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, person: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null } } };

export type ReportSpeedFragment = { threats: number, known: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, ticket: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, person: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null } };

export type ReportTimesFragment = { threats: number, known: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, ticket: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, person: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null } };

export type ClientTabQueryVariables = Exact<{
  clientId: string;
}>;


export type ClientTabQuery = { client: { id: string, name: string, bitdefender: { state: BitdefenderClientState, lastSyncedAt: string | null, syncing: boolean, companies: Array<{ id: string, name: string, state: BitdefenderCompanyState }>, freshness: { lastSyncedAt: string | null, stale: boolean, staleAt: string | null }, cadence: { active: boolean, reasons: Array<string>, aimedSeconds: number, nextSyncAt: string | null, syncs: number, medianSeconds: number | null, longestSeconds: number | null }, threatCounts: { today: number, thisWeek: number, thisMonth: number, unresolved: number, timeZone: string, asOf: string | null, stale: boolean, unresolvedBySeverity: { critical: number, high: number, medium: number, low: number, unknown: number }, series: { steps: Array<{ from: string, to: string, total: number, bySeverity: { critical: number, high: number, medium: number, low: number, unknown: number } }> } }, coverage: { machines: number, agents: number, protectedAgents: number, gaps: Array<{ gap: BitdefenderGap, machines: number }>, trend: Array<{ day: string, machines: number, protectedAgents: number }> }, threats: { totalCount: number, edges: Array<{ node: { id: string, name: string, severity: BitdefenderSeverity, status: BitdefenderThreatStatus, detectedAt: string, hostName: string | null, alert: { id: string, ticket: { id: string, reference: string } | null } | null } }> }, devices: { totalCount: number, edges: Array<{ node: { id: string, name: string, knownTo: BitdefenderKnownTo, health: BitdefenderHealth | null, gaps: Array<BitdefenderGap>, device: { id: string } | null } }> } } | null } | null, bitdefenderDiagnostics: { findings: Array<{ code: BitdefenderFindingCode, severity: BitdefenderFindingSeverity, message: string, integrationId: string | null, companyId: string | null, deviceId: string | null, threatId: string | null, evidence: Array<{ name: string, value: string }>, remedy: { kind: BitdefenderRemedyKind, name: string | null, message: string } }> } | null, bitdefenderResponseTimes: { timeZone: string, promise: { known: number | null, alert: number | null, ticket: number | null, person: number | null }, clients: Array<{ months: Array<{ month: string, from: string, threats: number, removed: number, known: { reached: number, p50Seconds: number | null, p95Seconds: number | null, waiting: number, kept: number | null, overdue: number | null, keptShare: number | null }, alert: { reached: number, p50Seconds: number | null, p95Seconds: number | null, waiting: number, kept: number | null, overdue: number | null, keptShare: number | null }, ticket: { reached: number, p50Seconds: number | null, p95Seconds: number | null, waiting: number, kept: number | null, overdue: number | null, keptShare: number | null }, person: { reached: number, p50Seconds: number | null, p95Seconds: number | null, waiting: number, kept: number | null, overdue: number | null, keptShare: number | null } }> }> } | null };

export type ResponseStepFragment = { reached: number, p50Seconds: number | null, p95Seconds: number | null, waiting: number, kept: number | null, overdue: number | null, keptShare: number | null };

export type SyncNowMutationVariables = Exact<{
  clientId: string;
}>;


export type SyncNowMutation = { syncBitdefenderClient: { seen: string | null, runs: Array<{ id: string, state: BitdefenderSyncState, shareDone: number, plan: string | null, calls: number, queuedAt: string, startedAt: string | null, endedAt: string | null, streams: Array<{ stream: BitdefenderSyncStreamName, state: BitdefenderSyncState, calls: number, fetched: number, stored: number, matched: number, skipped: number, warnings: Array<string>, startedAt: string, endedAt: string | null, skippedByReason: Array<{ reason: string, count: number }>, problem: { code: string, message: string, hint: string } | null }> }> | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type SyncProgressSubscriptionVariables = Exact<{
  runId: string;
}>;


export type SyncProgressSubscription = { bitdefenderSyncProgressed: { id: string, state: BitdefenderSyncState, shareDone: number, plan: string | null, calls: number, queuedAt: string, startedAt: string | null, endedAt: string | null, streams: Array<{ stream: BitdefenderSyncStreamName, state: BitdefenderSyncState, calls: number, fetched: number, stored: number, matched: number, skipped: number, warnings: Array<string>, startedAt: string, endedAt: string | null, skippedByReason: Array<{ reason: string, count: number }>, problem: { code: string, message: string, hint: string } | null }> } | null };

export type SyncRunQueryVariables = Exact<{
  id: string;
}>;


export type SyncRunQuery = { bitdefenderSyncRun: { id: string, state: BitdefenderSyncState, shareDone: number, plan: string | null, calls: number, queuedAt: string, startedAt: string | null, endedAt: string | null, streams: Array<{ stream: BitdefenderSyncStreamName, state: BitdefenderSyncState, calls: number, fetched: number, stored: number, matched: number, skipped: number, warnings: Array<string>, startedAt: string, endedAt: string | null, skippedByReason: Array<{ reason: string, count: number }>, problem: { code: string, message: string, hint: string } | null }> } | null };

export type RunProgressFragment = { id: string, state: BitdefenderSyncState, shareDone: number, plan: string | null, calls: number, queuedAt: string, startedAt: string | null, endedAt: string | null, streams: Array<{ stream: BitdefenderSyncStreamName, state: BitdefenderSyncState, calls: number, fetched: number, stored: number, matched: number, skipped: number, warnings: Array<string>, startedAt: string, endedAt: string | null, skippedByReason: Array<{ reason: string, count: number }>, problem: { code: string, message: string, hint: string } | null }> };

export type ClientsPageQueryVariables = Exact<{
  filter?: BitdefenderClientFilter | null | undefined;
  orderBy?: BitdefenderClientOrder;
  first?: number;
}>;


export type ClientsPageQuery = { bitdefenderClients: Array<{ id: string, name: string, bitdefender: { state: BitdefenderClientState, lastSyncedAt: string | null, syncing: boolean, freshness: { stale: boolean }, threatCounts: { today: number, thisWeek: number, thisMonth: number, unresolved: number, timeZone: string, asOf: string | null, stale: boolean, unresolvedBySeverity: { critical: number, high: number } }, alertCounts: { open: number }, coverage: { machines: number, agents: number, protectedAgents: number, asOf: string | null, gaps: Array<{ gap: BitdefenderGap, machines: number }> } } | null }> | null };

export type DashboardQueryVariables = Exact<{
  timeZone?: string | null | undefined;
}>;


export type DashboardQuery = { bitdefenderThreatCounts: { today: number, thisWeek: number, lastWeek: number, lastWeekSoFar: number, thisMonth: number, lastMonth: number, lastMonthSoFar: number, unresolved: number, timeZone: string, asOf: string | null, stale: boolean, unresolvedBySeverity: { critical: number, high: number, medium: number, low: number, unknown: number }, todayByHour: { steps: Array<{ from: string, total: number, bySeverity: { critical: number, high: number } }> }, monthByDay: { steps: Array<{ from: string, to: string, total: number, bySeverity: { critical: number, high: number, medium: number, low: number, unknown: number } }> } } | null, monthByClient: { steps: Array<{ from: string }>, groups: Array<{ others: boolean, total: number, counts: Array<number>, client: { id: string, name: string } | null }> } | null, bitdefenderAlertCounts: { open: number, openUnassigned: number, openWithTicket: number, acknowledged: number, snoozed: number, suppressed: number, openBySeverity: { critical: number, high: number, medium: number, low: number, unknown: number } } | null, bitdefenderCoverage: { machines: number, agents: number, protectedAgents: number, clients: number, asOf: string | null, stale: boolean, gaps: Array<{ gap: BitdefenderGap, machines: number }>, trend: Array<{ day: string, machines: number, agents: number, protectedAgents: number, gaps: Array<{ gap: BitdefenderGap, machines: number }> }> } | null, bitdefenderIntegrations: Array<{ id: string, name: string, state: BitdefenderIntegrationState, problem: { code: string, message: string, hint: string } | null, freshness: { stale: boolean, lastSyncedAt: string | null } }> | null, openAlerts: { edges: Array<{ node: { id: string, kind: BitdefenderAlertKind, alertType: string, title: string, detail: string | null, severity: BitdefenderSeverity, state: BitdefenderAlertState, raisedAt: string, hostName: string | null, suppressedBy: BitdefenderSuppressedBy | null, suppressedReason: string | null, heldUntil: string | null, assigneeId: string | null, takenOverBy: string | null, snoozedUntil: string | null, heldBy: { id: string, name: string } | null, assignee: { id: string, name: string } | null, takenOverByUser: { id: string, name: string } | null, client: { id: string, name: string } | null, ticket: { id: string, reference: string, title: string, priority: TicketPriority, team: string | null, assigneeId: string | null, state: TicketState, url: string | null, dueAt: string | null } | null } }> } | null };

export type DashboardTablesQueryVariables = Exact<{
  timeZone?: string | null | undefined;
  clients?: number;
  orderBy?: BitdefenderClientOrder;
}>;


export type DashboardTablesQuery = { bitdefenderClients: Array<{ id: string, name: string, bitdefender: { lastSyncedAt: string | null, syncing: boolean, threatCounts: { today: number, thisWeek: number, thisMonth: number, unresolved: number, stale: boolean, lastWeekSoFar: number, unresolvedBySeverity: { critical: number, high: number } }, alertCounts: { open: number, openWithTicket: number }, coverage: { machines: number, protectedAgents: number, agents: number } } | null }> | null, bitdefenderDevices: { edges: Array<{ node: { id: string, name: string, client: { id: string, name: string } | null, device: { id: string, threatCounts: { today: number, thisWeek: number, thisMonth: number, unresolved: number, asOf: string | null, stale: boolean } } | null } }> } | null };

export type DevicesPageQueryVariables = Exact<{
  filter?: BitdefenderDeviceFilter | null | undefined;
  orderBy?: BitdefenderDeviceOrder;
  first?: number;
  after?: string | null | undefined;
  counts?: boolean;
  clientId?: string;
  sites?: boolean;
}>;


export type DevicesPageQuery = { client?: { id: string, bitdefender: { sites: Array<{ id: string, name: string, agents: number }> } | null } | null, bitdefenderDevices: { totalCount?: number, facets?: { knownTo: Array<{ value: BitdefenderKnownTo, count: number }>, healths: Array<{ value: BitdefenderHealth, count: number }>, gaps: Array<{ value: BitdefenderGap, count: number }>, policies: Array<{ name: string | null, count: number }>, clients: Array<{ count: number, client: { id: string, name: string } | null }> }, edges: Array<{ cursor: string, node: { id: string, name: string, knownTo: BitdefenderKnownTo, health: BitdefenderHealth | null, gaps: Array<BitdefenderGap>, client: { id: string, name: string } | null, agent: { id: string, hostname: string, operatingSystem: string | null } | null, abilities: { canRunScripts: boolean }, device: { fqdn: string | null, ip: string | null, operatingSystem: string | null, machineType: BitdefenderMachineType, managed: boolean, isIsolated: boolean | null, id: string, name: string, health: BitdefenderHealth, matchKind: BitdefenderMatchKind, syncing: boolean, presence: BitdefenderPresence, readAt: string | null, state: { asOf: string, lastSeenAt: string | null, infected: boolean | null, online: BitdefenderOnline, signatureOutdated: boolean | null } | null, healthReasons: Array<{ code: BitdefenderHealthReasonCode, message: string, asOf: string | null }>, policy: { id: string, name: string, applied: boolean | null } | null, lastScan: { name: string, at: string | null } | null, threatCounts: { today: number, thisWeek: number, thisMonth: number, unresolved: number, asOf: string | null, stale: boolean } } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type DevicePageQueryVariables = Exact<{
  id: string;
}>;


export type DevicePageQuery = { bitdefenderDevice: { bdId: string, fqdn: string | null, label: string | null, ip: string | null, operatingSystem: string | null, machineType: BitdefenderMachineType, managed: boolean, productOutdated: boolean | null, isIsolated: boolean | null, riskScore: number | null, firstSeenAt: string, presenceChangedAt: string, matchReason: string, id: string, name: string, health: BitdefenderHealth, matchKind: BitdefenderMatchKind, syncing: boolean, presence: BitdefenderPresence, readAt: string | null, abilities: { canRunScripts: boolean }, modules: Array<{ name: string, on: boolean, asOf: string | null }>, state: { asOf: string, lastSeenAt: string | null, infected: boolean | null, detected: boolean | null, signatureOutdated: boolean | null, signatureUpdatedAt: string | null, productVersion: string | null, engineVersion: string | null, online: BitdefenderOnline, licence: BitdefenderLicence } | null, matchCandidates: Array<{ id: string, hostname: string }>, matchDecisions: Array<{ id: string, kind: BitdefenderMatchDecisionKind, decidedBy: string, decidedAt: string, note: string | null, agent: { id: string, hostname: string }, decidedByUser: { id: string, name: string } | null }>, agent: { id: string, hostname: string } | null, client: { id: string, name: string } | null, twins: Array<{ id: string, bdId: string, presence: BitdefenderPresence }>, events: Array<{ kind: BitdefenderDeviceEventKind, at: string, before: string | null, after: string | null }>, threats: { totalCount: number, edges: Array<{ node: { id: string, name: string, severity: BitdefenderSeverity, status: BitdefenderThreatStatus, detectedAt: string, action: BitdefenderThreatAction, alert: { id: string, state: BitdefenderAlertState } | null } }> }, threatSeries: { timeZone: string, series: { steps: Array<{ from: string, to: string, bySeverity: { critical: number, high: number, medium: number, low: number, unknown: number } }> } }, healthReasons: Array<{ code: BitdefenderHealthReasonCode, message: string, asOf: string | null }>, policy: { id: string, name: string, applied: boolean | null } | null, lastScan: { name: string, at: string | null } | null, threatCounts: { today: number, thisWeek: number, thisMonth: number, unresolved: number, asOf: string | null, stale: boolean } } | null };

export type PinDeviceMutationVariables = Exact<{
  input: PinBitdefenderDeviceInput;
}>;


export type PinDeviceMutation = { pinBitdefenderDevice: { seen: string | null, device: { id: string, matchKind: BitdefenderMatchKind, matchReason: string, agent: { id: string, hostname: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type ForbidMatchMutationVariables = Exact<{
  input: ForbidBitdefenderMatchInput;
}>;


export type ForbidMatchMutation = { forbidBitdefenderMatch: { seen: string | null, device: { id: string, matchKind: BitdefenderMatchKind, matchReason: string, agent: { id: string, hostname: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type RemoveMatchDecisionMutationVariables = Exact<{
  input: RemoveBitdefenderMatchDecisionInput;
}>;


export type RemoveMatchDecisionMutation = { removeBitdefenderMatchDecision: { seen: string | null, device: { id: string, matchKind: BitdefenderMatchKind, matchReason: string, agent: { id: string, hostname: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type MatchFragment = { id: string, matchKind: BitdefenderMatchKind, matchReason: string, agent: { id: string, hostname: string } | null };

export type DiagnosticsPageQueryVariables = Exact<{
  clientId?: string | null | undefined;
  deviceId?: string | null | undefined;
  threatId?: string | null | undefined;
}>;


export type DiagnosticsPageQuery = { bitdefenderDiagnostics: { checkedAt: string, findings: Array<{ code: BitdefenderFindingCode, severity: BitdefenderFindingSeverity, message: string, integrationId: string | null, companyId: string | null, deviceId: string | null, threatId: string | null, integration: { id: string, name: string, state: BitdefenderIntegrationState, endpoint: string, version: string, naiveZone: string | null } | null, company: { id: string, name: string, client: { id: string, name: string } | null } | null, device: { id: string, name: string, client: { id: string, name: string } | null } | null, threat: { id: string, name: string, hostName: string | null, client: { id: string, name: string } | null } | null, evidence: Array<{ name: string, value: string }>, remedy: { kind: BitdefenderRemedyKind, name: string | null, message: string } }> } | null, bitdefenderSettings: { version: string, matchMode: BitdefenderMatchMode } | null, clients: { edges: Array<{ node: { id: string, name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ThreatDeliveriesQueryVariables = Exact<{
  threatId: string;
}>;


export type ThreatDeliveriesQuery = { bitdefenderThreat: { id: string, name: string, hostName: string | null, alert: { id: string, deliveries: Array<{ id: string, state: BitdefenderAlertDeliveryState, lastError: string | null }> } | null } | null };

export type RerouteOpenAlertsMutationVariables = Exact<{
  input: RerouteBitdefenderAlertsInput;
}>;


export type RerouteOpenAlertsMutation = { rerouteBitdefenderAlerts: { rerouted: number | null, remaining: number | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type DigestPageQueryVariables = Exact<{ [key: string]: never; }>;


export type DigestPageQuery = { bitdefenderDigest: { enabled: boolean, weekday: BitdefenderWeekday, hour: number, timeZone: string, nextAt: string | null, endedAt: string | null, endReason: BitdefenderDigestEnd | null, last: { dueAt: string, state: BitdefenderDigestState, reason: BitdefenderDigestReason | null, settledAt: string | null } | null } | null, bitdefenderDigestPreview: { timeZone: string, from: string, to: string, title: string, body: string, lines: Array<{ section: BitdefenderDigestSection, kind: BitdefenderDigestLineKind, severity: BitdefenderSeverity | null, gap: BitdefenderGap | null, count: number, before: number | null, text: string }> } | null };

export type SetDigestMutationVariables = Exact<{
  input: SetBitdefenderDigestInput;
}>;


export type SetDigestMutation = { setBitdefenderDigest: { digest: { enabled: boolean, weekday: BitdefenderWeekday, hour: number, timeZone: string, nextAt: string | null, endedAt: string | null, endReason: BitdefenderDigestEnd | null, last: { dueAt: string, state: BitdefenderDigestState, reason: BitdefenderDigestReason | null, settledAt: string | null } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type TeamDigestsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type TeamDigestsPageQuery = { bitdefenderTeamDigests: Array<{ teamId: string, teamName: string, enabled: boolean, weekday: BitdefenderWeekday, hour: number, timeZone: string, nextAt: string | null, endedAt: string | null, endReason: BitdefenderDigestEnd | null, last: { dueAt: string, state: BitdefenderDigestState, reason: BitdefenderDigestReason | null, settledAt: string | null } | null }> | null, teams: Array<{ id: string, name: string }> };

export type SetTeamDigestMutationVariables = Exact<{
  input: SetBitdefenderTeamDigestInput;
}>;


export type SetTeamDigestMutation = { setBitdefenderTeamDigest: { digest: { teamId: string, teamName: string, enabled: boolean, weekday: BitdefenderWeekday, hour: number, timeZone: string, nextAt: string | null, endedAt: string | null, endReason: BitdefenderDigestEnd | null, last: { dueAt: string, state: BitdefenderDigestState, reason: BitdefenderDigestReason | null, settledAt: string | null } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type TeamDigestFragment = { teamId: string, teamName: string, enabled: boolean, weekday: BitdefenderWeekday, hour: number, timeZone: string, nextAt: string | null, endedAt: string | null, endReason: BitdefenderDigestEnd | null, last: { dueAt: string, state: BitdefenderDigestState, reason: BitdefenderDigestReason | null, settledAt: string | null } | null };

export type OwnDigestFragment = { enabled: boolean, weekday: BitdefenderWeekday, hour: number, timeZone: string, nextAt: string | null, endedAt: string | null, endReason: BitdefenderDigestEnd | null, last: { dueAt: string, state: BitdefenderDigestState, reason: BitdefenderDigestReason | null, settledAt: string | null } | null };

export type ProblemTextFragment = { code: string, message: string, hint: string };

export type RefusalFragment = { code: BitdefenderUserErrorCode, field: Array<string> | null, message: string };

export type FindingFragment = { code: BitdefenderFindingCode, severity: BitdefenderFindingSeverity, message: string, integrationId: string | null, companyId: string | null, deviceId: string | null, threatId: string | null, evidence: Array<{ name: string, value: string }>, remedy: { kind: BitdefenderRemedyKind, name: string | null, message: string } };

export type BadgeFragment = { id: string, name: string, health: BitdefenderHealth, matchKind: BitdefenderMatchKind, syncing: boolean, presence: BitdefenderPresence, readAt: string | null, healthReasons: Array<{ code: BitdefenderHealthReasonCode, message: string, asOf: string | null }>, policy: { id: string, name: string, applied: boolean | null } | null, lastScan: { name: string, at: string | null } | null, threatCounts: { today: number, thisWeek: number, thisMonth: number, unresolved: number, asOf: string | null, stale: boolean } };

export type PageEndFragment = { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

export type BySeverityFragment = { critical: number, high: number, medium: number, low: number, unknown: number };

export type ThreatRowFragment = { id: string, name: string, severity: BitdefenderSeverity, status: BitdefenderThreatStatus, action: BitdefenderThreatAction, hostName: string | null, detectedAt: string, lastDetectedAt: string, occurrences: number, history: boolean, assigneeId: string | null, assignee: { id: string, name: string } | null, client: { id: string, name: string } | null, agent: { id: string, hostname: string } | null, device: { id: string, name: string } | null };

export type TicketCardFragment = { id: string, reference: string, title: string, priority: TicketPriority, team: string | null, assigneeId: string | null, state: TicketState, url: string | null, dueAt: string | null };

export type AlertRowFragment = { id: string, kind: BitdefenderAlertKind, alertType: string, title: string, detail: string | null, severity: BitdefenderSeverity, state: BitdefenderAlertState, raisedAt: string, hostName: string | null, suppressedBy: BitdefenderSuppressedBy | null, suppressedReason: string | null, heldUntil: string | null, assigneeId: string | null, takenOverBy: string | null, snoozedUntil: string | null, heldBy: { id: string, name: string } | null, assignee: { id: string, name: string } | null, takenOverByUser: { id: string, name: string } | null, client: { id: string, name: string } | null, ticket: { id: string, reference: string, title: string, priority: TicketPriority, team: string | null, assigneeId: string | null, state: TicketState, url: string | null, dueAt: string | null } | null };

export type IntegrationsPageQueryVariables = Exact<{ [key: string]: never; }>;


export type IntegrationsPageQuery = { bitdefenderIntegrations: Array<{ id: string, name: string, state: BitdefenderIntegrationState, endpoint: string, flavour: BitdefenderFlavour | null, companyName: string | null, syncing: boolean, version: string, createdAt: string, disconnectedAt: string | null, lastSucceededAt: string | null, keySetAt: string, keySetBy: string, keyCreatedAt: string | null, keyAgeDays: number, naiveOffsetMinutes: number | null, naiveZone: string | null, visibility: { deviceCount: number, withoutSensorCount: number, modulesOff: Array<{ module: string, deviceCount: number }>, kinds: Array<{ kind: BitdefenderDetectionKind, visibility: BitdefenderVisibilityLevel, message: string }> }, problem: { code: string, message: string, hint: string } | null, warnings: Array<{ code: string, message: string, hint: string }>, report: { name: string, state: BitdefenderReportState | null, lastReadAt: string | null, problem: { code: string, message: string, hint: string } | null } | null, freshness: { lastSyncedAt: string | null, staleAt: string | null, stale: boolean, staleCompanies: number, streams: Array<{ stream: BitdefenderSyncStreamName, lastSucceededAt: string | null, stale: boolean }> } }> | null, bitdefenderSettings: { timeZone: string, portalEnabled: boolean, portalHiddenClientIds: Array<string>, matchMode: BitdefenderMatchMode, retentionDays: number | null, licenceEndingDays: number, alertsRoutedBy: BitdefenderRoutedBy, version: string, responsePromise: { known: number | null, alert: number | null, ticket: number | null, person: number | null }, outbreak: { machines: number, minutes: number }, severityBands: { medium: number, high: number, critical: number }, stateSeverities: { infected: BitdefenderSeverity, detection: BitdefenderSeverity } } | null, bitdefenderDiagnostics: { checkedAt: string, findings: Array<{ code: BitdefenderFindingCode, severity: BitdefenderFindingSeverity, message: string, integrationId: string | null, companyId: string | null, deviceId: string | null, threatId: string | null, evidence: Array<{ name: string, value: string }>, remedy: { kind: BitdefenderRemedyKind, name: string | null, message: string } }> } | null, unmapped: { totalCount: number, edges: Array<{ node: { id: string, name: string, kind: BitdefenderCompanyKind, state: BitdefenderCompanyState, unresolvedThreatCount: number } }> } | null, bitdefenderSyncRuns: { edges: Array<{ node: { id: string, state: BitdefenderSyncState, trigger: BitdefenderSyncTrigger, requestedBy: string, queuedAt: string, endedAt: string | null, plan: string | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, bitdefenderJobs: { edges: Array<{ node: { id: string, kind: BitdefenderJobKind, state: BitdefenderJobState, done: number, total: number | null, error: string | null } }> } | null, clients: { edges: Array<{ node: { id: string, name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type TestIntegrationMutationVariables = Exact<{
  input: TestBitdefenderIntegrationInput;
}>;


export type TestIntegrationMutation = { testBitdefenderIntegration: { test: { ok: boolean, companyName: string | null, companyKind: BitdefenderOwnCompanyKind | null, companyCount: number, emptyCompanyCount: number | null, flavour: BitdefenderFlavour | null, enabledApis: Array<string>, latencyMilliseconds: number, clockAheadSeconds: number | null, naiveOffsetMinutes: number | null, pageSize: number | null, keyCreatedAt: string | null, missingApis: Array<{ api: string, neededFor: string }>, problems: Array<{ code: string, message: string, hint: string }>, warnings: Array<{ code: string, message: string, hint: string }>, visibility: Array<{ kind: BitdefenderDetectionKind, visibility: BitdefenderVisibilityLevel, message: string }> } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type ConnectIntegrationMutationVariables = Exact<{
  input: ConnectBitdefenderInput;
}>;


export type ConnectIntegrationMutation = { connectBitdefender: { integration: { id: string, name: string, state: BitdefenderIntegrationState, endpoint: string, flavour: BitdefenderFlavour | null, companyName: string | null, syncing: boolean, version: string, createdAt: string, disconnectedAt: string | null, lastSucceededAt: string | null, keySetAt: string, keySetBy: string, keyCreatedAt: string | null, keyAgeDays: number, naiveOffsetMinutes: number | null, naiveZone: string | null, problem: { code: string, message: string, hint: string } | null, warnings: Array<{ code: string, message: string, hint: string }>, report: { name: string, state: BitdefenderReportState | null, lastReadAt: string | null, problem: { code: string, message: string, hint: string } | null } | null, freshness: { lastSyncedAt: string | null, staleAt: string | null, stale: boolean, staleCompanies: number, streams: Array<{ stream: BitdefenderSyncStreamName, lastSucceededAt: string | null, stale: boolean }> } } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type RotateKeyMutationVariables = Exact<{
  input: RotateBitdefenderKeyInput;
}>;


export type RotateKeyMutation = { rotateBitdefenderKey: { integration: { id: string, name: string, state: BitdefenderIntegrationState, endpoint: string, flavour: BitdefenderFlavour | null, companyName: string | null, syncing: boolean, version: string, createdAt: string, disconnectedAt: string | null, lastSucceededAt: string | null, keySetAt: string, keySetBy: string, keyCreatedAt: string | null, keyAgeDays: number, naiveOffsetMinutes: number | null, naiveZone: string | null, problem: { code: string, message: string, hint: string } | null, warnings: Array<{ code: string, message: string, hint: string }>, report: { name: string, state: BitdefenderReportState | null, lastReadAt: string | null, problem: { code: string, message: string, hint: string } | null } | null, freshness: { lastSyncedAt: string | null, staleAt: string | null, stale: boolean, staleCompanies: number, streams: Array<{ stream: BitdefenderSyncStreamName, lastSucceededAt: string | null, stale: boolean }> } } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type UpdateIntegrationMutationVariables = Exact<{
  input: UpdateBitdefenderIntegrationInput;
}>;


export type UpdateIntegrationMutation = { updateBitdefenderIntegration: { integration: { id: string, name: string, state: BitdefenderIntegrationState, endpoint: string, flavour: BitdefenderFlavour | null, companyName: string | null, syncing: boolean, version: string, createdAt: string, disconnectedAt: string | null, lastSucceededAt: string | null, keySetAt: string, keySetBy: string, keyCreatedAt: string | null, keyAgeDays: number, naiveOffsetMinutes: number | null, naiveZone: string | null, problem: { code: string, message: string, hint: string } | null, warnings: Array<{ code: string, message: string, hint: string }>, report: { name: string, state: BitdefenderReportState | null, lastReadAt: string | null, problem: { code: string, message: string, hint: string } | null } | null, freshness: { lastSyncedAt: string | null, staleAt: string | null, stale: boolean, staleCompanies: number, streams: Array<{ stream: BitdefenderSyncStreamName, lastSucceededAt: string | null, stale: boolean }> } } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type DisconnectIntegrationMutationVariables = Exact<{
  input: DisconnectBitdefenderInput;
}>;


export type DisconnectIntegrationMutation = { disconnectBitdefender: { integration: { id: string, name: string, state: BitdefenderIntegrationState, endpoint: string, flavour: BitdefenderFlavour | null, companyName: string | null, syncing: boolean, version: string, createdAt: string, disconnectedAt: string | null, lastSucceededAt: string | null, keySetAt: string, keySetBy: string, keyCreatedAt: string | null, keyAgeDays: number, naiveOffsetMinutes: number | null, naiveZone: string | null, problem: { code: string, message: string, hint: string } | null, warnings: Array<{ code: string, message: string, hint: string }>, report: { name: string, state: BitdefenderReportState | null, lastReadAt: string | null, problem: { code: string, message: string, hint: string } | null } | null, freshness: { lastSyncedAt: string | null, staleAt: string | null, stale: boolean, staleCompanies: number, streams: Array<{ stream: BitdefenderSyncStreamName, lastSucceededAt: string | null, stale: boolean }> } } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type SetIntegrationTimeZoneMutationVariables = Exact<{
  input: SetBitdefenderTimeZoneInput;
}>;


export type SetIntegrationTimeZoneMutation = { setBitdefenderTimeZone: { integration: { id: string, name: string, state: BitdefenderIntegrationState, endpoint: string, flavour: BitdefenderFlavour | null, companyName: string | null, syncing: boolean, version: string, createdAt: string, disconnectedAt: string | null, lastSucceededAt: string | null, keySetAt: string, keySetBy: string, keyCreatedAt: string | null, keyAgeDays: number, naiveOffsetMinutes: number | null, naiveZone: string | null, problem: { code: string, message: string, hint: string } | null, warnings: Array<{ code: string, message: string, hint: string }>, report: { name: string, state: BitdefenderReportState | null, lastReadAt: string | null, problem: { code: string, message: string, hint: string } | null } | null, freshness: { lastSyncedAt: string | null, staleAt: string | null, stale: boolean, staleCompanies: number, streams: Array<{ stream: BitdefenderSyncStreamName, lastSucceededAt: string | null, stale: boolean }> } } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type UpdateSettingsMutationVariables = Exact<{
  input: UpdateBitdefenderSettingsInput;
}>;


export type UpdateSettingsMutation = { updateBitdefenderSettings: { jobId: string | null, rematchJobId: string | null, settings: { timeZone: string, portalEnabled: boolean, portalHiddenClientIds: Array<string>, matchMode: BitdefenderMatchMode, retentionDays: number | null, licenceEndingDays: number, alertsRoutedBy: BitdefenderRoutedBy, version: string, responsePromise: { known: number | null, alert: number | null, ticket: number | null, person: number | null }, outbreak: { machines: number, minutes: number }, severityBands: { medium: number, high: number, critical: number }, stateSeverities: { infected: BitdefenderSeverity, detection: BitdefenderSeverity } } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type LiveSyncRunsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type LiveSyncRunsSubscription = { bitdefenderSyncProgressed: { id: string, integrationId: string, state: BitdefenderSyncState, shareDone: number } | null };

export type SettingsFormFragment = { timeZone: string, portalEnabled: boolean, portalHiddenClientIds: Array<string>, matchMode: BitdefenderMatchMode, retentionDays: number | null, licenceEndingDays: number, alertsRoutedBy: BitdefenderRoutedBy, version: string, responsePromise: { known: number | null, alert: number | null, ticket: number | null, person: number | null }, outbreak: { machines: number, minutes: number }, severityBands: { medium: number, high: number, critical: number }, stateSeverities: { infected: BitdefenderSeverity, detection: BitdefenderSeverity } };

export type IntegrationCardFragment = { id: string, name: string, state: BitdefenderIntegrationState, endpoint: string, flavour: BitdefenderFlavour | null, companyName: string | null, syncing: boolean, version: string, createdAt: string, disconnectedAt: string | null, lastSucceededAt: string | null, keySetAt: string, keySetBy: string, keyCreatedAt: string | null, keyAgeDays: number, naiveOffsetMinutes: number | null, naiveZone: string | null, problem: { code: string, message: string, hint: string } | null, warnings: Array<{ code: string, message: string, hint: string }>, report: { name: string, state: BitdefenderReportState | null, lastReadAt: string | null, problem: { code: string, message: string, hint: string } | null } | null, freshness: { lastSyncedAt: string | null, staleAt: string | null, stale: boolean, staleCompanies: number, streams: Array<{ stream: BitdefenderSyncStreamName, lastSucceededAt: string | null, stale: boolean }> } };

export type JobsPageQueryVariables = Exact<{
  kind?: BitdefenderJobKind | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type JobsPageQuery = { bitdefenderJobs: { edges: Array<{ cursor: string, node: { id: string, kind: BitdefenderJobKind, state: BitdefenderJobState, done: number, total: number | null, error: string | null, requestedBy: string, requestedAt: string, startedAt: string | null, endedAt: string | null, requestedByUser: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type MaintenancePageQueryVariables = Exact<{
  ended?: boolean;
}>;


export type MaintenancePageQuery = { bitdefenderMaintenanceWindows: Array<{ id: string, version: string, name: string, hostName: string | null, ruleId: string | null, ruleName: string | null, date: string | null, days: Array<number> | null, time: string, minutes: number, timeZone: string, ownTimeZone: string | null, over: boolean, heldCount: number, changedAt: string, changedBy: string, client: { id: string, name: string } | null, device: { id: string } | null, open: { from: string, to: string } | null, occurrences: Array<{ from: string, to: string }>, changedByUser: { id: string, name: string } | null }> | null };

export type MaintenancePreviewQueryVariables = Exact<{
  schedule: BitdefenderMaintenanceScheduleInput;
}>;


export type MaintenancePreviewQuery = { previewBitdefenderMaintenanceWindow: { timeZone: string | null, occurrences: Array<{ from: string, to: string }> | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type SaveMaintenanceWindowMutationVariables = Exact<{
  input: SaveBitdefenderMaintenanceWindowInput;
}>;


export type SaveMaintenanceWindowMutation = { saveBitdefenderMaintenanceWindow: { window: { id: string, version: string, name: string, hostName: string | null, ruleId: string | null, ruleName: string | null, date: string | null, days: Array<number> | null, time: string, minutes: number, timeZone: string, ownTimeZone: string | null, over: boolean, heldCount: number, changedAt: string, changedBy: string, client: { id: string, name: string } | null, device: { id: string } | null, open: { from: string, to: string } | null, occurrences: Array<{ from: string, to: string }>, changedByUser: { id: string, name: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type EndMaintenanceWindowMutationVariables = Exact<{
  windowId: string;
}>;


export type EndMaintenanceWindowMutation = { endBitdefenderMaintenanceWindow: { window: { id: string, version: string, name: string, hostName: string | null, ruleId: string | null, ruleName: string | null, date: string | null, days: Array<number> | null, time: string, minutes: number, timeZone: string, ownTimeZone: string | null, over: boolean, heldCount: number, changedAt: string, changedBy: string, client: { id: string, name: string } | null, device: { id: string } | null, open: { from: string, to: string } | null, occurrences: Array<{ from: string, to: string }>, changedByUser: { id: string, name: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type DeleteMaintenanceWindowMutationVariables = Exact<{
  windowId: string;
}>;


export type DeleteMaintenanceWindowMutation = { deleteBitdefenderMaintenanceWindow: { userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type MaintenanceWindowRowFragment = { id: string, version: string, name: string, hostName: string | null, ruleId: string | null, ruleName: string | null, date: string | null, days: Array<number> | null, time: string, minutes: number, timeZone: string, ownTimeZone: string | null, over: boolean, heldCount: number, changedAt: string, changedBy: string, client: { id: string, name: string } | null, device: { id: string } | null, open: { from: string, to: string } | null, occurrences: Array<{ from: string, to: string }>, changedByUser: { id: string, name: string } | null };

export type MappingsPageQueryVariables = Exact<{
  filter?: BitdefenderCompanyFilter | null | undefined;
  first?: number;
  after?: string | null | undefined;
  counts?: boolean;
}>;


export type MappingsPageQuery = { bitdefenderCompanies: { totalCount: number, edges: Array<{ node: { id: string, integrationId: string, bdId: string, name: string, kind: BitdefenderCompanyKind, state: BitdefenderCompanyState, suspended: boolean | null, path: Array<string>, depth: number, parentBdId: string | null, mappedAt: string | null, mappedBy: string | null, active: boolean, activityReasons: Array<string>, nextSyncAt: string | null, restsSince: string | null, lastSyncedAt: string | null, deviceCount: number, unresolvedThreatCount: number, worstSeverity: BitdefenderSeverity | null, lastThreatAt: string | null, ignored: { at: string, by: string, reason: string } | null, client: { id: string, name: string } | null, mappedByUser: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, unmapped?: { totalCount: number } | null, mapped?: { totalCount: number } | null, ignored?: { totalCount: number } | null, bitdefenderIntegrations?: Array<{ id: string, name: string, state: BitdefenderIntegrationState }> | null, bitdefenderMappingSuggestions?: Array<{ score: number, company: { id: string, name: string }, client: { id: string, name: string }, reasons: Array<{ code: BitdefenderSuggestionReasonCode, message: string }> }> | null, bitdefenderCompanyEvents?: { edges: Array<{ node: { id: string, kind: BitdefenderCompanyEventKind, before: string | null, after: string | null, at: string, company: { id: string, name: string } } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, clients?: { edges: Array<{ node: { id: string, name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type MappingPreviewQueryVariables = Exact<{
  companyId: string;
  clientId?: string | null | undefined;
}>;


export type MappingPreviewQuery = { bitdefenderMappingPreview: { deviceCount: number, matchedDeviceCount: number, matchingAgentCount: number, threatsStaying: number, openThreatsStaying: number, openAlertsStaying: number, decisionsLeftBehind: number, threatsTakenOver: number, threatsActedOn: number, company: { id: string, name: string }, fromClient: { id: string, name: string } | null, toClient: { id: string, name: string } | null } | null };

export type MapCompaniesMutationVariables = Exact<{
  input: MapBitdefenderCompaniesInput;
}>;


export type MapCompaniesMutation = { mapBitdefenderCompanies: { outcomes: Array<{ companyId: string, company: { id: string, integrationId: string, bdId: string, name: string, kind: BitdefenderCompanyKind, state: BitdefenderCompanyState, suspended: boolean | null, path: Array<string>, depth: number, parentBdId: string | null, mappedAt: string | null, mappedBy: string | null, active: boolean, activityReasons: Array<string>, nextSyncAt: string | null, restsSince: string | null, lastSyncedAt: string | null, deviceCount: number, unresolvedThreatCount: number, worstSeverity: BitdefenderSeverity | null, lastThreatAt: string | null, ignored: { at: string, by: string, reason: string } | null, client: { id: string, name: string } | null, mappedByUser: { id: string, name: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> }> | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type UnmapCompaniesMutationVariables = Exact<{
  input: UnmapBitdefenderCompaniesInput;
}>;


export type UnmapCompaniesMutation = { unmapBitdefenderCompanies: { outcomes: Array<{ companyId: string, company: { id: string, integrationId: string, bdId: string, name: string, kind: BitdefenderCompanyKind, state: BitdefenderCompanyState, suspended: boolean | null, path: Array<string>, depth: number, parentBdId: string | null, mappedAt: string | null, mappedBy: string | null, active: boolean, activityReasons: Array<string>, nextSyncAt: string | null, restsSince: string | null, lastSyncedAt: string | null, deviceCount: number, unresolvedThreatCount: number, worstSeverity: BitdefenderSeverity | null, lastThreatAt: string | null, ignored: { at: string, by: string, reason: string } | null, client: { id: string, name: string } | null, mappedByUser: { id: string, name: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> }> | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type IgnoreCompaniesMutationVariables = Exact<{
  input: IgnoreBitdefenderCompaniesInput;
}>;


export type IgnoreCompaniesMutation = { ignoreBitdefenderCompanies: { outcomes: Array<{ companyId: string, company: { id: string, integrationId: string, bdId: string, name: string, kind: BitdefenderCompanyKind, state: BitdefenderCompanyState, suspended: boolean | null, path: Array<string>, depth: number, parentBdId: string | null, mappedAt: string | null, mappedBy: string | null, active: boolean, activityReasons: Array<string>, nextSyncAt: string | null, restsSince: string | null, lastSyncedAt: string | null, deviceCount: number, unresolvedThreatCount: number, worstSeverity: BitdefenderSeverity | null, lastThreatAt: string | null, ignored: { at: string, by: string, reason: string } | null, client: { id: string, name: string } | null, mappedByUser: { id: string, name: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> }> | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type UnignoreCompaniesMutationVariables = Exact<{
  input: UnignoreBitdefenderCompaniesInput;
}>;


export type UnignoreCompaniesMutation = { unignoreBitdefenderCompanies: { outcomes: Array<{ companyId: string, company: { id: string, integrationId: string, bdId: string, name: string, kind: BitdefenderCompanyKind, state: BitdefenderCompanyState, suspended: boolean | null, path: Array<string>, depth: number, parentBdId: string | null, mappedAt: string | null, mappedBy: string | null, active: boolean, activityReasons: Array<string>, nextSyncAt: string | null, restsSince: string | null, lastSyncedAt: string | null, deviceCount: number, unresolvedThreatCount: number, worstSeverity: BitdefenderSeverity | null, lastThreatAt: string | null, ignored: { at: string, by: string, reason: string } | null, client: { id: string, name: string } | null, mappedByUser: { id: string, name: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> }> | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type DismissCompanyEventsMutationVariables = Exact<{
  eventIds: Array<string> | string;
}>;


export type DismissCompanyEventsMutation = { dismissBitdefenderCompanyEvents: { dismissed: number | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type CompanyRowFragment = { id: string, integrationId: string, bdId: string, name: string, kind: BitdefenderCompanyKind, state: BitdefenderCompanyState, suspended: boolean | null, path: Array<string>, depth: number, parentBdId: string | null, mappedAt: string | null, mappedBy: string | null, active: boolean, activityReasons: Array<string>, nextSyncAt: string | null, restsSince: string | null, lastSyncedAt: string | null, deviceCount: number, unresolvedThreatCount: number, worstSeverity: BitdefenderSeverity | null, lastThreatAt: string | null, ignored: { at: string, by: string, reason: string } | null, client: { id: string, name: string } | null, mappedByUser: { id: string, name: string } | null };

export type MutesPageQueryVariables = Exact<{
  ended?: boolean;
  clientId?: string | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type MutesPageQuery = { bitdefenderAlertMutes: { edges: Array<{ cursor: string, node: { id: string, hostName: string | null, threatName: string | null, reason: string, createdAt: string, createdBy: string, until: string, active: boolean, endedBy: string | null, client: { id: string, name: string } | null, createdByUser: { id: string, name: string } | null, endedByUser: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type MuteAlertsMutationVariables = Exact<{
  input: MuteBitdefenderAlertsInput;
}>;


export type MuteAlertsMutation = { muteBitdefenderAlerts: { mute: { id: string, until: string, active: boolean } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type EndMuteMutationVariables = Exact<{
  muteId: string;
}>;


export type EndMuteMutation = { endBitdefenderAlertMute: { mute: { id: string, hostName: string | null, threatName: string | null, reason: string, createdAt: string, createdBy: string, until: string, active: boolean, endedBy: string | null, client: { id: string, name: string } | null, createdByUser: { id: string, name: string } | null, endedByUser: { id: string, name: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type MuteRowFragment = { id: string, hostName: string | null, threatName: string | null, reason: string, createdAt: string, createdBy: string, until: string, active: boolean, endedBy: string | null, client: { id: string, name: string } | null, createdByUser: { id: string, name: string } | null, endedByUser: { id: string, name: string } | null };

export type PortalWeekQueryVariables = Exact<{
  weekOf?: string | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type PortalWeekQuery = { portalBitdefenderWeeklySummary: { week: string, from: string, to: string, timeZone: string, asOf: string | null, stale: boolean, sentence: string, total: number, stopped: number, handled: number, beingHandled: number, machines: number, mostConcerned: Array<{ hostName: string, total: number }> } | null, portalBitdefenderSites: Array<{ id: string, name: string | null }> | null, portalBitdefenderWeeks: Array<{ week: string, from: string, to: string, sentence: string, total: number, stopped: number, handled: number, beingHandled: number, machines: number }> | null, portalBitdefenderThreatCounts: { timeZone: string, asOf: string | null, stale: boolean, today: number, thisWeek: number, thisMonth: number } | null, portalBitdefenderResponseTimes: { timeZone: string, months: Array<{ month: string, from: string, threats: number, known: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, ticket: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null }, person: { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null } }> } | null, portalBitdefenderThreats: { edges: Array<{ node: { id: string, name: string, severity: PortalBitdefenderSeverity, outcome: PortalBitdefenderOutcome, hostName: string | null, detectedAt: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type PortalStepFragment = { reached: number, p50Seconds: number | null, p95Seconds: number | null, promisedMinutes: number | null, keptShare: number | null };

export type RulesPageQueryVariables = Exact<{
  webhooks?: boolean;
}>;


export type RulesPageQuery = { bitdefenderAlertRules: Array<{ id: string, name: string, enabled: boolean, position: number, next: BitdefenderRuleNext, version: string, clients: Array<{ id: string, name: string }>, companies: Array<{ id: string, name: string }>, sites: Array<{ id: string, name: string }>, scope: { kind: BitdefenderRuleScopeKind, clientIds: Array<string>, siteIds: Array<string> | null }, conditions: { kinds: Array<BitdefenderAlertKind> | null, minimumSeverity: BitdefenderSeverity | null, maximumSeverity: BitdefenderSeverity | null, families: Array<string> | null, actions: Array<BitdefenderThreatAction> | null, stillActive: boolean | null, statuses: Array<BitdefenderThreatStatus> | null, hostnamePattern: string | null, machineKinds: Array<BitdefenderMachineKind> | null, companyIds: Array<string> | null, causes: Array<BitdefenderDegradation> | null, hours: { days: Array<number>, from: string, to: string } | null }, actions: Array<{ kind: BitdefenderRuleActionKind, priority: BitdefenderTicketPriority | null, team: string | null, assigneeId: string | null, dueInMinutes: number | null, channel: string | null, onCall: string | null, webhookId: string | null, reason: string | null }> }> | null, bitdefenderSettings: { timeZone: string, alertsRoutedBy: BitdefenderRoutedBy } | null, bitdefenderWebhooks?: Array<{ id: string, name: string, url: string, secretSetAt: string, previousUntil: string | null, version: string }> | null, bitdefenderAlertMutes: { edges: Array<{ node: { id: string, hostName: string | null, threatName: string | null, reason: string, until: string, createdBy: string, active: boolean, client: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, failedDeliveries: { edges: Array<{ node: { id: string, kind: BitdefenderAlertDeliveryKind, ruleName: string, about: string, lastError: string | null, attempts: number, createdAt: string, changedAt: string, client: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type RulePreviewQueryVariables = Exact<{
  input: SaveBitdefenderAlertRuleInput;
  days?: number;
}>;


export type RulePreviewQuery = { previewBitdefenderAlertRule: { preview: { since: string, considered: number, matched: number, acted: number, prevented: number, degradationCount: number, heldBack: Array<{ by: BitdefenderRuleHeldBackBy, ruleName: string | null, alerts: number }>, actions: Array<{ kind: BitdefenderRuleActionKind, alerts: number, actions: number }>, samples: Array<{ id: string, title: string, severity: BitdefenderSeverity, client: { id: string, name: string } | null }>, degradations: Array<{ cause: BitdefenderDegradation, severity: BitdefenderSeverity, machines: number, companies: number, client: { id: string, name: string } }> } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type SaveRuleMutationVariables = Exact<{
  input: SaveBitdefenderAlertRuleInput;
}>;


export type SaveRuleMutation = { saveBitdefenderAlertRule: { rule: { id: string, name: string, enabled: boolean, position: number, next: BitdefenderRuleNext, version: string, scope: { kind: BitdefenderRuleScopeKind, clientIds: Array<string>, siteIds: Array<string> | null }, conditions: { kinds: Array<BitdefenderAlertKind> | null, minimumSeverity: BitdefenderSeverity | null, maximumSeverity: BitdefenderSeverity | null, families: Array<string> | null, actions: Array<BitdefenderThreatAction> | null, stillActive: boolean | null, statuses: Array<BitdefenderThreatStatus> | null, hostnamePattern: string | null, machineKinds: Array<BitdefenderMachineKind> | null, companyIds: Array<string> | null, causes: Array<BitdefenderDegradation> | null, hours: { days: Array<number>, from: string, to: string } | null }, actions: Array<{ kind: BitdefenderRuleActionKind, priority: BitdefenderTicketPriority | null, team: string | null, assigneeId: string | null, dueInMinutes: number | null, channel: string | null, onCall: string | null, webhookId: string | null, reason: string | null }> } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type SetRuleEnabledMutationVariables = Exact<{
  ruleId: string;
  enabled: boolean;
}>;


export type SetRuleEnabledMutation = { setBitdefenderAlertRuleEnabled: { rule: { id: string, name: string, enabled: boolean, position: number, next: BitdefenderRuleNext, version: string, scope: { kind: BitdefenderRuleScopeKind, clientIds: Array<string>, siteIds: Array<string> | null }, conditions: { kinds: Array<BitdefenderAlertKind> | null, minimumSeverity: BitdefenderSeverity | null, maximumSeverity: BitdefenderSeverity | null, families: Array<string> | null, actions: Array<BitdefenderThreatAction> | null, stillActive: boolean | null, statuses: Array<BitdefenderThreatStatus> | null, hostnamePattern: string | null, machineKinds: Array<BitdefenderMachineKind> | null, companyIds: Array<string> | null, causes: Array<BitdefenderDegradation> | null, hours: { days: Array<number>, from: string, to: string } | null }, actions: Array<{ kind: BitdefenderRuleActionKind, priority: BitdefenderTicketPriority | null, team: string | null, assigneeId: string | null, dueInMinutes: number | null, channel: string | null, onCall: string | null, webhookId: string | null, reason: string | null }> } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type DeleteRuleMutationVariables = Exact<{
  ruleId: string;
}>;


export type DeleteRuleMutation = { deleteBitdefenderAlertRule: { rule: { id: string } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type ReorderRulesMutationVariables = Exact<{
  input: ReorderBitdefenderAlertRulesInput;
}>;


export type ReorderRulesMutation = { reorderBitdefenderAlertRules: { rules: Array<{ id: string, name: string, enabled: boolean, position: number, next: BitdefenderRuleNext, version: string, scope: { kind: BitdefenderRuleScopeKind, clientIds: Array<string>, siteIds: Array<string> | null }, conditions: { kinds: Array<BitdefenderAlertKind> | null, minimumSeverity: BitdefenderSeverity | null, maximumSeverity: BitdefenderSeverity | null, families: Array<string> | null, actions: Array<BitdefenderThreatAction> | null, stillActive: boolean | null, statuses: Array<BitdefenderThreatStatus> | null, hostnamePattern: string | null, machineKinds: Array<BitdefenderMachineKind> | null, companyIds: Array<string> | null, causes: Array<BitdefenderDegradation> | null, hours: { days: Array<number>, from: string, to: string } | null }, actions: Array<{ kind: BitdefenderRuleActionKind, priority: BitdefenderTicketPriority | null, team: string | null, assigneeId: string | null, dueInMinutes: number | null, channel: string | null, onCall: string | null, webhookId: string | null, reason: string | null }> }> | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type RetryDeliveriesMutationVariables = Exact<{
  ids: Array<string> | string;
}>;


export type RetryDeliveriesMutation = { retryBitdefenderAlertDeliveries: { outcomes: Array<{ id: string, delivery: { id: string, state: BitdefenderAlertDeliveryState } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> }> | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type RuleFormFragment = { id: string, name: string, enabled: boolean, position: number, next: BitdefenderRuleNext, version: string, scope: { kind: BitdefenderRuleScopeKind, clientIds: Array<string>, siteIds: Array<string> | null }, conditions: { kinds: Array<BitdefenderAlertKind> | null, minimumSeverity: BitdefenderSeverity | null, maximumSeverity: BitdefenderSeverity | null, families: Array<string> | null, actions: Array<BitdefenderThreatAction> | null, stillActive: boolean | null, statuses: Array<BitdefenderThreatStatus> | null, hostnamePattern: string | null, machineKinds: Array<BitdefenderMachineKind> | null, companyIds: Array<string> | null, causes: Array<BitdefenderDegradation> | null, hours: { days: Array<number>, from: string, to: string } | null }, actions: Array<{ kind: BitdefenderRuleActionKind, priority: BitdefenderTicketPriority | null, team: string | null, assigneeId: string | null, dueInMinutes: number | null, channel: string | null, onCall: string | null, webhookId: string | null, reason: string | null }> };

export type RunsPageQueryVariables = Exact<{
  integrationId?: string | null | undefined;
  first?: number;
  after?: string | null | undefined;
  counts?: boolean;
}>;


export type RunsPageQuery = { bitdefenderSyncRuns: { edges: Array<{ cursor: string, node: { id: string, state: BitdefenderSyncState, trigger: BitdefenderSyncTrigger, requestedBy: string, attempt: number, plan: string | null, calls: number, shareDone: number, queuedAt: string, startedAt: string | null, endedAt: string | null, requestedByUser: { id: string, name: string } | null, integration: { id: string, name: string }, client: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, bitdefenderIntegrations?: Array<{ id: string, name: string }> | null };

export type RunPageQueryVariables = Exact<{
  id: string;
}>;


export type RunPageQuery = { bitdefenderSyncRun: { id: string, state: BitdefenderSyncState, trigger: BitdefenderSyncTrigger, requestedBy: string, attempt: number, plan: string | null, calls: number, shareDone: number, queuedAt: string, startedAt: string | null, endedAt: string | null, requestedByUser: { id: string, name: string } | null, integration: { id: string, name: string }, client: { id: string, name: string } | null, streams: Array<{ stream: BitdefenderSyncStreamName, state: BitdefenderSyncState, calls: number, fetched: number, stored: number, matched: number, skipped: number, warnings: Array<string>, startedAt: string, endedAt: string | null, skippedByReason: Array<{ reason: string, count: number }>, problem: { code: string, message: string, hint: string } | null }> } | null };

export type AllSyncProgressSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type AllSyncProgressSubscription = { bitdefenderSyncProgressed: { id: string, state: BitdefenderSyncState, shareDone: number } | null };

export type RunRowFragment = { id: string, state: BitdefenderSyncState, trigger: BitdefenderSyncTrigger, requestedBy: string, attempt: number, plan: string | null, calls: number, shareDone: number, queuedAt: string, startedAt: string | null, endedAt: string | null, requestedByUser: { id: string, name: string } | null, integration: { id: string, name: string }, client: { id: string, name: string } | null };

export type SeatMachinesQueryVariables = Exact<{
  seatsId: string;
  category?: BitdefenderSeatCategory | null | undefined;
  withoutAgent?: boolean;
  first?: number;
  after?: string | null | undefined;
}>;


export type SeatMachinesQuery = { bitdefenderSeatMachines: { edges: Array<{ cursor: string, node: { id: string, category: BitdefenderSeatCategory, name: string, sameAsName: string | null, removal: BitdefenderSeatRemoval | null, since: string | null, agent: { id: string } | null, device: { id: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type SeatsPageQueryVariables = Exact<{
  month?: string | null | undefined;
  clientId?: string | null | undefined;
  differing?: boolean;
  first?: number;
  after?: string | null | undefined;
  counts?: boolean;
}>;


export type SeatsPageQuery = { bitdefenderSeats: { edges: Array<{ cursor: string, node: { id: string, month: string, companyName: string, counted: number | null, countedWithBelow: number | null, protected: number, stale: number, duplicates: number, removed: number, unexplained: number | null, withoutAgent: number, unmanaged: number, unprotected: number, usedSlots: number | null, totalSlots: number | null, subscription: BitdefenderSubscription | null, expiresAt: string | null, closed: boolean, asOf: string, client: { id: string, name: string } | null, problem: { code: string, message: string, hint: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, bitdefenderSeatMonths?: Array<{ month: string, companies: number, notRead: number, counted: number, protected: number, stale: number, duplicates: number, removed: number, unexplained: number, withoutAgent: number, unmanaged: number, unprotected: number }> | null };

export type SeatsExportQueryVariables = Exact<{
  month?: string | null | undefined;
  clientId?: string | null | undefined;
  rows: BitdefenderSeatRows;
}>;


export type SeatsExportQuery = { exportBitdefenderSeats: { url: string, fileName: string, columns: Array<string>, expiresAt: string } | null };

export type ThreatsPageQueryVariables = Exact<{
  filter?: BitdefenderThreatFilter | null | undefined;
  orderBy?: BitdefenderThreatOrder;
  first?: number;
  after?: string | null | undefined;
  counts?: boolean;
  clientId?: string;
  sites?: boolean;
}>;


export type ThreatsPageQuery = { client?: { id: string, bitdefender: { sites: Array<{ id: string, name: string, agents: number }> } | null } | null, bitdefenderThreats: { totalCount?: number, facets?: { severities: Array<{ value: BitdefenderSeverity, count: number }>, statuses: Array<{ value: BitdefenderThreatStatus, count: number }>, actions: Array<{ value: BitdefenderThreatAction, count: number }>, families: Array<{ value: BitdefenderThreatFamily, count: number }>, clients: Array<{ count: number, client: { id: string, name: string } | null }>, assignees: Array<{ assigneeId: string | null, count: number, assignee: { id: string, name: string } | null }> }, edges: Array<{ cursor: string, node: { id: string, name: string, severity: BitdefenderSeverity, status: BitdefenderThreatStatus, action: BitdefenderThreatAction, hostName: string | null, detectedAt: string, lastDetectedAt: string, occurrences: number, history: boolean, assigneeId: string | null, alert: { id: string, state: BitdefenderAlertState, ticket: { id: string, reference: string, title: string, priority: TicketPriority, team: string | null, assigneeId: string | null, state: TicketState, url: string | null, dueAt: string | null } | null } | null, assignee: { id: string, name: string } | null, client: { id: string, name: string } | null, agent: { id: string, hostname: string } | null, device: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ThreatsExportQueryVariables = Exact<{
  filter?: BitdefenderThreatFilter | null | undefined;
}>;


export type ThreatsExportQuery = { exportBitdefenderThreats: { url: string, fileName: string, columns: Array<string>, expiresAt: string } | null };

export type LiveThreatsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
  filter?: BitdefenderThreatFilter | null | undefined;
}>;


export type LiveThreatsSubscription = { bitdefenderThreatDetected: { cursor: string, kind: BitdefenderThreatEventKind, kinds: Array<BitdefenderThreatEventKind>, changeCount: number, at: string, threat: { id: string, name: string, severity: BitdefenderSeverity, status: BitdefenderThreatStatus, action: BitdefenderThreatAction, hostName: string | null, detectedAt: string, lastDetectedAt: string, occurrences: number, history: boolean, assigneeId: string | null, assignee: { id: string, name: string } | null, client: { id: string, name: string } | null, agent: { id: string, hostname: string } | null, device: { id: string, name: string } | null } } | null };

export type TicketThreatsQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type TicketThreatsQuery = { tickets: Array<{ id: string, reference: string, title: string, priority: TicketPriority, team: string | null, assigneeId: string | null, state: TicketState, url: string | null, dueAt: string | null, bitdefenderAlerts: Array<{ id: string, title: string, severity: BitdefenderSeverity, state: BitdefenderAlertState, threat: { id: string, name: string, severity: BitdefenderSeverity, status: BitdefenderThreatStatus, action: BitdefenderThreatAction, hostName: string | null, detectedAt: string, lastDetectedAt: string, occurrences: number, history: boolean, assigneeId: string | null, company: { id: string, name: string }, integration: { id: string, name: string }, assignee: { id: string, name: string } | null, client: { id: string, name: string } | null, agent: { id: string, hostname: string } | null, device: { id: string, name: string } | null } | null }> | null }> };

export type ThreatPageQueryVariables = Exact<{
  id: string;
}>;


export type ThreatPageQuery = { bitdefenderThreat: { signature: string, severityScore: number | null, severitySource: BitdefenderSeveritySource, severityReason: string, explanation: string | null, actionRaw: string | null, filePath: string | null, fileHash: string | null, processPath: string | null, link: string | null, attackTypes: Array<string>, fileCount: number | null, id: string, name: string, severity: BitdefenderSeverity, status: BitdefenderThreatStatus, action: BitdefenderThreatAction, hostName: string | null, detectedAt: string, lastDetectedAt: string, occurrences: number, history: boolean, assigneeId: string | null, resolvedBy: string | null, resolvedAt: string | null, note: string | null, techniques: Array<{ id: string, name: string | null }>, files: Array<{ name: string | null, path: string | null, sha256: string | null, action: BitdefenderFileAction }>, responseTimes: { knownSeconds: number, alertSeconds: number | null, ticketSeconds: number | null, personSeconds: number | null } | null, company: { id: string, name: string }, integration: { id: string, name: string }, alert: { id: string, kind: BitdefenderAlertKind, alertType: string, title: string, detail: string | null, severity: BitdefenderSeverity, state: BitdefenderAlertState, raisedAt: string, hostName: string | null, suppressedBy: BitdefenderSuppressedBy | null, suppressedReason: string | null, heldUntil: string | null, assigneeId: string | null, takenOverBy: string | null, snoozedUntil: string | null, routing: { outcome: BitdefenderRoutingOutcome, message: string, rules: Array<{ ruleName: string, matched: boolean, why: string }> }, deliveries: Array<{ id: string, kind: BitdefenderAlertDeliveryKind, state: BitdefenderAlertDeliveryState, attempts: number, lastError: string | null }>, heldBy: { id: string, name: string } | null, assignee: { id: string, name: string } | null, takenOverByUser: { id: string, name: string } | null, client: { id: string, name: string } | null, ticket: { id: string, reference: string, title: string, priority: TicketPriority, team: string | null, assigneeId: string | null, state: TicketState, url: string | null, dueAt: string | null } | null } | null, changes: { edges: Array<{ node: { kind: BitdefenderThreatEventKind, at: string, actor: string, source: BitdefenderThreatSource | null, from: BitdefenderThreatStatus | null, to: BitdefenderThreatStatus | null, reason: string | null, note: string | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } }, assignee: { id: string, name: string } | null, client: { id: string, name: string } | null, agent: { id: string, hostname: string } | null, device: { id: string, name: string } | null, resolvedByUser: { id: string, name: string } | null } | null };

export type TriageThreatsMutationVariables = Exact<{
  input: TriageBitdefenderThreatsInput;
}>;


export type TriageThreatsMutation = { triageBitdefenderThreats: { seen: string | null, outcomes: Array<{ id: string, threat: { id: string, status: BitdefenderThreatStatus, resolvedBy: string | null, resolvedAt: string | null, note: string | null, assigneeId: string | null, alert: { id: string, state: BitdefenderAlertState } | null, resolvedByUser: { id: string, name: string } | null, assignee: { id: string, name: string } | null } | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> }> | null, userErrors: Array<{ code: BitdefenderUserErrorCode, field: Array<string> | null, message: string }> } | null };

export type ThreatDecisionFragment = { id: string, status: BitdefenderThreatStatus, resolvedBy: string | null, resolvedAt: string | null, note: string | null, assigneeId: string | null, resolvedByUser: { id: string, name: string } | null, assignee: { id: string, name: string } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ReportLinkRowFragmentDoc = new TypedDocumentString(`
    fragment ReportLinkRow on BitdefenderReportLink {
  id
  period
  name
  day
  timeZone
  state
  createdAt
  createdByUser {
    id
    name
  }
  expiresAt
  revokedAt
  lastOpenedOn
  daysOpened
}
    `, {"fragmentName":"ReportLinkRow"}) as unknown as TypedDocumentString<ReportLinkRowFragment, unknown>;
export const PortalStepFragmentDoc = new TypedDocumentString(`
    fragment PortalStep on PortalBitdefenderResponseStep {
  reached
  p50Seconds
  p95Seconds
  promisedMinutes
  keptShare
}
    `, {"fragmentName":"PortalStep"}) as unknown as TypedDocumentString<PortalStepFragment, unknown>;
export const ReportSpeedFragmentDoc = new TypedDocumentString(`
    fragment ReportSpeed on PortalBitdefenderReportResponse {
  threats
  known {
    ...PortalStep
  }
  ticket {
    ...PortalStep
  }
  person {
    ...PortalStep
  }
}
    fragment PortalStep on PortalBitdefenderResponseStep {
  reached
  p50Seconds
  p95Seconds
  promisedMinutes
  keptShare
}`, {"fragmentName":"ReportSpeed"}) as unknown as TypedDocumentString<ReportSpeedFragment, unknown>;
export const ReportTimesFragmentDoc = new TypedDocumentString(`
    fragment ReportTimes on PortalBitdefenderReportSpeed {
  threats
  known {
    ...PortalStep
  }
  ticket {
    ...PortalStep
  }
  person {
    ...PortalStep
  }
}
    fragment PortalStep on PortalBitdefenderResponseStep {
  reached
  p50Seconds
  p95Seconds
  promisedMinutes
  keptShare
}`, {"fragmentName":"ReportTimes"}) as unknown as TypedDocumentString<ReportTimesFragment, unknown>;
export const WholeReportFragmentDoc = new TypedDocumentString(`
    fragment WholeReport on PortalBitdefenderReport {
  clientName
  sites {
    id
    name
  }
  period
  name
  day
  from
  to
  isOver
  timeZone
  drawnUpAt
  asOf
  stale
  threats {
    sentence
    total
    stopped
    handled
    beingHandled
    machines
    machinesBefore
    unlisted
    before {
      total
      stopped
      handled
      beingHandled
    }
    bySeverity {
      severity
      total
      stopped
      handled
      beingHandled
    }
    byKind {
      kind
      total
      stopped
      handled
      beingHandled
    }
    listed {
      id
      name
      severity
      outcome
      hostName
      detectedAt
    }
    mostConcerned {
      hostName
      total
    }
  }
  actions {
    kind
    count
    before
    text
  }
  protection {
    day
    sentence
    machines
    protectedMachines
    machinesBefore
    protectedMachinesBefore
    problems {
      problem
      machines
      before
      text
    }
  }
  response {
    sentence
    ...ReportSpeed
    before {
      ...ReportTimes
    }
  }
}
    fragment ReportSpeed on PortalBitdefenderReportResponse {
  threats
  known {
    ...PortalStep
  }
  ticket {
    ...PortalStep
  }
  person {
    ...PortalStep
  }
}
fragment ReportTimes on PortalBitdefenderReportSpeed {
  threats
  known {
    ...PortalStep
  }
  ticket {
    ...PortalStep
  }
  person {
    ...PortalStep
  }
}
fragment PortalStep on PortalBitdefenderResponseStep {
  reached
  p50Seconds
  p95Seconds
  promisedMinutes
  keptShare
}`, {"fragmentName":"WholeReport"}) as unknown as TypedDocumentString<WholeReportFragment, unknown>;
export const ResponseStepFragmentDoc = new TypedDocumentString(`
    fragment ResponseStep on BitdefenderResponseStep {
  reached
  p50Seconds
  p95Seconds
  waiting
  kept
  overdue
  keptShare
}
    `, {"fragmentName":"ResponseStep"}) as unknown as TypedDocumentString<ResponseStepFragment, unknown>;
export const ProblemTextFragmentDoc = new TypedDocumentString(`
    fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}
    `, {"fragmentName":"ProblemText"}) as unknown as TypedDocumentString<ProblemTextFragment, unknown>;
export const RunProgressFragmentDoc = new TypedDocumentString(`
    fragment RunProgress on BitdefenderSyncRun {
  id
  state
  shareDone
  plan
  calls
  queuedAt
  startedAt
  endedAt
  streams {
    stream
    state
    calls
    fetched
    stored
    matched
    skipped
    skippedByReason {
      reason
      count
    }
    warnings
    startedAt
    endedAt
    problem {
      ...ProblemText
    }
  }
}
    fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}`, {"fragmentName":"RunProgress"}) as unknown as TypedDocumentString<RunProgressFragment, unknown>;
export const MatchFragmentDoc = new TypedDocumentString(`
    fragment Match on BitdefenderDevice {
  id
  matchKind
  matchReason
  agent {
    id
    hostname
  }
}
    `, {"fragmentName":"Match"}) as unknown as TypedDocumentString<MatchFragment, unknown>;
export const TeamDigestFragmentDoc = new TypedDocumentString(`
    fragment TeamDigest on BitdefenderTeamDigest {
  teamId
  teamName
  enabled
  weekday
  hour
  timeZone
  nextAt
  endedAt
  endReason
  last {
    dueAt
    state
    reason
    settledAt
  }
}
    `, {"fragmentName":"TeamDigest"}) as unknown as TypedDocumentString<TeamDigestFragment, unknown>;
export const OwnDigestFragmentDoc = new TypedDocumentString(`
    fragment OwnDigest on BitdefenderDigest {
  enabled
  weekday
  hour
  timeZone
  nextAt
  endedAt
  endReason
  last {
    dueAt
    state
    reason
    settledAt
  }
}
    `, {"fragmentName":"OwnDigest"}) as unknown as TypedDocumentString<OwnDigestFragment, unknown>;
export const RefusalFragmentDoc = new TypedDocumentString(`
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
    `, {"fragmentName":"Refusal"}) as unknown as TypedDocumentString<RefusalFragment, unknown>;
export const FindingFragmentDoc = new TypedDocumentString(`
    fragment Finding on BitdefenderFinding {
  code
  severity
  message
  evidence {
    name
    value
  }
  remedy {
    kind
    name
    message
  }
  integrationId
  companyId
  deviceId
  threatId
}
    `, {"fragmentName":"Finding"}) as unknown as TypedDocumentString<FindingFragment, unknown>;
export const BadgeFragmentDoc = new TypedDocumentString(`
    fragment Badge on BitdefenderDevice {
  id
  name
  health
  matchKind
  syncing
  presence
  readAt
  healthReasons {
    code
    message
    asOf
  }
  policy {
    id
    name
    applied
  }
  lastScan {
    name
    at
  }
  threatCounts {
    today
    thisWeek
    thisMonth
    unresolved
    asOf
    stale
  }
}
    `, {"fragmentName":"Badge"}) as unknown as TypedDocumentString<BadgeFragment, unknown>;
export const PageEndFragmentDoc = new TypedDocumentString(`
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"PageEnd"}) as unknown as TypedDocumentString<PageEndFragment, unknown>;
export const BySeverityFragmentDoc = new TypedDocumentString(`
    fragment BySeverity on BitdefenderThreatsBySeverity {
  critical
  high
  medium
  low
  unknown
}
    `, {"fragmentName":"BySeverity"}) as unknown as TypedDocumentString<BySeverityFragment, unknown>;
export const ThreatRowFragmentDoc = new TypedDocumentString(`
    fragment ThreatRow on BitdefenderThreat {
  id
  name
  severity
  status
  action
  hostName
  detectedAt
  lastDetectedAt
  occurrences
  history
  assigneeId
  assignee {
    id
    name
  }
  client {
    id
    name
  }
  agent {
    id
    hostname
  }
  device {
    id
    name
  }
}
    `, {"fragmentName":"ThreatRow"}) as unknown as TypedDocumentString<ThreatRowFragment, unknown>;
export const TicketCardFragmentDoc = new TypedDocumentString(`
    fragment TicketCard on Ticket {
  id
  reference
  title
  priority
  team
  assigneeId
  state
  url
  dueAt
}
    `, {"fragmentName":"TicketCard"}) as unknown as TypedDocumentString<TicketCardFragment, unknown>;
export const AlertRowFragmentDoc = new TypedDocumentString(`
    fragment AlertRow on BitdefenderAlert {
  id
  kind
  alertType
  title
  detail
  severity
  state
  raisedAt
  hostName
  suppressedBy
  suppressedReason
  heldUntil
  heldBy {
    id
    name
  }
  assigneeId
  assignee {
    id
    name
  }
  takenOverBy
  takenOverByUser {
    id
    name
  }
  snoozedUntil
  client {
    id
    name
  }
  ticket {
    ...TicketCard
  }
}
    fragment TicketCard on Ticket {
  id
  reference
  title
  priority
  team
  assigneeId
  state
  url
  dueAt
}`, {"fragmentName":"AlertRow"}) as unknown as TypedDocumentString<AlertRowFragment, unknown>;
export const SettingsFormFragmentDoc = new TypedDocumentString(`
    fragment SettingsForm on BitdefenderSettings {
  timeZone
  portalEnabled
  portalHiddenClientIds
  matchMode
  retentionDays
  licenceEndingDays
  alertsRoutedBy
  responsePromise {
    known
    alert
    ticket
    person
  }
  version
  outbreak {
    machines
    minutes
  }
  severityBands {
    medium
    high
    critical
  }
  stateSeverities {
    infected
    detection
  }
}
    `, {"fragmentName":"SettingsForm"}) as unknown as TypedDocumentString<SettingsFormFragment, unknown>;
export const IntegrationCardFragmentDoc = new TypedDocumentString(`
    fragment IntegrationCard on BitdefenderIntegration {
  id
  name
  state
  endpoint
  flavour
  companyName
  syncing
  version
  createdAt
  disconnectedAt
  lastSucceededAt
  keySetAt
  keySetBy
  keyCreatedAt
  keyAgeDays
  naiveOffsetMinutes
  naiveZone
  problem {
    ...ProblemText
  }
  warnings {
    ...ProblemText
  }
  report {
    name
    state
    lastReadAt
    problem {
      ...ProblemText
    }
  }
  freshness {
    lastSyncedAt
    staleAt
    stale
    staleCompanies
    streams {
      stream
      lastSucceededAt
      stale
    }
  }
}
    fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}`, {"fragmentName":"IntegrationCard"}) as unknown as TypedDocumentString<IntegrationCardFragment, unknown>;
export const MaintenanceWindowRowFragmentDoc = new TypedDocumentString(`
    fragment MaintenanceWindowRow on BitdefenderMaintenanceWindow {
  id
  version
  name
  client {
    id
    name
  }
  device {
    id
  }
  hostName
  ruleId
  ruleName
  date
  days
  time
  minutes
  timeZone
  ownTimeZone
  open {
    from
    to
  }
  occurrences(first: 3) {
    from
    to
  }
  over
  heldCount
  changedAt
  changedBy
  changedByUser {
    id
    name
  }
}
    `, {"fragmentName":"MaintenanceWindowRow"}) as unknown as TypedDocumentString<MaintenanceWindowRowFragment, unknown>;
export const CompanyRowFragmentDoc = new TypedDocumentString(`
    fragment CompanyRow on BitdefenderCompany {
  id
  integrationId
  bdId
  name
  kind
  state
  suspended
  path
  depth
  parentBdId
  ignored {
    at
    by
    reason
  }
  client {
    id
    name
  }
  mappedAt
  mappedBy
  mappedByUser {
    id
    name
  }
  active
  activityReasons
  nextSyncAt
  restsSince
  lastSyncedAt
  deviceCount
  unresolvedThreatCount
  worstSeverity
  lastThreatAt
}
    `, {"fragmentName":"CompanyRow"}) as unknown as TypedDocumentString<CompanyRowFragment, unknown>;
export const MuteRowFragmentDoc = new TypedDocumentString(`
    fragment MuteRow on BitdefenderAlertMute {
  id
  client {
    id
    name
  }
  hostName
  threatName
  reason
  createdAt
  createdBy
  createdByUser {
    id
    name
  }
  until
  active
  endedBy
  endedByUser {
    id
    name
  }
}
    `, {"fragmentName":"MuteRow"}) as unknown as TypedDocumentString<MuteRowFragment, unknown>;
export const RuleFormFragmentDoc = new TypedDocumentString(`
    fragment RuleForm on BitdefenderAlertRule {
  id
  name
  enabled
  position
  next
  version
  scope {
    kind
    clientIds
    siteIds
  }
  conditions {
    kinds
    minimumSeverity
    maximumSeverity
    families
    actions
    stillActive
    statuses
    hostnamePattern
    machineKinds
    companyIds
    causes
    hours {
      days
      from
      to
    }
  }
  actions {
    kind
    priority
    team
    assigneeId
    dueInMinutes
    channel
    onCall
    webhookId
    reason
  }
}
    `, {"fragmentName":"RuleForm"}) as unknown as TypedDocumentString<RuleFormFragment, unknown>;
export const RunRowFragmentDoc = new TypedDocumentString(`
    fragment RunRow on BitdefenderSyncRun {
  id
  state
  trigger
  requestedBy
  requestedByUser {
    id
    name
  }
  integration {
    id
    name
  }
  client {
    id
    name
  }
  attempt
  plan
  calls
  shareDone
  queuedAt
  startedAt
  endedAt
}
    `, {"fragmentName":"RunRow"}) as unknown as TypedDocumentString<RunRowFragment, unknown>;
export const ThreatDecisionFragmentDoc = new TypedDocumentString(`
    fragment ThreatDecision on BitdefenderThreat {
  id
  status
  resolvedBy
  resolvedByUser {
    id
    name
  }
  resolvedAt
  note
  assigneeId
  assignee {
    id
    name
  }
}
    `, {"fragmentName":"ThreatDecision"}) as unknown as TypedDocumentString<ThreatDecisionFragment, unknown>;
export const AgentsPageDocument = new TypedDocumentString(`
    query AgentsPage($clientId: ID, $first: Int! = 50, $after: String) {
  agents(clientId: $clientId, first: $first, after: $after) {
    edges {
      cursor
      node {
        id
        hostname
        operatingSystem
        client {
          id
          name
        }
        bitdefender {
          ...Badge
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Badge on BitdefenderDevice {
  id
  name
  health
  matchKind
  syncing
  presence
  readAt
  healthReasons {
    code
    message
    asOf
  }
  policy {
    id
    name
    applied
  }
  lastScan {
    name
    at
  }
  threatCounts {
    today
    thisWeek
    thisMonth
    unresolved
    asOf
    stale
  }
}`) as unknown as TypedDocumentString<AgentsPageQuery, AgentsPageQueryVariables>;
export const AlertsPageDocument = new TypedDocumentString(`
    query AlertsPage($filter: BitdefenderAlertFilter, $orderBy: BitdefenderAlertOrder! = NEWEST, $first: Int! = 50, $after: String, $counts: Boolean! = true) {
  bitdefenderAlerts(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
  ) {
    totalCount @include(if: $counts)
    facets @include(if: $counts) {
      states {
        value
        count
      }
      severities {
        value
        count
      }
      kinds {
        value
        count
      }
      suppressed {
        value
        count
      }
      hasTicket {
        value
        count
      }
      clients {
        client {
          id
          name
        }
        count
      }
      assignees {
        assigneeId
        assignee {
          id
          name
        }
        count
      }
    }
    edges {
      cursor
      node {
        ...AlertRow
        device {
          id
          name
        }
        threat {
          id
          signature
          filePath
          action
        }
        outbreak {
          id
          title
        }
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment TicketCard on Ticket {
  id
  reference
  title
  priority
  team
  assigneeId
  state
  url
  dueAt
}
fragment AlertRow on BitdefenderAlert {
  id
  kind
  alertType
  title
  detail
  severity
  state
  raisedAt
  hostName
  suppressedBy
  suppressedReason
  heldUntil
  heldBy {
    id
    name
  }
  assigneeId
  assignee {
    id
    name
  }
  takenOverBy
  takenOverByUser {
    id
    name
  }
  snoozedUntil
  client {
    id
    name
  }
  ticket {
    ...TicketCard
  }
}`) as unknown as TypedDocumentString<AlertsPageQuery, AlertsPageQueryVariables>;
export const AlertPageDocument = new TypedDocumentString(`
    query AlertPage($filter: BitdefenderAlertFilter!) {
  bitdefenderAlerts(filter: $filter, first: 10) {
    edges {
      node {
        ...AlertRow
        cause
        device {
          id
          name
        }
        threat {
          id
          name
          status
          signature
          filePath
          action
        }
        outbreak {
          id
          title
        }
        mute {
          id
          reason
          until
          createdBy
          createdByUser {
            id
            name
          }
        }
        routing {
          outcome
          message
          at
          rules {
            ruleId
            ruleName
            matched
            why
          }
        }
        deliveries {
          id
          kind
          ruleName
          state
          attempts
          lastError
          changedAt
        }
        changes {
          cursor
          kind
          at
          actor
          from
          to
          snoozedUntil
          assigneeId
          note
        }
      }
    }
  }
}
    fragment TicketCard on Ticket {
  id
  reference
  title
  priority
  team
  assigneeId
  state
  url
  dueAt
}
fragment AlertRow on BitdefenderAlert {
  id
  kind
  alertType
  title
  detail
  severity
  state
  raisedAt
  hostName
  suppressedBy
  suppressedReason
  heldUntil
  heldBy {
    id
    name
  }
  assigneeId
  assignee {
    id
    name
  }
  takenOverBy
  takenOverByUser {
    id
    name
  }
  snoozedUntil
  client {
    id
    name
  }
  ticket {
    ...TicketCard
  }
}`) as unknown as TypedDocumentString<AlertPageQuery, AlertPageQueryVariables>;
export const DecideAlertsDocument = new TypedDocumentString(`
    mutation DecideAlerts($input: DecideBitdefenderAlertsInput!) {
  decideBitdefenderAlerts(input: $input) {
    outcomes {
      id
      alert {
        ...AlertRow
      }
      userErrors {
        ...Refusal
      }
    }
    seen
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment TicketCard on Ticket {
  id
  reference
  title
  priority
  team
  assigneeId
  state
  url
  dueAt
}
fragment AlertRow on BitdefenderAlert {
  id
  kind
  alertType
  title
  detail
  severity
  state
  raisedAt
  hostName
  suppressedBy
  suppressedReason
  heldUntil
  heldBy {
    id
    name
  }
  assigneeId
  assignee {
    id
    name
  }
  takenOverBy
  takenOverByUser {
    id
    name
  }
  snoozedUntil
  client {
    id
    name
  }
  ticket {
    ...TicketCard
  }
}`) as unknown as TypedDocumentString<DecideAlertsMutation, DecideAlertsMutationVariables>;
export const LiveAlertsDocument = new TypedDocumentString(`
    subscription LiveAlerts($after: String, $filter: BitdefenderAlertFilter = {state: [OPEN], suppressed: false}) {
  bitdefenderAlertChanged(after: $after, filter: $filter) {
    cursor
    kind
    at
    actor
    alert {
      ...AlertRow
    }
  }
}
    fragment TicketCard on Ticket {
  id
  reference
  title
  priority
  team
  assigneeId
  state
  url
  dueAt
}
fragment AlertRow on BitdefenderAlert {
  id
  kind
  alertType
  title
  detail
  severity
  state
  raisedAt
  hostName
  suppressedBy
  suppressedReason
  heldUntil
  heldBy {
    id
    name
  }
  assigneeId
  assignee {
    id
    name
  }
  takenOverBy
  takenOverByUser {
    id
    name
  }
  snoozedUntil
  client {
    id
    name
  }
  ticket {
    ...TicketCard
  }
}`) as unknown as TypedDocumentString<LiveAlertsSubscription, LiveAlertsSubscriptionVariables>;
export const AuditPageDocument = new TypedDocumentString(`
    query AuditPage($filter: BitdefenderAuditFilter, $first: Int! = 50, $after: String) {
  bitdefenderAudit(filter: $filter, first: $first, after: $after) {
    edges {
      cursor
      node {
        id
        at
        actor
        actorUser {
          id
          name
        }
        action
        subject
        detail
        address
        userAgent
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<AuditPageQuery, AuditPageQueryVariables>;
export const AuditExportDocument = new TypedDocumentString(`
    query AuditExport($filter: BitdefenderAuditFilter) {
  exportBitdefenderAudit(filter: $filter) {
    url
    fileName
    columns
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<AuditExportQuery, AuditExportQueryVariables>;
export const DeviceChoicesDocument = new TypedDocumentString(`
    query DeviceChoices($search: String!, $first: Int! = 20) {
  bitdefenderDevices(filter: {search: $search}, first: $first) {
    edges {
      node {
        id
        name
        client {
          id
          name
        }
        device {
          id
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DeviceChoicesQuery, DeviceChoicesQueryVariables>;
export const AgentChoicesDocument = new TypedDocumentString(`
    query AgentChoices($filter: BitdefenderDeviceFilter!, $first: Int! = 20) {
  bitdefenderDevices(filter: $filter, first: $first) {
    edges {
      node {
        id
        agent {
          id
          hostname
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AgentChoicesQuery, AgentChoicesQueryVariables>;
export const ThreatChoicesDocument = new TypedDocumentString(`
    query ThreatChoices($search: String!) {
  bitdefenderThreats(
    filter: {search: $search, minimumSeverity: UNKNOWN, status: [ALL]}
    first: 20
  ) {
    edges {
      node {
        id
        name
        hostName
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ThreatChoicesQuery, ThreatChoicesQueryVariables>;
export const MatchChoicesDocument = new TypedDocumentString(`
    query MatchChoices($deviceId: ID!) {
  bitdefenderDevice(id: $deviceId) {
    id
    name
    matchReason
    matchCandidates {
      id
      hostname
    }
  }
}
    `) as unknown as TypedDocumentString<MatchChoicesQuery, MatchChoicesQueryVariables>;
export const PeopleChoicesDocument = new TypedDocumentString(`
    query PeopleChoices {
  users {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<PeopleChoicesQuery, PeopleChoicesQueryVariables>;
export const RuleChoicesDocument = new TypedDocumentString(`
    query RuleChoices {
  clients(first: 500) {
    edges {
      node {
        id
        name
      }
    }
  }
  users {
    id
    name
  }
  teams {
    id
    name
  }
  channels {
    id
    name
  }
  onCalls {
    id
    name
  }
  bitdefenderCompanies(first: 100) {
    edges {
      node {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RuleChoicesQuery, RuleChoicesQueryVariables>;
export const SiteChoicesDocument = new TypedDocumentString(`
    query SiteChoices($clientIds: [ID!]!) {
  bitdefenderClients(filter: {clientIds: $clientIds}, first: 50) {
    id
    name
    bitdefender {
      sites {
        id
        name
        agents
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SiteChoicesQuery, SiteChoicesQueryVariables>;
export const ClientChoicesDocument = new TypedDocumentString(`
    query ClientChoices {
  clients(first: 500) {
    edges {
      node {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ClientChoicesQuery, ClientChoicesQueryVariables>;
export const PortalReportDocument = new TypedDocumentString(`
    query PortalReport($period: PortalBitdefenderReportPeriod! = MONTH, $day: String) {
  portalBitdefenderReport(period: $period, day: $day) {
    ...WholeReport
  }
}
    fragment WholeReport on PortalBitdefenderReport {
  clientName
  sites {
    id
    name
  }
  period
  name
  day
  from
  to
  isOver
  timeZone
  drawnUpAt
  asOf
  stale
  threats {
    sentence
    total
    stopped
    handled
    beingHandled
    machines
    machinesBefore
    unlisted
    before {
      total
      stopped
      handled
      beingHandled
    }
    bySeverity {
      severity
      total
      stopped
      handled
      beingHandled
    }
    byKind {
      kind
      total
      stopped
      handled
      beingHandled
    }
    listed {
      id
      name
      severity
      outcome
      hostName
      detectedAt
    }
    mostConcerned {
      hostName
      total
    }
  }
  actions {
    kind
    count
    before
    text
  }
  protection {
    day
    sentence
    machines
    protectedMachines
    machinesBefore
    protectedMachinesBefore
    problems {
      problem
      machines
      before
      text
    }
  }
  response {
    sentence
    ...ReportSpeed
    before {
      ...ReportTimes
    }
  }
}
fragment ReportSpeed on PortalBitdefenderReportResponse {
  threats
  known {
    ...PortalStep
  }
  ticket {
    ...PortalStep
  }
  person {
    ...PortalStep
  }
}
fragment ReportTimes on PortalBitdefenderReportSpeed {
  threats
  known {
    ...PortalStep
  }
  ticket {
    ...PortalStep
  }
  person {
    ...PortalStep
  }
}
fragment PortalStep on PortalBitdefenderResponseStep {
  reached
  p50Seconds
  p95Seconds
  promisedMinutes
  keptShare
}`) as unknown as TypedDocumentString<PortalReportQuery, PortalReportQueryVariables>;
export const ClientReportDocument = new TypedDocumentString(`
    query ClientReport($clientId: ID!, $period: PortalBitdefenderReportPeriod! = MONTH, $day: String, $timeZone: String, $first: Int! = 20, $after: String) {
  bitdefenderClientReport(
    clientId: $clientId
    period: $period
    day: $day
    timeZone: $timeZone
  ) {
    isShared
    report {
      ...WholeReport
    }
  }
  bitdefenderReportLinks(clientId: $clientId, first: $first, after: $after) {
    edges {
      node {
        ...ReportLinkRow
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment ReportLinkRow on BitdefenderReportLink {
  id
  period
  name
  day
  timeZone
  state
  createdAt
  createdByUser {
    id
    name
  }
  expiresAt
  revokedAt
  lastOpenedOn
  daysOpened
}
fragment WholeReport on PortalBitdefenderReport {
  clientName
  sites {
    id
    name
  }
  period
  name
  day
  from
  to
  isOver
  timeZone
  drawnUpAt
  asOf
  stale
  threats {
    sentence
    total
    stopped
    handled
    beingHandled
    machines
    machinesBefore
    unlisted
    before {
      total
      stopped
      handled
      beingHandled
    }
    bySeverity {
      severity
      total
      stopped
      handled
      beingHandled
    }
    byKind {
      kind
      total
      stopped
      handled
      beingHandled
    }
    listed {
      id
      name
      severity
      outcome
      hostName
      detectedAt
    }
    mostConcerned {
      hostName
      total
    }
  }
  actions {
    kind
    count
    before
    text
  }
  protection {
    day
    sentence
    machines
    protectedMachines
    machinesBefore
    protectedMachinesBefore
    problems {
      problem
      machines
      before
      text
    }
  }
  response {
    sentence
    ...ReportSpeed
    before {
      ...ReportTimes
    }
  }
}
fragment ReportSpeed on PortalBitdefenderReportResponse {
  threats
  known {
    ...PortalStep
  }
  ticket {
    ...PortalStep
  }
  person {
    ...PortalStep
  }
}
fragment ReportTimes on PortalBitdefenderReportSpeed {
  threats
  known {
    ...PortalStep
  }
  ticket {
    ...PortalStep
  }
  person {
    ...PortalStep
  }
}
fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment PortalStep on PortalBitdefenderResponseStep {
  reached
  p50Seconds
  p95Seconds
  promisedMinutes
  keptShare
}`) as unknown as TypedDocumentString<ClientReportQuery, ClientReportQueryVariables>;
export const CreateReportLinkDocument = new TypedDocumentString(`
    mutation CreateReportLink($input: CreateBitdefenderReportLinkInput!) {
  createBitdefenderReportLink(input: $input) {
    token
    link {
      ...ReportLinkRow
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment ReportLinkRow on BitdefenderReportLink {
  id
  period
  name
  day
  timeZone
  state
  createdAt
  createdByUser {
    id
    name
  }
  expiresAt
  revokedAt
  lastOpenedOn
  daysOpened
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<CreateReportLinkMutation, CreateReportLinkMutationVariables>;
export const RevokeReportLinkDocument = new TypedDocumentString(`
    mutation RevokeReportLink($linkId: ID!) {
  revokeBitdefenderReportLink(input: {linkId: $linkId}) {
    link {
      ...ReportLinkRow
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment ReportLinkRow on BitdefenderReportLink {
  id
  period
  name
  day
  timeZone
  state
  createdAt
  createdByUser {
    id
    name
  }
  expiresAt
  revokedAt
  lastOpenedOn
  daysOpened
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<RevokeReportLinkMutation, RevokeReportLinkMutationVariables>;
export const ClientTabDocument = new TypedDocumentString(`
    query ClientTab($clientId: ID!) {
  client(id: $clientId) {
    id
    name
    bitdefender {
      state
      companies {
        id
        name
        state
      }
      lastSyncedAt
      syncing
      freshness {
        lastSyncedAt
        stale
        staleAt
      }
      cadence {
        active
        reasons
        aimedSeconds
        nextSyncAt
        syncs
        medianSeconds
        longestSeconds
      }
      threatCounts {
        today
        thisWeek
        thisMonth
        unresolved
        timeZone
        asOf
        stale
        unresolvedBySeverity {
          ...BySeverity
        }
        series(step: DAY, window: THIS_MONTH) {
          steps {
            from
            to
            total
            bySeverity {
              ...BySeverity
            }
          }
        }
      }
      coverage {
        machines
        agents
        protectedAgents
        gaps {
          gap
          machines
        }
        trend(days: 30) {
          day
          machines
          protectedAgents
        }
      }
      threats(first: 20) {
        totalCount
        edges {
          node {
            id
            name
            severity
            status
            detectedAt
            hostName
            alert {
              id
              ticket {
                id
                reference
              }
            }
          }
        }
      }
      devices(orderBy: HEALTH, first: 20) {
        totalCount
        edges {
          node {
            id
            name
            knownTo
            health
            gaps
            device {
              id
            }
          }
        }
      }
    }
  }
  bitdefenderDiagnostics(clientId: $clientId) {
    findings {
      ...Finding
    }
  }
  bitdefenderResponseTimes(clientIds: [$clientId], first: 6) {
    timeZone
    promise {
      known
      alert
      ticket
      person
    }
    clients {
      months {
        month
        from
        threats
        removed
        known {
          ...ResponseStep
        }
        alert {
          ...ResponseStep
        }
        ticket {
          ...ResponseStep
        }
        person {
          ...ResponseStep
        }
      }
    }
  }
}
    fragment ResponseStep on BitdefenderResponseStep {
  reached
  p50Seconds
  p95Seconds
  waiting
  kept
  overdue
  keptShare
}
fragment Finding on BitdefenderFinding {
  code
  severity
  message
  evidence {
    name
    value
  }
  remedy {
    kind
    name
    message
  }
  integrationId
  companyId
  deviceId
  threatId
}
fragment BySeverity on BitdefenderThreatsBySeverity {
  critical
  high
  medium
  low
  unknown
}`) as unknown as TypedDocumentString<ClientTabQuery, ClientTabQueryVariables>;
export const SyncNowDocument = new TypedDocumentString(`
    mutation SyncNow($clientId: ID!) {
  syncBitdefenderClient(input: {clientId: $clientId}) {
    runs {
      ...RunProgress
    }
    seen
    userErrors {
      ...Refusal
    }
  }
}
    fragment RunProgress on BitdefenderSyncRun {
  id
  state
  shareDone
  plan
  calls
  queuedAt
  startedAt
  endedAt
  streams {
    stream
    state
    calls
    fetched
    stored
    matched
    skipped
    skippedByReason {
      reason
      count
    }
    warnings
    startedAt
    endedAt
    problem {
      ...ProblemText
    }
  }
}
fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<SyncNowMutation, SyncNowMutationVariables>;
export const SyncProgressDocument = new TypedDocumentString(`
    subscription SyncProgress($runId: ID!) {
  bitdefenderSyncProgressed(runId: $runId) {
    ...RunProgress
  }
}
    fragment RunProgress on BitdefenderSyncRun {
  id
  state
  shareDone
  plan
  calls
  queuedAt
  startedAt
  endedAt
  streams {
    stream
    state
    calls
    fetched
    stored
    matched
    skipped
    skippedByReason {
      reason
      count
    }
    warnings
    startedAt
    endedAt
    problem {
      ...ProblemText
    }
  }
}
fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}`) as unknown as TypedDocumentString<SyncProgressSubscription, SyncProgressSubscriptionVariables>;
export const SyncRunDocument = new TypedDocumentString(`
    query SyncRun($id: ID!) {
  bitdefenderSyncRun(id: $id) {
    ...RunProgress
  }
}
    fragment RunProgress on BitdefenderSyncRun {
  id
  state
  shareDone
  plan
  calls
  queuedAt
  startedAt
  endedAt
  streams {
    stream
    state
    calls
    fetched
    stored
    matched
    skipped
    skippedByReason {
      reason
      count
    }
    warnings
    startedAt
    endedAt
    problem {
      ...ProblemText
    }
  }
}
fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}`) as unknown as TypedDocumentString<SyncRunQuery, SyncRunQueryVariables>;
export const ClientsPageDocument = new TypedDocumentString(`
    query ClientsPage($filter: BitdefenderClientFilter, $orderBy: BitdefenderClientOrder! = NEED, $first: Int! = 100) {
  bitdefenderClients(first: $first, orderBy: $orderBy, filter: $filter) {
    id
    name
    bitdefender {
      state
      lastSyncedAt
      syncing
      freshness {
        stale
      }
      threatCounts {
        today
        thisWeek
        thisMonth
        unresolved
        timeZone
        asOf
        stale
        unresolvedBySeverity {
          critical
          high
        }
      }
      alertCounts {
        open
      }
      coverage {
        machines
        agents
        protectedAgents
        asOf
        gaps {
          gap
          machines
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ClientsPageQuery, ClientsPageQueryVariables>;
export const DashboardDocument = new TypedDocumentString(`
    query Dashboard($timeZone: String) {
  bitdefenderThreatCounts(timeZone: $timeZone) {
    today
    thisWeek
    lastWeek
    lastWeekSoFar
    thisMonth
    lastMonth
    lastMonthSoFar
    unresolved
    timeZone
    asOf
    stale
    unresolvedBySeverity {
      ...BySeverity
    }
    todayByHour: series(step: HOUR, window: TODAY) {
      steps {
        from
        total
        bySeverity {
          critical
          high
        }
      }
    }
    monthByDay: series(step: DAY, window: THIS_MONTH) {
      steps {
        from
        to
        total
        bySeverity {
          ...BySeverity
        }
      }
    }
  }
  monthByClient: bitdefenderThreatSeries(
    groupBy: CLIENT
    step: DAY
    window: THIS_MONTH
    timeZone: $timeZone
    first: 5
  ) {
    steps {
      from
    }
    groups {
      client {
        id
        name
      }
      others
      total
      counts
    }
  }
  bitdefenderAlertCounts {
    open
    openBySeverity {
      critical
      high
      medium
      low
      unknown
    }
    openUnassigned
    openWithTicket
    acknowledged
    snoozed
    suppressed
  }
  bitdefenderCoverage {
    machines
    agents
    protectedAgents
    clients
    asOf
    stale
    gaps {
      gap
      machines
    }
    trend(days: 30) {
      day
      machines
      agents
      protectedAgents
      gaps {
        gap
        machines
      }
    }
  }
  bitdefenderIntegrations {
    id
    name
    state
    problem {
      ...ProblemText
    }
    freshness {
      stale
      lastSyncedAt
    }
  }
  openAlerts: bitdefenderAlerts(
    filter: {state: [OPEN], suppressed: false}
    orderBy: MOST_SEVERE
    first: 10
  ) {
    edges {
      node {
        ...AlertRow
      }
    }
  }
}
    fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}
fragment BySeverity on BitdefenderThreatsBySeverity {
  critical
  high
  medium
  low
  unknown
}
fragment TicketCard on Ticket {
  id
  reference
  title
  priority
  team
  assigneeId
  state
  url
  dueAt
}
fragment AlertRow on BitdefenderAlert {
  id
  kind
  alertType
  title
  detail
  severity
  state
  raisedAt
  hostName
  suppressedBy
  suppressedReason
  heldUntil
  heldBy {
    id
    name
  }
  assigneeId
  assignee {
    id
    name
  }
  takenOverBy
  takenOverByUser {
    id
    name
  }
  snoozedUntil
  client {
    id
    name
  }
  ticket {
    ...TicketCard
  }
}`) as unknown as TypedDocumentString<DashboardQuery, DashboardQueryVariables>;
export const DashboardTablesDocument = new TypedDocumentString(`
    query DashboardTables($timeZone: String, $clients: Int! = 50, $orderBy: BitdefenderClientOrder! = NEED) {
  bitdefenderClients(
    first: $clients
    orderBy: $orderBy
    filter: {archived: false}
  ) {
    id
    name
    bitdefender {
      lastSyncedAt
      syncing
      threatCounts(timeZone: $timeZone) {
        today
        thisWeek
        thisMonth
        unresolved
        stale
        lastWeekSoFar
        unresolvedBySeverity {
          critical
          high
        }
      }
      alertCounts {
        open
        openWithTicket
      }
      coverage {
        machines
        protectedAgents
        agents
      }
    }
  }
  bitdefenderDevices(orderBy: THREATS_THIS_MONTH, first: 10) {
    edges {
      node {
        id
        name
        client {
          id
          name
        }
        device {
          id
          threatCounts(timeZone: $timeZone) {
            today
            thisWeek
            thisMonth
            unresolved
            asOf
            stale
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DashboardTablesQuery, DashboardTablesQueryVariables>;
export const DevicesPageDocument = new TypedDocumentString(`
    query DevicesPage($filter: BitdefenderDeviceFilter, $orderBy: BitdefenderDeviceOrder! = NAME, $first: Int! = 50, $after: String, $counts: Boolean! = true, $clientId: ID! = "none", $sites: Boolean! = false) {
  client(id: $clientId) @include(if: $sites) {
    id
    bitdefender {
      sites {
        id
        name
        agents
      }
    }
  }
  bitdefenderDevices(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
  ) {
    totalCount @include(if: $counts)
    facets @include(if: $counts) {
      knownTo {
        value
        count
      }
      healths {
        value
        count
      }
      gaps {
        value
        count
      }
      policies(first: 100) {
        name
        count
      }
      clients(first: 100) {
        client {
          id
          name
        }
        count
      }
    }
    edges {
      cursor
      node {
        id
        name
        knownTo
        health
        gaps
        client {
          id
          name
        }
        agent {
          id
          hostname
          operatingSystem
        }
        abilities {
          canRunScripts
        }
        device {
          ...Badge
          fqdn
          ip
          operatingSystem
          machineType
          managed
          isIsolated
          state {
            asOf
            lastSeenAt
            infected
            online
            signatureOutdated
          }
        }
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment Badge on BitdefenderDevice {
  id
  name
  health
  matchKind
  syncing
  presence
  readAt
  healthReasons {
    code
    message
    asOf
  }
  policy {
    id
    name
    applied
  }
  lastScan {
    name
    at
  }
  threatCounts {
    today
    thisWeek
    thisMonth
    unresolved
    asOf
    stale
  }
}
fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<DevicesPageQuery, DevicesPageQueryVariables>;
export const DevicePageDocument = new TypedDocumentString(`
    query DevicePage($id: ID!) {
  bitdefenderDevice(id: $id) {
    ...Badge
    bdId
    fqdn
    label
    ip
    operatingSystem
    machineType
    managed
    productOutdated
    isIsolated
    riskScore
    abilities {
      canRunScripts
    }
    firstSeenAt
    presenceChangedAt
    modules {
      name
      on
      asOf
    }
    state {
      asOf
      lastSeenAt
      infected
      detected
      signatureOutdated
      signatureUpdatedAt
      productVersion
      engineVersion
      online
      licence
    }
    matchReason
    matchCandidates {
      id
      hostname
    }
    matchDecisions {
      id
      kind
      agent {
        id
        hostname
      }
      decidedBy
      decidedByUser {
        id
        name
      }
      decidedAt
      note
    }
    agent {
      id
      hostname
    }
    client {
      id
      name
    }
    twins {
      id
      bdId
      presence
    }
    events(first: 10) {
      kind
      at
      before
      after
    }
    threats(filter: {minimumSeverity: UNKNOWN, status: [ALL]}, first: 20) {
      totalCount
      edges {
        node {
          id
          name
          severity
          status
          detectedAt
          action
          alert {
            id
            state
          }
        }
      }
    }
    threatSeries: threatCounts {
      timeZone
      series(step: DAY, window: THIS_MONTH) {
        steps {
          from
          to
          bySeverity {
            ...BySeverity
          }
        }
      }
    }
  }
}
    fragment Badge on BitdefenderDevice {
  id
  name
  health
  matchKind
  syncing
  presence
  readAt
  healthReasons {
    code
    message
    asOf
  }
  policy {
    id
    name
    applied
  }
  lastScan {
    name
    at
  }
  threatCounts {
    today
    thisWeek
    thisMonth
    unresolved
    asOf
    stale
  }
}
fragment BySeverity on BitdefenderThreatsBySeverity {
  critical
  high
  medium
  low
  unknown
}`) as unknown as TypedDocumentString<DevicePageQuery, DevicePageQueryVariables>;
export const PinDeviceDocument = new TypedDocumentString(`
    mutation PinDevice($input: PinBitdefenderDeviceInput!) {
  pinBitdefenderDevice(input: $input) {
    device {
      ...Match
    }
    seen
    userErrors {
      ...Refusal
    }
  }
}
    fragment Match on BitdefenderDevice {
  id
  matchKind
  matchReason
  agent {
    id
    hostname
  }
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<PinDeviceMutation, PinDeviceMutationVariables>;
export const ForbidMatchDocument = new TypedDocumentString(`
    mutation ForbidMatch($input: ForbidBitdefenderMatchInput!) {
  forbidBitdefenderMatch(input: $input) {
    device {
      ...Match
    }
    seen
    userErrors {
      ...Refusal
    }
  }
}
    fragment Match on BitdefenderDevice {
  id
  matchKind
  matchReason
  agent {
    id
    hostname
  }
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<ForbidMatchMutation, ForbidMatchMutationVariables>;
export const RemoveMatchDecisionDocument = new TypedDocumentString(`
    mutation RemoveMatchDecision($input: RemoveBitdefenderMatchDecisionInput!) {
  removeBitdefenderMatchDecision(input: $input) {
    device {
      ...Match
    }
    seen
    userErrors {
      ...Refusal
    }
  }
}
    fragment Match on BitdefenderDevice {
  id
  matchKind
  matchReason
  agent {
    id
    hostname
  }
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<RemoveMatchDecisionMutation, RemoveMatchDecisionMutationVariables>;
export const DiagnosticsPageDocument = new TypedDocumentString(`
    query DiagnosticsPage($clientId: ID, $deviceId: ID, $threatId: ID) {
  bitdefenderDiagnostics(
    clientId: $clientId
    deviceId: $deviceId
    threatId: $threatId
  ) {
    checkedAt
    findings {
      ...Finding
      integration {
        id
        name
        state
        endpoint
        version
        naiveZone
      }
      company {
        id
        name
        client {
          id
          name
        }
      }
      device {
        id
        name
        client {
          id
          name
        }
      }
      threat {
        id
        name
        hostName
        client {
          id
          name
        }
      }
    }
  }
  bitdefenderSettings {
    version
    matchMode
  }
  clients(first: 500) {
    edges {
      node {
        id
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Finding on BitdefenderFinding {
  code
  severity
  message
  evidence {
    name
    value
  }
  remedy {
    kind
    name
    message
  }
  integrationId
  companyId
  deviceId
  threatId
}`) as unknown as TypedDocumentString<DiagnosticsPageQuery, DiagnosticsPageQueryVariables>;
export const ThreatDeliveriesDocument = new TypedDocumentString(`
    query ThreatDeliveries($threatId: ID!) {
  bitdefenderThreat(id: $threatId) {
    id
    name
    hostName
    alert {
      id
      deliveries {
        id
        state
        lastError
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ThreatDeliveriesQuery, ThreatDeliveriesQueryVariables>;
export const RerouteOpenAlertsDocument = new TypedDocumentString(`
    mutation RerouteOpenAlerts($input: RerouteBitdefenderAlertsInput!) {
  rerouteBitdefenderAlerts(input: $input) {
    rerouted
    remaining
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<RerouteOpenAlertsMutation, RerouteOpenAlertsMutationVariables>;
export const DigestPageDocument = new TypedDocumentString(`
    query DigestPage {
  bitdefenderDigest {
    ...OwnDigest
  }
  bitdefenderDigestPreview {
    timeZone
    from
    to
    title
    body
    lines {
      section
      kind
      severity
      gap
      count
      before
      text
    }
  }
}
    fragment OwnDigest on BitdefenderDigest {
  enabled
  weekday
  hour
  timeZone
  nextAt
  endedAt
  endReason
  last {
    dueAt
    state
    reason
    settledAt
  }
}`) as unknown as TypedDocumentString<DigestPageQuery, DigestPageQueryVariables>;
export const SetDigestDocument = new TypedDocumentString(`
    mutation SetDigest($input: SetBitdefenderDigestInput!) {
  setBitdefenderDigest(input: $input) {
    digest {
      ...OwnDigest
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment OwnDigest on BitdefenderDigest {
  enabled
  weekday
  hour
  timeZone
  nextAt
  endedAt
  endReason
  last {
    dueAt
    state
    reason
    settledAt
  }
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<SetDigestMutation, SetDigestMutationVariables>;
export const TeamDigestsPageDocument = new TypedDocumentString(`
    query TeamDigestsPage {
  bitdefenderTeamDigests {
    ...TeamDigest
  }
  teams {
    id
    name
  }
}
    fragment TeamDigest on BitdefenderTeamDigest {
  teamId
  teamName
  enabled
  weekday
  hour
  timeZone
  nextAt
  endedAt
  endReason
  last {
    dueAt
    state
    reason
    settledAt
  }
}`) as unknown as TypedDocumentString<TeamDigestsPageQuery, TeamDigestsPageQueryVariables>;
export const SetTeamDigestDocument = new TypedDocumentString(`
    mutation SetTeamDigest($input: SetBitdefenderTeamDigestInput!) {
  setBitdefenderTeamDigest(input: $input) {
    digest {
      ...TeamDigest
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment TeamDigest on BitdefenderTeamDigest {
  teamId
  teamName
  enabled
  weekday
  hour
  timeZone
  nextAt
  endedAt
  endReason
  last {
    dueAt
    state
    reason
    settledAt
  }
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<SetTeamDigestMutation, SetTeamDigestMutationVariables>;
export const IntegrationsPageDocument = new TypedDocumentString(`
    query IntegrationsPage {
  bitdefenderIntegrations {
    ...IntegrationCard
    visibility {
      deviceCount
      withoutSensorCount
      modulesOff {
        module
        deviceCount
      }
      kinds {
        kind
        visibility
        message
      }
    }
  }
  bitdefenderSettings {
    ...SettingsForm
  }
  bitdefenderDiagnostics {
    checkedAt
    findings {
      ...Finding
    }
  }
  unmapped: bitdefenderCompanies(
    filter: {mapped: false, ignored: false, kind: COMPANY}
  ) {
    totalCount
    edges {
      node {
        id
        name
        kind
        state
        unresolvedThreatCount
      }
    }
  }
  bitdefenderSyncRuns(first: 5) {
    edges {
      node {
        id
        state
        trigger
        requestedBy
        queuedAt
        endedAt
        plan
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
  bitdefenderJobs(first: 5) {
    edges {
      node {
        id
        kind
        state
        done
        total
        error
      }
    }
  }
  clients(first: 500) {
    edges {
      node {
        id
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}
fragment Finding on BitdefenderFinding {
  code
  severity
  message
  evidence {
    name
    value
  }
  remedy {
    kind
    name
    message
  }
  integrationId
  companyId
  deviceId
  threatId
}
fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment SettingsForm on BitdefenderSettings {
  timeZone
  portalEnabled
  portalHiddenClientIds
  matchMode
  retentionDays
  licenceEndingDays
  alertsRoutedBy
  responsePromise {
    known
    alert
    ticket
    person
  }
  version
  outbreak {
    machines
    minutes
  }
  severityBands {
    medium
    high
    critical
  }
  stateSeverities {
    infected
    detection
  }
}
fragment IntegrationCard on BitdefenderIntegration {
  id
  name
  state
  endpoint
  flavour
  companyName
  syncing
  version
  createdAt
  disconnectedAt
  lastSucceededAt
  keySetAt
  keySetBy
  keyCreatedAt
  keyAgeDays
  naiveOffsetMinutes
  naiveZone
  problem {
    ...ProblemText
  }
  warnings {
    ...ProblemText
  }
  report {
    name
    state
    lastReadAt
    problem {
      ...ProblemText
    }
  }
  freshness {
    lastSyncedAt
    staleAt
    stale
    staleCompanies
    streams {
      stream
      lastSucceededAt
      stale
    }
  }
}`) as unknown as TypedDocumentString<IntegrationsPageQuery, IntegrationsPageQueryVariables>;
export const TestIntegrationDocument = new TypedDocumentString(`
    mutation TestIntegration($input: TestBitdefenderIntegrationInput!) {
  testBitdefenderIntegration(input: $input) {
    test {
      ok
      companyName
      companyKind
      companyCount
      emptyCompanyCount
      flavour
      enabledApis
      missingApis {
        api
        neededFor
      }
      latencyMilliseconds
      clockAheadSeconds
      naiveOffsetMinutes
      pageSize
      keyCreatedAt
      problems {
        ...ProblemText
      }
      warnings {
        ...ProblemText
      }
      visibility {
        kind
        visibility
        message
      }
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<TestIntegrationMutation, TestIntegrationMutationVariables>;
export const ConnectIntegrationDocument = new TypedDocumentString(`
    mutation ConnectIntegration($input: ConnectBitdefenderInput!) {
  connectBitdefender(input: $input) {
    integration {
      ...IntegrationCard
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment IntegrationCard on BitdefenderIntegration {
  id
  name
  state
  endpoint
  flavour
  companyName
  syncing
  version
  createdAt
  disconnectedAt
  lastSucceededAt
  keySetAt
  keySetBy
  keyCreatedAt
  keyAgeDays
  naiveOffsetMinutes
  naiveZone
  problem {
    ...ProblemText
  }
  warnings {
    ...ProblemText
  }
  report {
    name
    state
    lastReadAt
    problem {
      ...ProblemText
    }
  }
  freshness {
    lastSyncedAt
    staleAt
    stale
    staleCompanies
    streams {
      stream
      lastSucceededAt
      stale
    }
  }
}`) as unknown as TypedDocumentString<ConnectIntegrationMutation, ConnectIntegrationMutationVariables>;
export const RotateKeyDocument = new TypedDocumentString(`
    mutation RotateKey($input: RotateBitdefenderKeyInput!) {
  rotateBitdefenderKey(input: $input) {
    integration {
      ...IntegrationCard
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment IntegrationCard on BitdefenderIntegration {
  id
  name
  state
  endpoint
  flavour
  companyName
  syncing
  version
  createdAt
  disconnectedAt
  lastSucceededAt
  keySetAt
  keySetBy
  keyCreatedAt
  keyAgeDays
  naiveOffsetMinutes
  naiveZone
  problem {
    ...ProblemText
  }
  warnings {
    ...ProblemText
  }
  report {
    name
    state
    lastReadAt
    problem {
      ...ProblemText
    }
  }
  freshness {
    lastSyncedAt
    staleAt
    stale
    staleCompanies
    streams {
      stream
      lastSucceededAt
      stale
    }
  }
}`) as unknown as TypedDocumentString<RotateKeyMutation, RotateKeyMutationVariables>;
export const UpdateIntegrationDocument = new TypedDocumentString(`
    mutation UpdateIntegration($input: UpdateBitdefenderIntegrationInput!) {
  updateBitdefenderIntegration(input: $input) {
    integration {
      ...IntegrationCard
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment IntegrationCard on BitdefenderIntegration {
  id
  name
  state
  endpoint
  flavour
  companyName
  syncing
  version
  createdAt
  disconnectedAt
  lastSucceededAt
  keySetAt
  keySetBy
  keyCreatedAt
  keyAgeDays
  naiveOffsetMinutes
  naiveZone
  problem {
    ...ProblemText
  }
  warnings {
    ...ProblemText
  }
  report {
    name
    state
    lastReadAt
    problem {
      ...ProblemText
    }
  }
  freshness {
    lastSyncedAt
    staleAt
    stale
    staleCompanies
    streams {
      stream
      lastSucceededAt
      stale
    }
  }
}`) as unknown as TypedDocumentString<UpdateIntegrationMutation, UpdateIntegrationMutationVariables>;
export const DisconnectIntegrationDocument = new TypedDocumentString(`
    mutation DisconnectIntegration($input: DisconnectBitdefenderInput!) {
  disconnectBitdefender(input: $input) {
    integration {
      ...IntegrationCard
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment IntegrationCard on BitdefenderIntegration {
  id
  name
  state
  endpoint
  flavour
  companyName
  syncing
  version
  createdAt
  disconnectedAt
  lastSucceededAt
  keySetAt
  keySetBy
  keyCreatedAt
  keyAgeDays
  naiveOffsetMinutes
  naiveZone
  problem {
    ...ProblemText
  }
  warnings {
    ...ProblemText
  }
  report {
    name
    state
    lastReadAt
    problem {
      ...ProblemText
    }
  }
  freshness {
    lastSyncedAt
    staleAt
    stale
    staleCompanies
    streams {
      stream
      lastSucceededAt
      stale
    }
  }
}`) as unknown as TypedDocumentString<DisconnectIntegrationMutation, DisconnectIntegrationMutationVariables>;
export const SetIntegrationTimeZoneDocument = new TypedDocumentString(`
    mutation SetIntegrationTimeZone($input: SetBitdefenderTimeZoneInput!) {
  setBitdefenderTimeZone(input: $input) {
    integration {
      ...IntegrationCard
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}
fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment IntegrationCard on BitdefenderIntegration {
  id
  name
  state
  endpoint
  flavour
  companyName
  syncing
  version
  createdAt
  disconnectedAt
  lastSucceededAt
  keySetAt
  keySetBy
  keyCreatedAt
  keyAgeDays
  naiveOffsetMinutes
  naiveZone
  problem {
    ...ProblemText
  }
  warnings {
    ...ProblemText
  }
  report {
    name
    state
    lastReadAt
    problem {
      ...ProblemText
    }
  }
  freshness {
    lastSyncedAt
    staleAt
    stale
    staleCompanies
    streams {
      stream
      lastSucceededAt
      stale
    }
  }
}`) as unknown as TypedDocumentString<SetIntegrationTimeZoneMutation, SetIntegrationTimeZoneMutationVariables>;
export const UpdateSettingsDocument = new TypedDocumentString(`
    mutation UpdateSettings($input: UpdateBitdefenderSettingsInput!) {
  updateBitdefenderSettings(input: $input) {
    settings {
      ...SettingsForm
    }
    jobId
    rematchJobId
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment SettingsForm on BitdefenderSettings {
  timeZone
  portalEnabled
  portalHiddenClientIds
  matchMode
  retentionDays
  licenceEndingDays
  alertsRoutedBy
  responsePromise {
    known
    alert
    ticket
    person
  }
  version
  outbreak {
    machines
    minutes
  }
  severityBands {
    medium
    high
    critical
  }
  stateSeverities {
    infected
    detection
  }
}`) as unknown as TypedDocumentString<UpdateSettingsMutation, UpdateSettingsMutationVariables>;
export const LiveSyncRunsDocument = new TypedDocumentString(`
    subscription LiveSyncRuns {
  bitdefenderSyncProgressed {
    id
    integrationId
    state
    shareDone
  }
}
    `) as unknown as TypedDocumentString<LiveSyncRunsSubscription, LiveSyncRunsSubscriptionVariables>;
export const JobsPageDocument = new TypedDocumentString(`
    query JobsPage($kind: BitdefenderJobKind, $first: Int! = 50, $after: String) {
  bitdefenderJobs(kind: $kind, first: $first, after: $after) {
    edges {
      cursor
      node {
        id
        kind
        state
        done
        total
        error
        requestedBy
        requestedByUser {
          id
          name
        }
        requestedAt
        startedAt
        endedAt
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<JobsPageQuery, JobsPageQueryVariables>;
export const MaintenancePageDocument = new TypedDocumentString(`
    query MaintenancePage($ended: Boolean! = false) {
  bitdefenderMaintenanceWindows(ended: $ended) {
    ...MaintenanceWindowRow
  }
}
    fragment MaintenanceWindowRow on BitdefenderMaintenanceWindow {
  id
  version
  name
  client {
    id
    name
  }
  device {
    id
  }
  hostName
  ruleId
  ruleName
  date
  days
  time
  minutes
  timeZone
  ownTimeZone
  open {
    from
    to
  }
  occurrences(first: 3) {
    from
    to
  }
  over
  heldCount
  changedAt
  changedBy
  changedByUser {
    id
    name
  }
}`) as unknown as TypedDocumentString<MaintenancePageQuery, MaintenancePageQueryVariables>;
export const MaintenancePreviewDocument = new TypedDocumentString(`
    query MaintenancePreview($schedule: BitdefenderMaintenanceScheduleInput!) {
  previewBitdefenderMaintenanceWindow(schedule: $schedule) {
    timeZone
    occurrences {
      from
      to
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<MaintenancePreviewQuery, MaintenancePreviewQueryVariables>;
export const SaveMaintenanceWindowDocument = new TypedDocumentString(`
    mutation SaveMaintenanceWindow($input: SaveBitdefenderMaintenanceWindowInput!) {
  saveBitdefenderMaintenanceWindow(input: $input) {
    window {
      ...MaintenanceWindowRow
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment MaintenanceWindowRow on BitdefenderMaintenanceWindow {
  id
  version
  name
  client {
    id
    name
  }
  device {
    id
  }
  hostName
  ruleId
  ruleName
  date
  days
  time
  minutes
  timeZone
  ownTimeZone
  open {
    from
    to
  }
  occurrences(first: 3) {
    from
    to
  }
  over
  heldCount
  changedAt
  changedBy
  changedByUser {
    id
    name
  }
}`) as unknown as TypedDocumentString<SaveMaintenanceWindowMutation, SaveMaintenanceWindowMutationVariables>;
export const EndMaintenanceWindowDocument = new TypedDocumentString(`
    mutation EndMaintenanceWindow($windowId: ID!) {
  endBitdefenderMaintenanceWindow(input: {windowId: $windowId}) {
    window {
      ...MaintenanceWindowRow
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment MaintenanceWindowRow on BitdefenderMaintenanceWindow {
  id
  version
  name
  client {
    id
    name
  }
  device {
    id
  }
  hostName
  ruleId
  ruleName
  date
  days
  time
  minutes
  timeZone
  ownTimeZone
  open {
    from
    to
  }
  occurrences(first: 3) {
    from
    to
  }
  over
  heldCount
  changedAt
  changedBy
  changedByUser {
    id
    name
  }
}`) as unknown as TypedDocumentString<EndMaintenanceWindowMutation, EndMaintenanceWindowMutationVariables>;
export const DeleteMaintenanceWindowDocument = new TypedDocumentString(`
    mutation DeleteMaintenanceWindow($windowId: ID!) {
  deleteBitdefenderMaintenanceWindow(input: {windowId: $windowId}) {
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<DeleteMaintenanceWindowMutation, DeleteMaintenanceWindowMutationVariables>;
export const MappingsPageDocument = new TypedDocumentString(`
    query MappingsPage($filter: BitdefenderCompanyFilter, $first: Int! = 100, $after: String, $counts: Boolean! = true) {
  bitdefenderCompanies(filter: $filter, first: $first, after: $after) {
    totalCount
    edges {
      node {
        ...CompanyRow
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
  unmapped: bitdefenderCompanies(
    filter: {mapped: false, ignored: false, kind: COMPANY}
    first: 1
  ) @include(if: $counts) {
    totalCount
  }
  mapped: bitdefenderCompanies(filter: {mapped: true}, first: 1) @include(if: $counts) {
    totalCount
  }
  ignored: bitdefenderCompanies(filter: {ignored: true}, first: 1) @include(if: $counts) {
    totalCount
  }
  bitdefenderIntegrations @include(if: $counts) {
    id
    name
    state
  }
  bitdefenderMappingSuggestions @include(if: $counts) {
    company {
      id
      name
    }
    client {
      id
      name
    }
    score
    reasons {
      code
      message
    }
  }
  bitdefenderCompanyEvents(first: 20) @include(if: $counts) {
    edges {
      node {
        id
        kind
        before
        after
        at
        company {
          id
          name
        }
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
  clients(first: 500) @include(if: $counts) {
    edges {
      node {
        id
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment CompanyRow on BitdefenderCompany {
  id
  integrationId
  bdId
  name
  kind
  state
  suspended
  path
  depth
  parentBdId
  ignored {
    at
    by
    reason
  }
  client {
    id
    name
  }
  mappedAt
  mappedBy
  mappedByUser {
    id
    name
  }
  active
  activityReasons
  nextSyncAt
  restsSince
  lastSyncedAt
  deviceCount
  unresolvedThreatCount
  worstSeverity
  lastThreatAt
}`) as unknown as TypedDocumentString<MappingsPageQuery, MappingsPageQueryVariables>;
export const MappingPreviewDocument = new TypedDocumentString(`
    query MappingPreview($companyId: ID!, $clientId: ID) {
  bitdefenderMappingPreview(companyId: $companyId, clientId: $clientId) {
    company {
      id
      name
    }
    fromClient {
      id
      name
    }
    toClient {
      id
      name
    }
    deviceCount
    matchedDeviceCount
    matchingAgentCount
    threatsStaying
    openThreatsStaying
    openAlertsStaying
    decisionsLeftBehind
    threatsTakenOver
    threatsActedOn
  }
}
    `) as unknown as TypedDocumentString<MappingPreviewQuery, MappingPreviewQueryVariables>;
export const MapCompaniesDocument = new TypedDocumentString(`
    mutation MapCompanies($input: MapBitdefenderCompaniesInput!) {
  mapBitdefenderCompanies(input: $input) {
    outcomes {
      companyId
      company {
        ...CompanyRow
      }
      userErrors {
        ...Refusal
      }
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment CompanyRow on BitdefenderCompany {
  id
  integrationId
  bdId
  name
  kind
  state
  suspended
  path
  depth
  parentBdId
  ignored {
    at
    by
    reason
  }
  client {
    id
    name
  }
  mappedAt
  mappedBy
  mappedByUser {
    id
    name
  }
  active
  activityReasons
  nextSyncAt
  restsSince
  lastSyncedAt
  deviceCount
  unresolvedThreatCount
  worstSeverity
  lastThreatAt
}`) as unknown as TypedDocumentString<MapCompaniesMutation, MapCompaniesMutationVariables>;
export const UnmapCompaniesDocument = new TypedDocumentString(`
    mutation UnmapCompanies($input: UnmapBitdefenderCompaniesInput!) {
  unmapBitdefenderCompanies(input: $input) {
    outcomes {
      companyId
      company {
        ...CompanyRow
      }
      userErrors {
        ...Refusal
      }
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment CompanyRow on BitdefenderCompany {
  id
  integrationId
  bdId
  name
  kind
  state
  suspended
  path
  depth
  parentBdId
  ignored {
    at
    by
    reason
  }
  client {
    id
    name
  }
  mappedAt
  mappedBy
  mappedByUser {
    id
    name
  }
  active
  activityReasons
  nextSyncAt
  restsSince
  lastSyncedAt
  deviceCount
  unresolvedThreatCount
  worstSeverity
  lastThreatAt
}`) as unknown as TypedDocumentString<UnmapCompaniesMutation, UnmapCompaniesMutationVariables>;
export const IgnoreCompaniesDocument = new TypedDocumentString(`
    mutation IgnoreCompanies($input: IgnoreBitdefenderCompaniesInput!) {
  ignoreBitdefenderCompanies(input: $input) {
    outcomes {
      companyId
      company {
        ...CompanyRow
      }
      userErrors {
        ...Refusal
      }
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment CompanyRow on BitdefenderCompany {
  id
  integrationId
  bdId
  name
  kind
  state
  suspended
  path
  depth
  parentBdId
  ignored {
    at
    by
    reason
  }
  client {
    id
    name
  }
  mappedAt
  mappedBy
  mappedByUser {
    id
    name
  }
  active
  activityReasons
  nextSyncAt
  restsSince
  lastSyncedAt
  deviceCount
  unresolvedThreatCount
  worstSeverity
  lastThreatAt
}`) as unknown as TypedDocumentString<IgnoreCompaniesMutation, IgnoreCompaniesMutationVariables>;
export const UnignoreCompaniesDocument = new TypedDocumentString(`
    mutation UnignoreCompanies($input: UnignoreBitdefenderCompaniesInput!) {
  unignoreBitdefenderCompanies(input: $input) {
    outcomes {
      companyId
      company {
        ...CompanyRow
      }
      userErrors {
        ...Refusal
      }
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment CompanyRow on BitdefenderCompany {
  id
  integrationId
  bdId
  name
  kind
  state
  suspended
  path
  depth
  parentBdId
  ignored {
    at
    by
    reason
  }
  client {
    id
    name
  }
  mappedAt
  mappedBy
  mappedByUser {
    id
    name
  }
  active
  activityReasons
  nextSyncAt
  restsSince
  lastSyncedAt
  deviceCount
  unresolvedThreatCount
  worstSeverity
  lastThreatAt
}`) as unknown as TypedDocumentString<UnignoreCompaniesMutation, UnignoreCompaniesMutationVariables>;
export const DismissCompanyEventsDocument = new TypedDocumentString(`
    mutation DismissCompanyEvents($eventIds: [ID!]!) {
  dismissBitdefenderCompanyEvents(input: {eventIds: $eventIds}) {
    dismissed
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<DismissCompanyEventsMutation, DismissCompanyEventsMutationVariables>;
export const MutesPageDocument = new TypedDocumentString(`
    query MutesPage($ended: Boolean! = false, $clientId: ID, $first: Int! = 50, $after: String) {
  bitdefenderAlertMutes(
    filter: {ended: $ended, clientId: $clientId}
    first: $first
    after: $after
  ) {
    edges {
      cursor
      node {
        ...MuteRow
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment MuteRow on BitdefenderAlertMute {
  id
  client {
    id
    name
  }
  hostName
  threatName
  reason
  createdAt
  createdBy
  createdByUser {
    id
    name
  }
  until
  active
  endedBy
  endedByUser {
    id
    name
  }
}`) as unknown as TypedDocumentString<MutesPageQuery, MutesPageQueryVariables>;
export const MuteAlertsDocument = new TypedDocumentString(`
    mutation MuteAlerts($input: MuteBitdefenderAlertsInput!) {
  muteBitdefenderAlerts(input: $input) {
    mute {
      id
      until
      active
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<MuteAlertsMutation, MuteAlertsMutationVariables>;
export const EndMuteDocument = new TypedDocumentString(`
    mutation EndMute($muteId: ID!) {
  endBitdefenderAlertMute(input: {muteId: $muteId}) {
    mute {
      ...MuteRow
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment MuteRow on BitdefenderAlertMute {
  id
  client {
    id
    name
  }
  hostName
  threatName
  reason
  createdAt
  createdBy
  createdByUser {
    id
    name
  }
  until
  active
  endedBy
  endedByUser {
    id
    name
  }
}`) as unknown as TypedDocumentString<EndMuteMutation, EndMuteMutationVariables>;
export const PortalWeekDocument = new TypedDocumentString(`
    query PortalWeek($weekOf: String, $first: Int! = 20, $after: String) {
  portalBitdefenderWeeklySummary(weekOf: $weekOf) {
    week
    from
    to
    timeZone
    asOf
    stale
    sentence
    total
    stopped
    handled
    beingHandled
    machines
    mostConcerned {
      hostName
      total
    }
  }
  portalBitdefenderSites {
    id
    name
  }
  portalBitdefenderWeeks(first: 8) {
    week
    from
    to
    sentence
    total
    stopped
    handled
    beingHandled
    machines
  }
  portalBitdefenderThreatCounts {
    timeZone
    asOf
    stale
    today
    thisWeek
    thisMonth
  }
  portalBitdefenderResponseTimes(first: 6) {
    timeZone
    months {
      month
      from
      threats
      known {
        ...PortalStep
      }
      ticket {
        ...PortalStep
      }
      person {
        ...PortalStep
      }
    }
  }
  portalBitdefenderThreats(first: $first, after: $after) {
    edges {
      node {
        id
        name
        severity
        outcome
        hostName
        detectedAt
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment PortalStep on PortalBitdefenderResponseStep {
  reached
  p50Seconds
  p95Seconds
  promisedMinutes
  keptShare
}`) as unknown as TypedDocumentString<PortalWeekQuery, PortalWeekQueryVariables>;
export const RulesPageDocument = new TypedDocumentString(`
    query RulesPage($webhooks: Boolean! = true) {
  bitdefenderAlertRules {
    ...RuleForm
    clients {
      id
      name
    }
    companies {
      id
      name
    }
    sites {
      id
      name
    }
  }
  bitdefenderSettings {
    timeZone
    alertsRoutedBy
  }
  bitdefenderWebhooks @include(if: $webhooks) {
    id
    name
    url
    secretSetAt
    previousUntil
    version
  }
  bitdefenderAlertMutes(first: 50) {
    edges {
      node {
        id
        client {
          id
          name
        }
        hostName
        threatName
        reason
        until
        createdBy
        active
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
  failedDeliveries: bitdefenderAlertDeliveries(filter: {state: [DEAD]}, first: 20) {
    edges {
      node {
        id
        kind
        ruleName
        about
        client {
          id
          name
        }
        lastError
        attempts
        createdAt
        changedAt
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment RuleForm on BitdefenderAlertRule {
  id
  name
  enabled
  position
  next
  version
  scope {
    kind
    clientIds
    siteIds
  }
  conditions {
    kinds
    minimumSeverity
    maximumSeverity
    families
    actions
    stillActive
    statuses
    hostnamePattern
    machineKinds
    companyIds
    causes
    hours {
      days
      from
      to
    }
  }
  actions {
    kind
    priority
    team
    assigneeId
    dueInMinutes
    channel
    onCall
    webhookId
    reason
  }
}`) as unknown as TypedDocumentString<RulesPageQuery, RulesPageQueryVariables>;
export const RulePreviewDocument = new TypedDocumentString(`
    query RulePreview($input: SaveBitdefenderAlertRuleInput!, $days: Int! = 30) {
  previewBitdefenderAlertRule(input: $input, days: $days) {
    preview {
      since
      considered
      matched
      acted
      prevented
      heldBack {
        by
        ruleName
        alerts
      }
      actions {
        kind
        alerts
        actions
      }
      samples {
        id
        title
        severity
        client {
          id
          name
        }
      }
      degradationCount
      degradations {
        client {
          id
          name
        }
        cause
        severity
        machines
        companies
      }
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<RulePreviewQuery, RulePreviewQueryVariables>;
export const SaveRuleDocument = new TypedDocumentString(`
    mutation SaveRule($input: SaveBitdefenderAlertRuleInput!) {
  saveBitdefenderAlertRule(input: $input) {
    rule {
      ...RuleForm
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment RuleForm on BitdefenderAlertRule {
  id
  name
  enabled
  position
  next
  version
  scope {
    kind
    clientIds
    siteIds
  }
  conditions {
    kinds
    minimumSeverity
    maximumSeverity
    families
    actions
    stillActive
    statuses
    hostnamePattern
    machineKinds
    companyIds
    causes
    hours {
      days
      from
      to
    }
  }
  actions {
    kind
    priority
    team
    assigneeId
    dueInMinutes
    channel
    onCall
    webhookId
    reason
  }
}`) as unknown as TypedDocumentString<SaveRuleMutation, SaveRuleMutationVariables>;
export const SetRuleEnabledDocument = new TypedDocumentString(`
    mutation SetRuleEnabled($ruleId: ID!, $enabled: Boolean!) {
  setBitdefenderAlertRuleEnabled(input: {ruleId: $ruleId, enabled: $enabled}) {
    rule {
      ...RuleForm
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment RuleForm on BitdefenderAlertRule {
  id
  name
  enabled
  position
  next
  version
  scope {
    kind
    clientIds
    siteIds
  }
  conditions {
    kinds
    minimumSeverity
    maximumSeverity
    families
    actions
    stillActive
    statuses
    hostnamePattern
    machineKinds
    companyIds
    causes
    hours {
      days
      from
      to
    }
  }
  actions {
    kind
    priority
    team
    assigneeId
    dueInMinutes
    channel
    onCall
    webhookId
    reason
  }
}`) as unknown as TypedDocumentString<SetRuleEnabledMutation, SetRuleEnabledMutationVariables>;
export const DeleteRuleDocument = new TypedDocumentString(`
    mutation DeleteRule($ruleId: ID!) {
  deleteBitdefenderAlertRule(input: {ruleId: $ruleId}) {
    rule {
      id
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<DeleteRuleMutation, DeleteRuleMutationVariables>;
export const ReorderRulesDocument = new TypedDocumentString(`
    mutation ReorderRules($input: ReorderBitdefenderAlertRulesInput!) {
  reorderBitdefenderAlertRules(input: $input) {
    rules {
      ...RuleForm
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment RuleForm on BitdefenderAlertRule {
  id
  name
  enabled
  position
  next
  version
  scope {
    kind
    clientIds
    siteIds
  }
  conditions {
    kinds
    minimumSeverity
    maximumSeverity
    families
    actions
    stillActive
    statuses
    hostnamePattern
    machineKinds
    companyIds
    causes
    hours {
      days
      from
      to
    }
  }
  actions {
    kind
    priority
    team
    assigneeId
    dueInMinutes
    channel
    onCall
    webhookId
    reason
  }
}`) as unknown as TypedDocumentString<ReorderRulesMutation, ReorderRulesMutationVariables>;
export const RetryDeliveriesDocument = new TypedDocumentString(`
    mutation RetryDeliveries($ids: [ID!]!) {
  retryBitdefenderAlertDeliveries(input: {ids: $ids}) {
    outcomes {
      id
      delivery {
        id
        state
      }
      userErrors {
        ...Refusal
      }
    }
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}`) as unknown as TypedDocumentString<RetryDeliveriesMutation, RetryDeliveriesMutationVariables>;
export const RunsPageDocument = new TypedDocumentString(`
    query RunsPage($integrationId: ID, $first: Int! = 50, $after: String, $counts: Boolean! = true) {
  bitdefenderSyncRuns(integrationId: $integrationId, first: $first, after: $after) {
    edges {
      cursor
      node {
        ...RunRow
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
  bitdefenderIntegrations @include(if: $counts) {
    id
    name
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment RunRow on BitdefenderSyncRun {
  id
  state
  trigger
  requestedBy
  requestedByUser {
    id
    name
  }
  integration {
    id
    name
  }
  client {
    id
    name
  }
  attempt
  plan
  calls
  shareDone
  queuedAt
  startedAt
  endedAt
}`) as unknown as TypedDocumentString<RunsPageQuery, RunsPageQueryVariables>;
export const RunPageDocument = new TypedDocumentString(`
    query RunPage($id: ID!) {
  bitdefenderSyncRun(id: $id) {
    ...RunRow
    ...RunProgress
  }
}
    fragment RunProgress on BitdefenderSyncRun {
  id
  state
  shareDone
  plan
  calls
  queuedAt
  startedAt
  endedAt
  streams {
    stream
    state
    calls
    fetched
    stored
    matched
    skipped
    skippedByReason {
      reason
      count
    }
    warnings
    startedAt
    endedAt
    problem {
      ...ProblemText
    }
  }
}
fragment ProblemText on BitdefenderProblem {
  code
  message
  hint
}
fragment RunRow on BitdefenderSyncRun {
  id
  state
  trigger
  requestedBy
  requestedByUser {
    id
    name
  }
  integration {
    id
    name
  }
  client {
    id
    name
  }
  attempt
  plan
  calls
  shareDone
  queuedAt
  startedAt
  endedAt
}`) as unknown as TypedDocumentString<RunPageQuery, RunPageQueryVariables>;
export const AllSyncProgressDocument = new TypedDocumentString(`
    subscription AllSyncProgress {
  bitdefenderSyncProgressed {
    id
    state
    shareDone
  }
}
    `) as unknown as TypedDocumentString<AllSyncProgressSubscription, AllSyncProgressSubscriptionVariables>;
export const SeatMachinesDocument = new TypedDocumentString(`
    query SeatMachines($seatsId: ID!, $category: BitdefenderSeatCategory, $withoutAgent: Boolean! = false, $first: Int! = 50, $after: String) {
  bitdefenderSeatMachines(
    seatsId: $seatsId
    category: $category
    withoutAgent: $withoutAgent
    first: $first
    after: $after
  ) {
    edges {
      cursor
      node {
        id
        category
        name
        agent {
          id
        }
        device {
          id
        }
        sameAsName
        removal
        since
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<SeatMachinesQuery, SeatMachinesQueryVariables>;
export const SeatsPageDocument = new TypedDocumentString(`
    query SeatsPage($month: String, $clientId: ID, $differing: Boolean! = false, $first: Int! = 50, $after: String, $counts: Boolean! = true) {
  bitdefenderSeats(
    month: $month
    clientId: $clientId
    differing: $differing
    first: $first
    after: $after
  ) {
    edges {
      cursor
      node {
        id
        month
        companyName
        client {
          id
          name
        }
        counted
        countedWithBelow
        protected
        stale
        duplicates
        removed
        unexplained
        withoutAgent
        unmanaged
        unprotected
        usedSlots
        totalSlots
        subscription
        expiresAt
        problem {
          code
          message
          hint
        }
        closed
        asOf
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
  bitdefenderSeatMonths(clientId: $clientId) @include(if: $counts) {
    month
    companies
    notRead
    counted
    protected
    stale
    duplicates
    removed
    unexplained
    withoutAgent
    unmanaged
    unprotected
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<SeatsPageQuery, SeatsPageQueryVariables>;
export const SeatsExportDocument = new TypedDocumentString(`
    query SeatsExport($month: String, $clientId: ID, $rows: BitdefenderSeatRows!) {
  exportBitdefenderSeats(month: $month, clientId: $clientId, rows: $rows) {
    url
    fileName
    columns
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<SeatsExportQuery, SeatsExportQueryVariables>;
export const ThreatsPageDocument = new TypedDocumentString(`
    query ThreatsPage($filter: BitdefenderThreatFilter, $orderBy: BitdefenderThreatOrder! = NEWEST, $first: Int! = 50, $after: String, $counts: Boolean! = true, $clientId: ID! = "none", $sites: Boolean! = false) {
  client(id: $clientId) @include(if: $sites) {
    id
    bitdefender {
      sites {
        id
        name
        agents
      }
    }
  }
  bitdefenderThreats(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
  ) {
    totalCount @include(if: $counts)
    facets @include(if: $counts) {
      severities {
        value
        count
      }
      statuses {
        value
        count
      }
      actions {
        value
        count
      }
      families {
        value
        count
      }
      clients {
        client {
          id
          name
        }
        count
      }
      assignees {
        assigneeId
        assignee {
          id
          name
        }
        count
      }
    }
    edges {
      cursor
      node {
        ...ThreatRow
        alert {
          id
          state
          ticket {
            ...TicketCard
          }
        }
      }
    }
    pageInfo {
      ...PageEnd
    }
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment ThreatRow on BitdefenderThreat {
  id
  name
  severity
  status
  action
  hostName
  detectedAt
  lastDetectedAt
  occurrences
  history
  assigneeId
  assignee {
    id
    name
  }
  client {
    id
    name
  }
  agent {
    id
    hostname
  }
  device {
    id
    name
  }
}
fragment TicketCard on Ticket {
  id
  reference
  title
  priority
  team
  assigneeId
  state
  url
  dueAt
}`) as unknown as TypedDocumentString<ThreatsPageQuery, ThreatsPageQueryVariables>;
export const ThreatsExportDocument = new TypedDocumentString(`
    query ThreatsExport($filter: BitdefenderThreatFilter) {
  exportBitdefenderThreats(filter: $filter) {
    url
    fileName
    columns
    expiresAt
  }
}
    `) as unknown as TypedDocumentString<ThreatsExportQuery, ThreatsExportQueryVariables>;
export const LiveThreatsDocument = new TypedDocumentString(`
    subscription LiveThreats($after: String, $filter: BitdefenderThreatFilter) {
  bitdefenderThreatDetected(after: $after, filter: $filter) {
    cursor
    kind
    kinds
    changeCount
    at
    threat {
      ...ThreatRow
    }
  }
}
    fragment ThreatRow on BitdefenderThreat {
  id
  name
  severity
  status
  action
  hostName
  detectedAt
  lastDetectedAt
  occurrences
  history
  assigneeId
  assignee {
    id
    name
  }
  client {
    id
    name
  }
  agent {
    id
    hostname
  }
  device {
    id
    name
  }
}`) as unknown as TypedDocumentString<LiveThreatsSubscription, LiveThreatsSubscriptionVariables>;
export const TicketThreatsDocument = new TypedDocumentString(`
    query TicketThreats($ids: [ID!]!) {
  tickets(ids: $ids) {
    ...TicketCard
    bitdefenderAlerts(first: 20) {
      id
      title
      severity
      state
      threat {
        ...ThreatRow
        company {
          id
          name
        }
        integration {
          id
          name
        }
      }
    }
  }
}
    fragment ThreatRow on BitdefenderThreat {
  id
  name
  severity
  status
  action
  hostName
  detectedAt
  lastDetectedAt
  occurrences
  history
  assigneeId
  assignee {
    id
    name
  }
  client {
    id
    name
  }
  agent {
    id
    hostname
  }
  device {
    id
    name
  }
}
fragment TicketCard on Ticket {
  id
  reference
  title
  priority
  team
  assigneeId
  state
  url
  dueAt
}`) as unknown as TypedDocumentString<TicketThreatsQuery, TicketThreatsQueryVariables>;
export const ThreatPageDocument = new TypedDocumentString(`
    query ThreatPage($id: ID!) {
  bitdefenderThreat(id: $id) {
    ...ThreatRow
    ...ThreatDecision
    signature
    severityScore
    severitySource
    severityReason
    explanation
    actionRaw
    filePath
    fileHash
    processPath
    link
    attackTypes
    techniques {
      id
      name
    }
    fileCount
    files {
      name
      path
      sha256
      action
    }
    responseTimes {
      knownSeconds
      alertSeconds
      ticketSeconds
      personSeconds
    }
    company {
      id
      name
    }
    integration {
      id
      name
    }
    alert {
      ...AlertRow
      routing {
        outcome
        message
        rules {
          ruleName
          matched
          why
        }
      }
      deliveries {
        id
        kind
        state
        attempts
        lastError
      }
    }
    changes(first: 20) {
      edges {
        node {
          kind
          at
          actor
          source
          from
          to
          reason
          note
        }
      }
      pageInfo {
        ...PageEnd
      }
    }
  }
}
    fragment PageEnd on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment ThreatRow on BitdefenderThreat {
  id
  name
  severity
  status
  action
  hostName
  detectedAt
  lastDetectedAt
  occurrences
  history
  assigneeId
  assignee {
    id
    name
  }
  client {
    id
    name
  }
  agent {
    id
    hostname
  }
  device {
    id
    name
  }
}
fragment TicketCard on Ticket {
  id
  reference
  title
  priority
  team
  assigneeId
  state
  url
  dueAt
}
fragment AlertRow on BitdefenderAlert {
  id
  kind
  alertType
  title
  detail
  severity
  state
  raisedAt
  hostName
  suppressedBy
  suppressedReason
  heldUntil
  heldBy {
    id
    name
  }
  assigneeId
  assignee {
    id
    name
  }
  takenOverBy
  takenOverByUser {
    id
    name
  }
  snoozedUntil
  client {
    id
    name
  }
  ticket {
    ...TicketCard
  }
}
fragment ThreatDecision on BitdefenderThreat {
  id
  status
  resolvedBy
  resolvedByUser {
    id
    name
  }
  resolvedAt
  note
  assigneeId
  assignee {
    id
    name
  }
}`) as unknown as TypedDocumentString<ThreatPageQuery, ThreatPageQueryVariables>;
export const TriageThreatsDocument = new TypedDocumentString(`
    mutation TriageThreats($input: TriageBitdefenderThreatsInput!) {
  triageBitdefenderThreats(input: $input) {
    outcomes {
      id
      threat {
        ...ThreatDecision
        alert {
          id
          state
        }
      }
      userErrors {
        ...Refusal
      }
    }
    seen
    userErrors {
      ...Refusal
    }
  }
}
    fragment Refusal on BitdefenderUserError {
  code
  field
  message
}
fragment ThreatDecision on BitdefenderThreat {
  id
  status
  resolvedBy
  resolvedByUser {
    id
    name
  }
  resolvedAt
  note
  assigneeId
  assignee {
    id
    name
  }
}`) as unknown as TypedDocumentString<TriageThreatsMutation, TriageThreatsMutationVariables>;
