// Written by "npm run operations"; do not edit.
import type { Tool } from './tool.js';

export const tools: readonly Tool[] = [
 {
  "name": "diagnose",
  "title": "Why something is missing or old",
  "description": "Findings that explain what is missing or old, each with evidence and what helps. Of the whole MSP without arguments; with clientId, deviceId (why a machine has no agent) or threatId (why a threat has no ticket) of that one.",
  "operation": "DiagnosticsPage",
  "uses": [
   "Query.bitdefenderDiagnostics",
   "Query.bitdefenderSettings",
   "Query.clients"
  ],
  "input": {
   "type": "object",
   "properties": {
    "clientId": {
     "type": "string",
     "maxLength": 255,
     "description": "Id of a client to diagnose. At most 255 characters."
    },
    "deviceId": {
     "type": "string",
     "maxLength": 255,
     "description": "Id of a device to diagnose: why it has no agent. At most 255 characters."
    },
    "threatId": {
     "type": "string",
     "maxLength": 255,
     "description": "Id of a threat to diagnose: why it has no ticket. At most 255 characters."
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query DiagnosticsPage($clientId:ID$deviceId:ID$threatId:ID){bitdefenderDiagnostics(clientId:$clientId deviceId:$deviceId threatId:$threatId){checkedAt findings{...Finding integration{id name state endpoint version naiveZone}company{id name client{id name}}device{id name client{id name}}threat{id name hostName client{id name}}}}bitdefenderSettings{version matchMode}clients(first:500){edges{node{id name}}pageInfo{hasNextPage endCursor}}}fragment Finding on BitdefenderFinding{code severity message evidence{name value}remedy{kind name message}integrationId companyId deviceId threatId}"
 },
 {
  "name": "export_audit",
  "title": "Export the audit as CSV",
  "description": "A link to a CSV file of the audit. The link opens once and for this person only; give it to the person and do not open it.",
  "operation": "AuditExport",
  "uses": [
   "Query.exportBitdefenderAudit"
  ],
  "input": {
   "type": "object",
   "properties": {
    "filter": {
     "type": "object",
     "properties": {
      "actor": {
       "type": "string",
       "maxLength": 255,
       "description": "Subject of the user who made the change. At most 255 characters."
      },
      "actions": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 100
       },
       "minItems": 1,
       "maxItems": 100,
       "description": "Actions, such as KEY_ROTATED. 1 to 100 items. At most 100 characters each."
      },
      "subject": {
       "type": "string",
       "maxLength": 255,
       "description": "ID of the changed object, including bulk decisions that contain it. At most 255 characters."
      },
      "from": {
       "type": "string",
       "format": "date-time",
       "description": "Start of the range (inclusive)."
      },
      "before": {
       "type": "string",
       "format": "date-time",
       "description": "End of the range (exclusive)."
      }
     },
     "additionalProperties": false,
     "description": "Entries to include; all if omitted."
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query AuditExport($filter:BitdefenderAuditFilter){exportBitdefenderAudit(filter:$filter){url fileName columns expiresAt}}"
 },
 {
  "name": "export_seats",
  "title": "Export seats",
  "description": "A link to a CSV file with the seats of a month, a line for each company or for each machine.",
  "operation": "SeatsExport",
  "uses": [
   "Query.exportBitdefenderSeats"
  ],
  "input": {
   "type": "object",
   "properties": {
    "month": {
     "type": "string",
     "maxLength": 50,
     "description": "Month in UTC, formatted YYYY-MM; this month if null. At most 50 characters."
    },
    "clientId": {
     "type": "string",
     "maxLength": 255,
     "description": "Companies of this client; of all if null. At most 255 characters."
    },
    "rows": {
     "type": "string",
     "enum": [
      "COMPANIES",
      "MACHINES"
     ],
     "description": "What each line is.\nCOMPANIES: A company, with its numbers.\nMACHINES: A machine behind these numbers."
    }
   },
   "required": [
    "rows"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query SeatsExport($month:String$clientId:ID$rows:BitdefenderSeatRows!){exportBitdefenderSeats(month:$month clientId:$clientId rows:$rows){url fileName columns expiresAt}}"
 },
 {
  "name": "export_threats",
  "title": "Export threats as CSV",
  "description": "A link to a CSV file of the threats that a filter selects. The link opens once and for this person only; give it to the person and do not open it.",
  "operation": "ThreatsExport",
  "uses": [
   "Query.exportBitdefenderThreats"
  ],
  "input": {
   "type": "object",
   "properties": {
    "filter": {
     "type": "object",
     "properties": {
      "minimumSeverity": {
       "type": "string",
       "enum": [
        "UNKNOWN",
        "LOW",
        "MEDIUM",
        "HIGH",
        "CRITICAL"
       ],
       "description": "Minimum severity (inclusive); HIGH by default, or none if `severity` is given.\nUNKNOWN: Bitdefender reported nothing to rate it by.\nLOW: Incidents with a score of 0 to 39 by default; adware and unwanted applications.\nMEDIUM: Incidents with a score of 40 to 75 by default; quarantined malware of other families; detections known only from the state of a device.\nHIGH: Incidents with a score of 76 to 89 by default; quarantined items while the device is infected; infected devices.\nCRITICAL: Incidents with a score of 90 to 100 by default; ransomware."
      },
      "severity": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "UNKNOWN",
         "LOW",
         "MEDIUM",
         "HIGH",
         "CRITICAL"
        ]
       },
       "minItems": 1,
       "maxItems": 5,
       "description": "Only threats of exactly these severities. 1 to 5 items.\nUNKNOWN: Bitdefender reported nothing to rate it by.\nLOW: Incidents with a score of 0 to 39 by default; adware and unwanted applications.\nMEDIUM: Incidents with a score of 40 to 75 by default; quarantined malware of other families; detections known only from the state of a device.\nHIGH: Incidents with a score of 76 to 89 by default; quarantined items while the device is infected; infected devices.\nCRITICAL: Incidents with a score of 90 to 100 by default; ransomware."
      },
      "status": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "UNRESOLVED",
         "RESOLVED",
         "FALSE_POSITIVE",
         "ALL"
        ]
       },
       "minItems": 1,
       "maxItems": 4,
       "description": "Only threats of these statuses; UNRESOLVED by default. 1 to 4 items.\nUNRESOLVED: Open threats.\nRESOLVED: Closed threats.\nFALSE_POSITIVE: False positives.\nALL: Threats of every status.",
       "default": [
        "UNRESOLVED"
       ]
      },
      "clientId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only threats of this client. At most 255 characters."
      },
      "clientIds": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 255
       },
       "minItems": 1,
       "maxItems": 1000,
       "description": "Only threats of these clients. 1 to 1,000 items. At most 255 characters each."
      },
      "assigneeId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only threats that this user is assigned to. At most 255 characters."
      },
      "assigned": {
       "type": "boolean",
       "description": "Only threats that somebody is assigned to (true), or nobody (false)."
      },
      "deviceId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only threats of this device's machine, including its twins. At most 255 characters."
      },
      "siteId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only threats of machines whose agent is at this site now; machines without an agent are at none. At most 255 characters."
      },
      "companyId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only threats of this company. At most 255 characters."
      },
      "mapped": {
       "type": "boolean",
       "description": "Only threats of mapped companies (true) or of unmapped ones (false)."
      },
      "action": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "REPORTED",
         "BLOCKED",
         "PARTIALLY_BLOCKED",
         "QUARANTINED",
         "KILLED",
         "UNKNOWN"
        ]
       },
       "minItems": 1,
       "maxItems": 6,
       "description": "Only threats on which Bitdefender took one of these actions. 1 to 6 items.\nREPORTED: Reported only.\nBLOCKED: Blocked.\nPARTIALLY_BLOCKED: Blocked in part.\nQUARANTINED: File moved to quarantine.\nKILLED: Process ended.\nUNKNOWN: Action unknown to this service; see `actionRaw`."
      },
      "family": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "RANSOMWARE",
         "EXPLOIT",
         "TROJAN",
         "BACKDOOR",
         "WORM",
         "VIRUS",
         "ROOTKIT",
         "SPYWARE",
         "HEURISTIC",
         "ADWARE",
         "APPLICATION",
         "UNKNOWN"
        ]
       },
       "minItems": 1,
       "maxItems": 12,
       "description": "Only threats of these families. 1 to 12 items.\nRANSOMWARE: Encrypts files for a ransom.\nEXPLOIT: Uses a vulnerability.\nTROJAN: Disguises itself as something useful.\nBACKDOOR: Opens the machine to others.\nWORM: Spreads over the network.\nVIRUS: Spreads over files.\nROOTKIT: Hides in the operating system.\nSPYWARE: Collects what people type and store.\nHEURISTIC: Found by its behaviour or its likeness to malware.\nADWARE: Shows advertisements.\nAPPLICATION: Potentially unwanted application.\nUNKNOWN: The name indicates no family."
      },
      "detectedFrom": {
       "type": "string",
       "format": "date-time",
       "description": "Start of the range of first detections (inclusive)."
      },
      "detectedBefore": {
       "type": "string",
       "format": "date-time",
       "description": "End of the range of first detections (exclusive)."
      },
      "search": {
       "type": "string",
       "maxLength": 500,
       "description": "Part of the name, file path or host name, case-insensitive; at least 3 characters, unless it is blank, which is no search. At most 500 characters."
      }
     },
     "additionalProperties": false,
     "description": "Filter of the threats."
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query ThreatsExport($filter:BitdefenderThreatFilter){exportBitdefenderThreats(filter:$filter){url fileName columns expiresAt}}"
 },
 {
  "name": "find_agents",
  "title": "Find agents",
  "description": "Ids and host names of the agents among the machines that a filter selects.",
  "operation": "AgentChoices",
  "uses": [
   "Query.bitdefenderDevices"
  ],
  "input": {
   "type": "object",
   "properties": {
    "filter": {
     "type": "object",
     "properties": {
      "clientId": {
       "type": "string",
       "maxLength": 255,
       "description": "Machines of this client. At most 255 characters."
      },
      "mapped": {
       "type": "boolean",
       "description": "True for machines of clients, false for devices of unmapped companies."
      },
      "siteId": {
       "type": "string",
       "maxLength": 255,
       "description": "Machines whose agent is at this site; machines that only Bitdefender knows are at none. At most 255 characters."
      },
      "knownTo": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "BOTH",
         "OPSMERGE_ONLY",
         "BITDEFENDER_ONLY"
        ]
       },
       "minItems": 1,
       "maxItems": 3,
       "description": "Machines known to these products. 1 to 3 items.\nBOTH: Has an OpsMerge agent and is protected by Bitdefender.\nOPSMERGE_ONLY: Has an OpsMerge agent and is not protected by Bitdefender, or no longer listed.\nBITDEFENDER_ONLY: Known to Bitdefender, without an OpsMerge agent; it is shown with limited functions."
      },
      "presence": {
       "type": "string",
       "enum": [
        "PRESENT",
        "MISSING"
       ],
       "description": "Machines whose device has this presence.\nPRESENT: Listed in the last complete inventory.\nMISSING: Not listed in the last complete inventory; its data are kept."
      },
      "health": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "HEALTHY",
         "ATTENTION",
         "AT_RISK",
         "UNKNOWN"
        ]
       },
       "minItems": 1,
       "maxItems": 4,
       "description": "Machines with one of these healths. 1 to 4 items.\nHEALTHY: No problem is known.\nATTENTION: Needs attention.\nAT_RISK: Infected, not fully protected, or with unresolved threats of severity HIGH and above.\nUNKNOWN: The state of the device is unknown."
      },
      "healthReasons": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "UNMANAGED",
         "INFECTED",
         "UNRESOLVED_THREATS",
         "ANTIMALWARE_OFF",
         "LICENCE_EXPIRED",
         "MISSING",
         "DETECTED",
         "SIGNATURES_OUTDATED",
         "PRODUCT_OUTDATED",
         "POLICY_NOT_APPLIED",
         "NOT_SEEN",
         "STATE_STALE",
         "ISOLATED",
         "STATE_UNKNOWN"
        ]
       },
       "minItems": 1,
       "maxItems": 14,
       "description": "Machines whose health has one of these reasons. 1 to 14 items.\nUNMANAGED: Bitdefender has discovered the device but does not protect it.\nINFECTED: Still infected.\nUNRESOLVED_THREATS: Unresolved threats of severity HIGH and above.\nANTIMALWARE_OFF: The antimalware module is off.\nLICENCE_EXPIRED: The licence has expired.\nMISSING: Bitdefender no longer lists the device.\nDETECTED: Malware was detected in the 24 hours before the state was read.\nSIGNATURES_OUTDATED: The malware signatures are out of date.\nPRODUCT_OUTDATED: The Bitdefender product is out of date.\nPOLICY_NOT_APPLIED: The assigned policy is not applied yet.\nNOT_SEEN: No contact to Bitdefender for more than the expected number of days (`notSeenDays`).\nSTATE_STALE: The state was last read more than 48 hours ago.\nISOLATED: The device is isolated: cut off from the network.\nSTATE_UNKNOWN: No problem is known, but the state has not been read yet, or Bitdefender did not report whether the device is infected."
      },
      "gaps": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "UNPROTECTED",
         "NO_AGENT",
         "AMBIGUOUS",
         "UNMANAGED",
         "SIGNATURES_OUTDATED",
         "PRODUCT_OUTDATED",
         "LICENCE_EXPIRED",
         "NOT_SEEN",
         "MODULE_OFF",
         "POLICY_NOT_APPLIED",
         "POLICY_NOT_EXPECTED"
        ]
       },
       "minItems": 1,
       "maxItems": 11,
       "description": "Machines with one of these gaps. 1 to 11 items.\nUNPROTECTED: Has an OpsMerge agent and is not protected by Bitdefender, or no longer listed.\nNO_AGENT: Protected by Bitdefender, without an OpsMerge agent.\nAMBIGUOUS: Protected by Bitdefender, but could be any of several agents.\nUNMANAGED: Discovered by Bitdefender on the network, but not protected.\nSIGNATURES_OUTDATED: The malware signatures are out of date.\nPRODUCT_OUTDATED: The Bitdefender product is out of date.\nLICENCE_EXPIRED: The Bitdefender licence has expired.\nNOT_SEEN: No contact to Bitdefender for more than the expected number of days (`notSeenDays`).\nMODULE_OFF: A module that is expected to be on is off.\nPOLICY_NOT_APPLIED: The assigned policy is not applied.\nPOLICY_NOT_EXPECTED: The policy is not one of those expected."
      },
      "matchKinds": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "EXACT",
         "SHORT_NAME",
         "NETBIOS",
         "NAME",
         "MAC",
         "PINNED",
         "NONE",
         "AMBIGUOUS"
        ]
       },
       "minItems": 1,
       "maxItems": 8,
       "description": "Machines whose device was matched in one of these ways. 1 to 8 items.\nEXACT: The full names are equal.\nSHORT_NAME: The names are equal without their domains.\nNETBIOS: One name is the other, truncated to 15 characters by NetBIOS.\nNAME: Same host name as the device has in Bitdefender; no agent has that of its FQDN.\nMAC: Several share the name; a MAC address identified this one.\nPINNED: Pinned by a user.\nNONE: No agent; `matchReason` says why.\nAMBIGUOUS: Several agents or devices share the name, and nothing distinguishes them."
      },
      "policies": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 200
       },
       "minItems": 1,
       "maxItems": 100,
       "description": "Machines with one of these policies, by exact name in Bitdefender. 1 to 100 items. At most 200 characters each."
      },
      "policyApplied": {
       "type": "boolean",
       "description": "Machines that have applied their policy (true) or not (false)."
      },
      "isolated": {
       "type": "boolean",
       "description": "Machines that are isolated (true), or known to Bitdefender and not reported as isolated (false)."
      },
      "notSeenForDays": {
       "type": "integer",
       "minimum": 1,
       "maximum": 3650,
       "description": "Machines without contact to Bitdefender for more than this number of days, 1 to 3650. Machines without a known contact do not match."
      },
      "search": {
       "type": "string",
       "maxLength": 500,
       "description": "Part of the host name, the name in Bitdefender, the FQDN, the label or the IP address, case-insensitive. At most 500 characters. At least 3 characters, unless it is blank, which is no search."
      }
     },
     "additionalProperties": false,
     "description": "Conditions that machines must meet. On a client, only its own machines are listed."
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows, 1 to 100.",
     "default": 20
    }
   },
   "required": [
    "filter"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query AgentChoices($filter:BitdefenderDeviceFilter!$first:Int!=20){bitdefenderDevices(filter:$filter first:$first){edges{node{id agent{id hostname}}}}}"
 },
 {
  "name": "find_machines",
  "title": "Find machines by name",
  "description": "Ids of machines by a part of their name. Use device.id of the answer where another tool takes the id of a device.",
  "operation": "DeviceChoices",
  "uses": [
   "Query.bitdefenderDevices"
  ],
  "input": {
   "type": "object",
   "properties": {
    "search": {
     "type": "string",
     "maxLength": 500,
     "description": "Part of the host name, the name in Bitdefender, the FQDN, the label or the IP address, case-insensitive. At most 500 characters. At least 3 characters, unless it is blank, which is no search."
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows, 1 to 100.",
     "default": 20
    }
   },
   "required": [
    "search"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query DeviceChoices($search:String!$first:Int!=20){bitdefenderDevices(filter:{search:$search}first:$first){edges{node{id name client{id name}device{id}}}}}"
 },
 {
  "name": "find_threats",
  "title": "Find threats by name",
  "description": "Ids of threats of every severity and status by a part of their name, file path or host name.",
  "operation": "ThreatChoices",
  "uses": [
   "Query.bitdefenderThreats"
  ],
  "input": {
   "type": "object",
   "properties": {
    "search": {
     "type": "string",
     "maxLength": 500,
     "description": "Part of the name, file path or host name, case-insensitive; at least 3 characters, unless it is blank, which is no search. At most 500 characters."
    }
   },
   "required": [
    "search"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query ThreatChoices($search:String!){bitdefenderThreats(filter:{search:$search minimumSeverity:UNKNOWN status:[ALL]}first:20){edges{node{id name hostName}}}}"
 },
 {
  "name": "get_alert",
  "title": "One alert",
  "description": "Why an alert has a ticket or none, what was delivered, and its history. Filter by threatId; for an outbreak or a notice by its kind, with raisedFrom and raisedBefore a millisecond apart.",
  "operation": "AlertPage",
  "uses": [
   "Query.bitdefenderAlerts"
  ],
  "input": {
   "type": "object",
   "properties": {
    "filter": {
     "type": "object",
     "properties": {
      "kind": {
       "type": "string",
       "enum": [
        "THREAT",
        "OUTBREAK",
        "NOTICE",
        "DEGRADATION"
       ],
       "description": "Only those about this.\nTHREAT: One threat. Each threat has exactly one alert of this kind.\nOUTBREAK: Threats on many machines of one client in a short time.\nNOTICE: Problem of this service, such as a failing integration.\nDEGRADATION: Machines of one client that are protected less than they should be or soon will be, by cause."
      },
      "state": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "OPEN",
         "ACKNOWLEDGED",
         "SNOOZED",
         "RESOLVED"
        ]
       },
       "minItems": 1,
       "maxItems": 4,
       "description": "Only those that stand at one of these. 1 to 4 items.\nOPEN: Needs attention.\nACKNOWLEDGED: Taken over by a user; no longer follows its threat automatically.\nSNOOZED: Set aside until a time or until its threat recurs; then OPEN again.\nRESOLVED: Resolved, usually because its threat is."
      },
      "minimumSeverity": {
       "type": "string",
       "enum": [
        "UNKNOWN",
        "LOW",
        "MEDIUM",
        "HIGH",
        "CRITICAL"
       ],
       "description": "Minimum severity (inclusive).\nUNKNOWN: Bitdefender reported nothing to rate it by.\nLOW: Incidents with a score of 0 to 39 by default; adware and unwanted applications.\nMEDIUM: Incidents with a score of 40 to 75 by default; quarantined malware of other families; detections known only from the state of a device.\nHIGH: Incidents with a score of 76 to 89 by default; quarantined items while the device is infected; infected devices.\nCRITICAL: Incidents with a score of 90 to 100 by default; ransomware."
      },
      "clientId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only actions of this client. At most 255 characters."
      },
      "deviceId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only of this device's machine: of all its twins. At most 255 characters."
      },
      "threatId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only the one of this threat. At most 255 characters."
      },
      "outbreakId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only those of the threats of this outbreak. At most 255 characters."
      },
      "assigneeId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only this technician's. At most 255 characters."
      },
      "assigned": {
       "type": "boolean",
       "description": "Only assigned alerts (true), or only unassigned ones (false)."
      },
      "suppressed": {
       "type": "boolean",
       "description": "Only those that something kept from acting, or only the others."
      },
      "suppressedById": {
       "type": "string",
       "maxLength": 255,
       "description": "Only those this mute or rule suppressed. At most 255 characters."
      },
      "held": {
       "type": "boolean",
       "description": "Only those of which a maintenance window holds actions at the moment, or only the others."
      },
      "hasTicket": {
       "type": "boolean",
       "description": "Only those with a ticket, or only those without."
      },
      "raisedFrom": {
       "type": "string",
       "format": "date-time",
       "description": "Raised at this time or later."
      },
      "raisedBefore": {
       "type": "string",
       "format": "date-time",
       "description": "Raised before this time."
      },
      "search": {
       "type": "string",
       "maxLength": 500,
       "description": "A part of the title, or of the name, file path or host name of the threat, in any case; at least 3 characters, unless it is blank, which is no search. At most 500 characters."
      }
     },
     "additionalProperties": false,
     "description": "Filter of the list."
    }
   },
   "required": [
    "filter"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query AlertPage($filter:BitdefenderAlertFilter!){bitdefenderAlerts(filter:$filter first:10){edges{node{...AlertRow cause device{id name}threat{id name status signature filePath action}outbreak{id title}mute{id reason until createdBy createdByUser{id name}}routing{outcome message at rules{ruleId ruleName matched why}}deliveries{id kind ruleName state attempts lastError changedAt}changes{cursor kind at actor from to snoozedUntil assigneeId note}}}}}fragment AlertRow on BitdefenderAlert{id kind alertType title detail severity state raisedAt hostName suppressedBy suppressedReason heldUntil heldBy{id name}assigneeId assignee{id name}takenOverBy takenOverByUser{id name}snoozedUntil client{id name}ticket{...TicketCard}}fragment TicketCard on Ticket{id reference title priority team assigneeId state url dueAt}"
 },
 {
  "name": "get_client",
  "title": "One client",
  "description": "The protection of one client: companies, machines, gaps, unresolved threats, open alerts, and when it was last synced.",
  "operation": "ClientTab",
  "uses": [
   "Client.bitdefender",
   "Query.bitdefenderDiagnostics",
   "Query.bitdefenderResponseTimes",
   "Query.client"
  ],
  "input": {
   "type": "object",
   "properties": {
    "clientId": {
     "type": "string",
     "description": "The client's id."
    }
   },
   "required": [
    "clientId"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query ClientTab($clientId:ID!){client(id:$clientId){id name bitdefender{state companies{id name state}lastSyncedAt syncing freshness{lastSyncedAt stale staleAt}cadence{active reasons aimedSeconds nextSyncAt syncs medianSeconds longestSeconds}threatCounts{today thisWeek thisMonth unresolved timeZone asOf stale unresolvedBySeverity{...BySeverity}series(step:DAY window:THIS_MONTH){steps{from to total bySeverity{...BySeverity}}}}coverage{machines agents protectedAgents gaps{gap machines}trend(days:30){day machines protectedAgents}}threats(first:20){totalCount edges{node{id name severity status detectedAt hostName alert{id ticket{id reference}}}}}devices(orderBy:HEALTH first:20){totalCount edges{node{id name knownTo health gaps device{id}}}}}}bitdefenderDiagnostics(clientId:$clientId){findings{...Finding}}bitdefenderResponseTimes(clientIds:[$clientId]first:6){timeZone promise{known alert ticket person}clients{months{month from threats removed known{...ResponseStep}alert{...ResponseStep}ticket{...ResponseStep}person{...ResponseStep}}}}}fragment BySeverity on BitdefenderThreatsBySeverity{critical high medium low unknown}fragment Finding on BitdefenderFinding{code severity message evidence{name value}remedy{kind name message}integrationId companyId deviceId threatId}fragment ResponseStep on BitdefenderResponseStep{reached p50Seconds p95Seconds waiting kept overdue keptShare}"
 },
 {
  "name": "get_client_report",
  "title": "The report of one client",
  "description": "What the people of one client see of a week or a month: threats, what was done, protection and response times beside the period before; and the links by which it is shared. For numbers of all clients use get_dashboard.",
  "operation": "ClientReport",
  "uses": [
   "Query.bitdefenderClientReport",
   "Query.bitdefenderReportLinks"
  ],
  "input": {
   "type": "object",
   "properties": {
    "clientId": {
     "type": "string",
     "maxLength": 255,
     "description": "Client. At most 255 characters."
    },
    "period": {
     "type": "string",
     "enum": [
      "WEEK",
      "MONTH"
     ],
     "description": "Length of the period.\nWEEK: A week, from Monday on.\nMONTH: A calendar month.",
     "default": "MONTH"
    },
    "day": {
     "type": "string",
     "maxLength": 50,
     "description": "Any day of the period, such as 2026-03-18, at most 400 days ago; the last period that is over by default. At most 50 characters."
    },
    "timeZone": {
     "type": "string",
     "maxLength": 100,
     "description": "IANA time zone of the period, such as Europe/Berlin; the tenant's by default. At most 100 characters."
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 20
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    }
   },
   "required": [
    "clientId"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query ClientReport($clientId:ID!$period:PortalBitdefenderReportPeriod!=MONTH$day:String$timeZone:String$first:Int!=20$after:String){bitdefenderClientReport(clientId:$clientId period:$period day:$day timeZone:$timeZone){isShared report{...WholeReport}}bitdefenderReportLinks(clientId:$clientId first:$first after:$after){edges{node{...ReportLinkRow}}pageInfo{...PageEnd}}}fragment WholeReport on PortalBitdefenderReport{clientName sites{id name}period name day from to isOver timeZone drawnUpAt asOf stale threats{sentence total stopped handled beingHandled machines machinesBefore unlisted before{total stopped handled beingHandled}bySeverity{severity total stopped handled beingHandled}byKind{kind total stopped handled beingHandled}listed{id name severity outcome hostName detectedAt}mostConcerned{hostName total}}actions{kind count before text}protection{day sentence machines protectedMachines machinesBefore protectedMachinesBefore problems{problem machines before text}}response{sentence ...ReportSpeed before{...ReportTimes}}}fragment ReportSpeed on PortalBitdefenderReportResponse{threats known{...PortalStep}ticket{...PortalStep}person{...PortalStep}}fragment PortalStep on PortalBitdefenderResponseStep{reached p50Seconds p95Seconds promisedMinutes keptShare}fragment ReportTimes on PortalBitdefenderReportSpeed{threats known{...PortalStep}ticket{...PortalStep}person{...PortalStep}}fragment ReportLinkRow on BitdefenderReportLink{id period name day timeZone state createdAt createdByUser{id name}expiresAt revokedAt lastOpenedOn daysOpened}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "get_dashboard",
  "title": "Numbers of the MSP",
  "description": "Numbers and series of the whole MSP: threats today, this week and this month against the time before, alerts, machines and gaps. Use it for \"how are we doing\" and for counts; it lists no single threat.",
  "operation": "Dashboard",
  "uses": [
   "Query.bitdefenderAlertCounts",
   "Query.bitdefenderAlerts",
   "Query.bitdefenderCoverage",
   "Query.bitdefenderIntegrations",
   "Query.bitdefenderThreatCounts",
   "Query.bitdefenderThreatSeries"
  ],
  "input": {
   "type": "object",
   "properties": {
    "timeZone": {
     "type": "string",
     "maxLength": 100,
     "description": "IANA time zone such as Europe/Berlin; the tenant's by default. At most 100 characters."
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query Dashboard($timeZone:String){bitdefenderThreatCounts(timeZone:$timeZone){today thisWeek lastWeek lastWeekSoFar thisMonth lastMonth lastMonthSoFar unresolved timeZone asOf stale unresolvedBySeverity{...BySeverity}todayByHour:series(step:HOUR window:TODAY){steps{from total bySeverity{critical high}}}monthByDay:series(step:DAY window:THIS_MONTH){steps{from to total bySeverity{...BySeverity}}}}monthByClient:bitdefenderThreatSeries(groupBy:CLIENT step:DAY window:THIS_MONTH timeZone:$timeZone first:5){steps{from}groups{client{id name}others total counts}}bitdefenderAlertCounts{open openBySeverity{critical high medium low unknown}openUnassigned openWithTicket acknowledged snoozed suppressed}bitdefenderCoverage{machines agents protectedAgents clients asOf stale gaps{gap machines}trend(days:30){day machines agents protectedAgents gaps{gap machines}}}bitdefenderIntegrations{id name state problem{...ProblemText}freshness{stale lastSyncedAt}}openAlerts:bitdefenderAlerts(filter:{state:[OPEN]suppressed:false}orderBy:MOST_SEVERE first:10){edges{node{...AlertRow}}}}fragment BySeverity on BitdefenderThreatsBySeverity{critical high medium low unknown}fragment ProblemText on BitdefenderProblem{code message hint}fragment AlertRow on BitdefenderAlert{id kind alertType title detail severity state raisedAt hostName suppressedBy suppressedReason heldUntil heldBy{id name}assigneeId assignee{id name}takenOverBy takenOverByUser{id name}snoozedUntil client{id name}ticket{...TicketCard}}fragment TicketCard on Ticket{id reference title priority team assigneeId state url dueAt}"
 },
 {
  "name": "get_dashboard_tables",
  "title": "Clients and machines that need somebody",
  "description": "The clients that need somebody first, and the machines with most threats.",
  "operation": "DashboardTables",
  "uses": [
   "Client.bitdefender",
   "Query.bitdefenderClients",
   "Query.bitdefenderDevices"
  ],
  "input": {
   "type": "object",
   "properties": {
    "timeZone": {
     "type": "string",
     "maxLength": 100,
     "description": "IANA time zone such as Europe/Berlin; the tenant's by default. At most 100 characters."
    },
    "clients": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of clients, 1 to 100.",
     "default": 50
    },
    "orderBy": {
     "type": "string",
     "enum": [
      "NEED",
      "THREATS_TODAY",
      "THREATS_THIS_WEEK",
      "THREATS_THIS_MONTH",
      "GAPS"
     ],
     "description": "Order of the clients.\nNEED: By unresolved threats: the number of critical ones, then of high ones, and so on.\nTHREATS_TODAY: By threats detected today in the tenant's time zone.\nTHREATS_THIS_WEEK: By threats detected this week.\nTHREATS_THIS_MONTH: By threats detected this month.\nGAPS: By the machines of all gaps together.",
     "default": "NEED"
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query DashboardTables($timeZone:String$clients:Int!=50$orderBy:BitdefenderClientOrder!=NEED){bitdefenderClients(first:$clients orderBy:$orderBy filter:{archived:false}){id name bitdefender{lastSyncedAt syncing threatCounts(timeZone:$timeZone){today thisWeek thisMonth unresolved stale lastWeekSoFar unresolvedBySeverity{critical high}}alertCounts{open openWithTicket}coverage{machines protectedAgents agents}}}bitdefenderDevices(orderBy:THREATS_THIS_MONTH first:10){edges{node{id name client{id name}device{id threatCounts(timeZone:$timeZone){today thisWeek thisMonth unresolved asOf stale}}}}}}"
 },
 {
  "name": "get_digest",
  "title": "The weekly digest",
  "description": "The digest of the person who asks: whether it is on, when it comes, and what it would say of the last seven days beside the seven before. Use it for \"what happened this week\".",
  "operation": "DigestPage",
  "uses": [
   "Query.bitdefenderDigest",
   "Query.bitdefenderDigestPreview"
  ],
  "input": {
   "type": "object",
   "properties": {},
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query DigestPage{bitdefenderDigest{...OwnDigest}bitdefenderDigestPreview{timeZone from to title body lines{section kind severity gap count before text}}}fragment OwnDigest on BitdefenderDigest{enabled weekday hour timeZone nextAt endedAt endReason last{dueAt state reason settledAt}}"
 },
 {
  "name": "get_machine",
  "title": "One machine",
  "description": "Everything about one machine that Bitdefender knows, by the id of its device: protection modules, policy, scans, matching and its newest threats.",
  "operation": "DevicePage",
  "uses": [
   "Query.bitdefenderDevice"
  ],
  "input": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string",
     "maxLength": 255,
     "description": "Id of the device. At most 255 characters."
    }
   },
   "required": [
    "id"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query DevicePage($id:ID!){bitdefenderDevice(id:$id){...Badge bdId fqdn label ip operatingSystem machineType managed productOutdated isIsolated riskScore abilities{canRunScripts}firstSeenAt presenceChangedAt modules{name on asOf}state{asOf lastSeenAt infected detected signatureOutdated signatureUpdatedAt productVersion engineVersion online licence}matchReason matchCandidates{id hostname}matchDecisions{id kind agent{id hostname}decidedBy decidedByUser{id name}decidedAt note}agent{id hostname}client{id name}twins{id bdId presence}events(first:10){kind at before after}threats(filter:{minimumSeverity:UNKNOWN status:[ALL]}first:20){totalCount edges{node{id name severity status detectedAt action alert{id state}}}}threatSeries:threatCounts{timeZone series(step:DAY window:THIS_MONTH){steps{from to bySeverity{...BySeverity}}}}}}fragment Badge on BitdefenderDevice{id name health matchKind syncing presence readAt healthReasons{code message asOf}policy{id name applied}lastScan{name at}threatCounts{today thisWeek thisMonth unresolved asOf stale}}fragment BySeverity on BitdefenderThreatsBySeverity{critical high medium low unknown}"
 },
 {
  "name": "get_match_choices",
  "title": "Agents that a device may be",
  "description": "How a device was matched to an agent, and the agents that it may be.",
  "operation": "MatchChoices",
  "uses": [
   "Query.bitdefenderDevice"
  ],
  "input": {
   "type": "object",
   "properties": {
    "deviceId": {
     "type": "string",
     "maxLength": 255,
     "description": "Id of the device. At most 255 characters."
    }
   },
   "required": [
    "deviceId"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query MatchChoices($deviceId:ID!){bitdefenderDevice(id:$deviceId){id name matchReason matchCandidates{id hostname}}}"
 },
 {
  "name": "get_report",
  "title": "The report of a customer",
  "description": "For people of a client: what was found on their machines in a week or a month, what was done, how well they are protected and how fast it went, beside the period before. For the week day by day use get_week.",
  "operation": "PortalReport",
  "uses": [
   "Query.portalBitdefenderReport"
  ],
  "input": {
   "type": "object",
   "properties": {
    "period": {
     "type": "string",
     "enum": [
      "WEEK",
      "MONTH"
     ],
     "description": "Length of the period.\nWEEK: A week, from Monday on.\nMONTH: A calendar month.",
     "default": "MONTH"
    },
    "day": {
     "type": "string",
     "maxLength": 50,
     "description": "Any day of the period, such as 2026-03-18, at most 400 days ago; the last period that is over by default. At most 50 characters."
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query PortalReport($period:PortalBitdefenderReportPeriod!=MONTH$day:String){portalBitdefenderReport(period:$period day:$day){...WholeReport}}fragment WholeReport on PortalBitdefenderReport{clientName sites{id name}period name day from to isOver timeZone drawnUpAt asOf stale threats{sentence total stopped handled beingHandled machines machinesBefore unlisted before{total stopped handled beingHandled}bySeverity{severity total stopped handled beingHandled}byKind{kind total stopped handled beingHandled}listed{id name severity outcome hostName detectedAt}mostConcerned{hostName total}}actions{kind count before text}protection{day sentence machines protectedMachines machinesBefore protectedMachinesBefore problems{problem machines before text}}response{sentence ...ReportSpeed before{...ReportTimes}}}fragment ReportSpeed on PortalBitdefenderReportResponse{threats known{...PortalStep}ticket{...PortalStep}person{...PortalStep}}fragment PortalStep on PortalBitdefenderResponseStep{reached p50Seconds p95Seconds promisedMinutes keptShare}fragment ReportTimes on PortalBitdefenderReportSpeed{threats known{...PortalStep}ticket{...PortalStep}person{...PortalStep}}"
 },
 {
  "name": "get_sync_progress",
  "title": "Progress of a sync run",
  "description": "How far one sync run is. For what it read and what failed use get_sync_run.",
  "operation": "SyncRun",
  "uses": [
   "Query.bitdefenderSyncRun"
  ],
  "input": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string",
     "maxLength": 255,
     "description": "ID of the run. At most 255 characters."
    }
   },
   "required": [
    "id"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query SyncRun($id:ID!){bitdefenderSyncRun(id:$id){...RunProgress}}fragment RunProgress on BitdefenderSyncRun{id state shareDone plan calls queuedAt startedAt endedAt streams{stream state calls fetched stored matched skipped skippedByReason{reason count}warnings startedAt endedAt problem{...ProblemText}}}fragment ProblemText on BitdefenderProblem{code message hint}"
 },
 {
  "name": "get_sync_run",
  "title": "One sync run",
  "description": "One sync run with its streams: what each read and stored, its calls, warnings and errors.",
  "operation": "RunPage",
  "uses": [
   "Query.bitdefenderSyncRun"
  ],
  "input": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string",
     "maxLength": 255,
     "description": "ID of the run. At most 255 characters."
    }
   },
   "required": [
    "id"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query RunPage($id:ID!){bitdefenderSyncRun(id:$id){...RunRow ...RunProgress}}fragment RunRow on BitdefenderSyncRun{id state trigger requestedBy requestedByUser{id name}integration{id name}client{id name}attempt plan calls shareDone queuedAt startedAt endedAt}fragment RunProgress on BitdefenderSyncRun{id state shareDone plan calls queuedAt startedAt endedAt streams{stream state calls fetched stored matched skipped skippedByReason{reason count}warnings startedAt endedAt problem{...ProblemText}}}fragment ProblemText on BitdefenderProblem{code message hint}"
 },
 {
  "name": "get_threat",
  "title": "One threat",
  "description": "Everything about one threat: what was detected where, what Bitdefender did, who decided what, its alert and its ticket.",
  "operation": "ThreatPage",
  "uses": [
   "Query.bitdefenderThreat"
  ],
  "input": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string",
     "maxLength": 255,
     "description": "Id of the threat in OpsMerge. At most 255 characters."
    }
   },
   "required": [
    "id"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query ThreatPage($id:ID!){bitdefenderThreat(id:$id){...ThreatRow ...ThreatDecision signature severityScore severitySource severityReason explanation actionRaw filePath fileHash processPath link attackTypes techniques{id name}fileCount files{name path sha256 action}responseTimes{knownSeconds alertSeconds ticketSeconds personSeconds}company{id name}integration{id name}alert{...AlertRow routing{outcome message rules{ruleName matched why}}deliveries{id kind state attempts lastError}}changes(first:20){edges{node{kind at actor source from to reason note}}pageInfo{...PageEnd}}}}fragment ThreatRow on BitdefenderThreat{id name severity status action hostName detectedAt lastDetectedAt occurrences history assigneeId assignee{id name}client{id name}agent{id hostname}device{id name}}fragment ThreatDecision on BitdefenderThreat{id status resolvedBy resolvedByUser{id name}resolvedAt note assigneeId assignee{id name}}fragment AlertRow on BitdefenderAlert{id kind alertType title detail severity state raisedAt hostName suppressedBy suppressedReason heldUntil heldBy{id name}assigneeId assignee{id name}takenOverBy takenOverByUser{id name}snoozedUntil client{id name}ticket{...TicketCard}}fragment TicketCard on Ticket{id reference title priority team assigneeId state url dueAt}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "get_threat_deliveries",
  "title": "Deliveries of a threat's alert",
  "description": "What was requested for the alert of a threat: tickets, notifications, pages, webhooks, with the state and last error of each.",
  "operation": "ThreatDeliveries",
  "uses": [
   "Query.bitdefenderThreat"
  ],
  "input": {
   "type": "object",
   "properties": {
    "threatId": {
     "type": "string",
     "maxLength": 255,
     "description": "Id of the threat in OpsMerge. At most 255 characters."
    }
   },
   "required": [
    "threatId"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query ThreatDeliveries($threatId:ID!){bitdefenderThreat(id:$threatId){id name hostName alert{id deliveries{id state lastError}}}}"
 },
 {
  "name": "get_ticket_threats",
  "title": "Threats behind tickets",
  "description": "The alerts and threats that tickets of the service desk were made for, by the ids of the tickets.",
  "operation": "TicketThreats",
  "uses": [
   "Query.tickets",
   "Ticket.bitdefenderAlerts"
  ],
  "input": {
   "type": "object",
   "properties": {
    "ids": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "maxItems": 1000,
     "description": "The tickets' ids, at most 1000."
    }
   },
   "required": [
    "ids"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query TicketThreats($ids:[ID!]!){tickets(ids:$ids){...TicketCard bitdefenderAlerts(first:20){id title severity state threat{...ThreatRow company{id name}integration{id name}}}}}fragment TicketCard on Ticket{id reference title priority team assigneeId state url dueAt}fragment ThreatRow on BitdefenderThreat{id name severity status action hostName detectedAt lastDetectedAt occurrences history assigneeId assignee{id name}client{id name}agent{id hostname}device{id name}}"
 },
 {
  "name": "get_week",
  "title": "The week of a customer",
  "description": "For people of a client: what Bitdefender found and stopped on their machines in a week, in one sentence, numbers and a list.",
  "operation": "PortalWeek",
  "uses": [
   "Query.portalBitdefenderResponseTimes",
   "Query.portalBitdefenderSites",
   "Query.portalBitdefenderThreatCounts",
   "Query.portalBitdefenderThreats",
   "Query.portalBitdefenderWeeklySummary",
   "Query.portalBitdefenderWeeks"
  ],
  "input": {
   "type": "object",
   "properties": {
    "weekOf": {
     "type": "string",
     "maxLength": 50,
     "description": "Any day of the week, such as 2026-03-18; weeks start on Monday. This week by default. At most 50 characters."
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 20
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query PortalWeek($weekOf:String$first:Int!=20$after:String){portalBitdefenderWeeklySummary(weekOf:$weekOf){week from to timeZone asOf stale sentence total stopped handled beingHandled machines mostConcerned{hostName total}}portalBitdefenderSites{id name}portalBitdefenderWeeks(first:8){week from to sentence total stopped handled beingHandled machines}portalBitdefenderThreatCounts{timeZone asOf stale today thisWeek thisMonth}portalBitdefenderResponseTimes(first:6){timeZone months{month from threats known{...PortalStep}ticket{...PortalStep}person{...PortalStep}}}portalBitdefenderThreats(first:$first after:$after){edges{node{id name severity outcome hostName detectedAt}}pageInfo{...PageEnd}}}fragment PortalStep on PortalBitdefenderResponseStep{reached p50Seconds p95Seconds promisedMinutes keptShare}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_agents",
  "title": "Agents with their protection",
  "description": "The OpsMerge agents of one client or of all, each with the health of Bitdefender on its machine. To filter by health or gaps use list_machines.",
  "operation": "AgentsPage",
  "uses": [
   "Agent.bitdefender",
   "Query.agents"
  ],
  "input": {
   "type": "object",
   "properties": {
    "clientId": {
     "type": "string",
     "description": "Only the agents of this client."
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 500,
     "description": "How many to return, at most 500.",
     "default": 50
    },
    "after": {
     "type": "string",
     "description": "The cursor after which to go on."
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query AgentsPage($clientId:ID$first:Int!=50$after:String){agents(clientId:$clientId first:$first after:$after){edges{cursor node{id hostname operatingSystem client{id name}bitdefender{...Badge}}}pageInfo{hasNextPage endCursor}}}fragment Badge on BitdefenderDevice{id name health matchKind syncing presence readAt healthReasons{code message asOf}policy{id name applied}lastScan{name at}threatCounts{today thisWeek thisMonth unresolved asOf stale}}"
 },
 {
  "name": "list_alert_rules",
  "title": "Alert rules",
  "description": "The rules that decide which alerts become tickets, notifications, pages or requests to webhooks, in the order in which they are evaluated.",
  "operation": "RulesPage",
  "uses": [
   "Query.bitdefenderAlertDeliveries",
   "Query.bitdefenderAlertMutes",
   "Query.bitdefenderAlertRules",
   "Query.bitdefenderSettings"
  ],
  "input": {
   "type": "object",
   "properties": {},
   "additionalProperties": false
  },
  "fixed": {
   "webhooks": false
  },
  "query": "query RulesPage($webhooks:Boolean!=true){bitdefenderAlertRules{...RuleForm clients{id name}companies{id name}sites{id name}}bitdefenderSettings{timeZone alertsRoutedBy}bitdefenderWebhooks@include(if:$webhooks){id name url secretSetAt previousUntil version}bitdefenderAlertMutes(first:50){edges{node{id client{id name}hostName threatName reason until createdBy active}}pageInfo{...PageEnd}}failedDeliveries:bitdefenderAlertDeliveries(filter:{state:[DEAD]}first:20){edges{node{id kind ruleName about client{id name}lastError attempts createdAt changedAt}}pageInfo{...PageEnd}}}fragment RuleForm on BitdefenderAlertRule{id name enabled position next version scope{kind clientIds siteIds}conditions{kinds minimumSeverity maximumSeverity families actions stillActive statuses hostnamePattern machineKinds companyIds causes hours{days from to}}actions{kind priority team assigneeId dueInMinutes channel onCall webhookId reason}}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_alerts",
  "title": "Alerts with their tickets",
  "description": "Alerts of threats, outbreaks and problems of this service, with their state, ticket and assigned person. Filter by client, state, severity, time or person. Set counts to false for further pages.",
  "operation": "AlertsPage",
  "uses": [
   "Query.bitdefenderAlerts"
  ],
  "input": {
   "type": "object",
   "properties": {
    "filter": {
     "type": "object",
     "properties": {
      "kind": {
       "type": "string",
       "enum": [
        "THREAT",
        "OUTBREAK",
        "NOTICE",
        "DEGRADATION"
       ],
       "description": "Only those about this.\nTHREAT: One threat. Each threat has exactly one alert of this kind.\nOUTBREAK: Threats on many machines of one client in a short time.\nNOTICE: Problem of this service, such as a failing integration.\nDEGRADATION: Machines of one client that are protected less than they should be or soon will be, by cause."
      },
      "state": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "OPEN",
         "ACKNOWLEDGED",
         "SNOOZED",
         "RESOLVED"
        ]
       },
       "minItems": 1,
       "maxItems": 4,
       "description": "Only those that stand at one of these. 1 to 4 items.\nOPEN: Needs attention.\nACKNOWLEDGED: Taken over by a user; no longer follows its threat automatically.\nSNOOZED: Set aside until a time or until its threat recurs; then OPEN again.\nRESOLVED: Resolved, usually because its threat is."
      },
      "minimumSeverity": {
       "type": "string",
       "enum": [
        "UNKNOWN",
        "LOW",
        "MEDIUM",
        "HIGH",
        "CRITICAL"
       ],
       "description": "Minimum severity (inclusive).\nUNKNOWN: Bitdefender reported nothing to rate it by.\nLOW: Incidents with a score of 0 to 39 by default; adware and unwanted applications.\nMEDIUM: Incidents with a score of 40 to 75 by default; quarantined malware of other families; detections known only from the state of a device.\nHIGH: Incidents with a score of 76 to 89 by default; quarantined items while the device is infected; infected devices.\nCRITICAL: Incidents with a score of 90 to 100 by default; ransomware."
      },
      "clientId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only actions of this client. At most 255 characters."
      },
      "deviceId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only of this device's machine: of all its twins. At most 255 characters."
      },
      "threatId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only the one of this threat. At most 255 characters."
      },
      "outbreakId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only those of the threats of this outbreak. At most 255 characters."
      },
      "assigneeId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only this technician's. At most 255 characters."
      },
      "assigned": {
       "type": "boolean",
       "description": "Only assigned alerts (true), or only unassigned ones (false)."
      },
      "suppressed": {
       "type": "boolean",
       "description": "Only those that something kept from acting, or only the others."
      },
      "suppressedById": {
       "type": "string",
       "maxLength": 255,
       "description": "Only those this mute or rule suppressed. At most 255 characters."
      },
      "held": {
       "type": "boolean",
       "description": "Only those of which a maintenance window holds actions at the moment, or only the others."
      },
      "hasTicket": {
       "type": "boolean",
       "description": "Only those with a ticket, or only those without."
      },
      "raisedFrom": {
       "type": "string",
       "format": "date-time",
       "description": "Raised at this time or later."
      },
      "raisedBefore": {
       "type": "string",
       "format": "date-time",
       "description": "Raised before this time."
      },
      "search": {
       "type": "string",
       "maxLength": 500,
       "description": "A part of the title, or of the name, file path or host name of the threat, in any case; at least 3 characters, unless it is blank, which is no search. At most 500 characters."
      }
     },
     "additionalProperties": false,
     "description": "Filter of the list."
    },
    "orderBy": {
     "type": "string",
     "enum": [
      "NEWEST",
      "OLDEST",
      "MOST_SEVERE"
     ],
     "description": "In which order.\nNEWEST: Raised last first.\nOLDEST: Raised first first.\nMOST_SEVERE: Most severe first, then newest.",
     "default": "NEWEST"
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 50
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    },
    "counts": {
     "type": "boolean",
     "description": "Included when true.",
     "default": true
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query AlertsPage($filter:BitdefenderAlertFilter$orderBy:BitdefenderAlertOrder!=NEWEST$first:Int!=50$after:String$counts:Boolean!=true){bitdefenderAlerts(filter:$filter orderBy:$orderBy first:$first after:$after){totalCount@include(if:$counts)facets@include(if:$counts){states{value count}severities{value count}kinds{value count}suppressed{value count}hasTicket{value count}clients{client{id name}count}assignees{assigneeId assignee{id name}count}}edges{cursor node{...AlertRow device{id name}threat{id signature filePath action}outbreak{id title}}}pageInfo{...PageEnd}}}fragment AlertRow on BitdefenderAlert{id kind alertType title detail severity state raisedAt hostName suppressedBy suppressedReason heldUntil heldBy{id name}assigneeId assignee{id name}takenOverBy takenOverByUser{id name}snoozedUntil client{id name}ticket{...TicketCard}}fragment TicketCard on Ticket{id reference title priority team assigneeId state url dueAt}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_audit",
  "title": "Audit",
  "description": "Who changed what and when, newest first. Filter by person, action, subject or time.",
  "operation": "AuditPage",
  "uses": [
   "Query.bitdefenderAudit"
  ],
  "input": {
   "type": "object",
   "properties": {
    "filter": {
     "type": "object",
     "properties": {
      "actor": {
       "type": "string",
       "maxLength": 255,
       "description": "Subject of the user who made the change. At most 255 characters."
      },
      "actions": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 100
       },
       "minItems": 1,
       "maxItems": 100,
       "description": "Actions, such as KEY_ROTATED. 1 to 100 items. At most 100 characters each."
      },
      "subject": {
       "type": "string",
       "maxLength": 255,
       "description": "ID of the changed object, including bulk decisions that contain it. At most 255 characters."
      },
      "from": {
       "type": "string",
       "format": "date-time",
       "description": "Start of the range (inclusive)."
      },
      "before": {
       "type": "string",
       "format": "date-time",
       "description": "End of the range (exclusive)."
      }
     },
     "additionalProperties": false,
     "description": "Entries to include; all if omitted."
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 50
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query AuditPage($filter:BitdefenderAuditFilter$first:Int!=50$after:String){bitdefenderAudit(filter:$filter first:$first after:$after){edges{cursor node{id at actor actorUser{id name}action subject detail address userAgent}}pageInfo{...PageEnd}}}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_client_names",
  "title": "Names and ids of clients",
  "description": "The names and ids of all clients. Use it first where a person names a client and another tool takes its id.",
  "operation": "ClientChoices",
  "uses": [
   "Query.clients"
  ],
  "input": {
   "type": "object",
   "properties": {},
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query ClientChoices{clients(first:500){edges{node{id name}}}}"
 },
 {
  "name": "list_client_sites",
  "title": "Sites of clients",
  "description": "The sites of clients, such as branches, at which there are agents, with their ids and how many agents are at each. A rule can be limited to sites, and lists of machines and threats have a filter by siteId.",
  "operation": "SiteChoices",
  "uses": [
   "Client.bitdefender",
   "Query.bitdefenderClients"
  ],
  "input": {
   "type": "object",
   "properties": {
    "clientIds": {
     "type": "array",
     "items": {
      "type": "string",
      "maxLength": 255
     },
     "minItems": 1,
     "maxItems": 1000,
     "description": "Only these clients. 1 to 1,000 items. At most 255 characters each."
    }
   },
   "required": [
    "clientIds"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query SiteChoices($clientIds:[ID!]!){bitdefenderClients(filter:{clientIds:$clientIds}first:50){id name bitdefender{sites{id name agents}}}}"
 },
 {
  "name": "list_clients",
  "title": "Clients by need",
  "description": "Clients with their threats, gaps and freshness, those that need somebody most first. Use it to compare clients, or to see which need attention. For the ids of all clients by name use list_client_names.",
  "operation": "ClientsPage",
  "uses": [
   "Client.bitdefender",
   "Query.bitdefenderClients"
  ],
  "input": {
   "type": "object",
   "properties": {
    "filter": {
     "type": "object",
     "properties": {
      "clientIds": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 255
       },
       "minItems": 1,
       "maxItems": 1000,
       "description": "Only these clients. 1 to 1,000 items. At most 255 characters each."
      },
      "minimumSeverity": {
       "type": "string",
       "enum": [
        "UNKNOWN",
        "LOW",
        "MEDIUM",
        "HIGH",
        "CRITICAL"
       ],
       "description": "Only clients with an unresolved threat of this severity or above.\nUNKNOWN: Bitdefender reported nothing to rate it by.\nLOW: Incidents with a score of 0 to 39 by default; adware and unwanted applications.\nMEDIUM: Incidents with a score of 40 to 75 by default; quarantined malware of other families; detections known only from the state of a device.\nHIGH: Incidents with a score of 76 to 89 by default; quarantined items while the device is infected; infected devices.\nCRITICAL: Incidents with a score of 90 to 100 by default; ransomware."
      },
      "withGaps": {
       "type": "boolean",
       "description": "Only clients with a gap (true), or with none (false)."
      },
      "archived": {
       "type": "boolean",
       "description": "Only clients that are archived in OpsMerge (true), or only others (false)."
      }
     },
     "additionalProperties": false,
     "description": "Filter of the clients."
    },
    "orderBy": {
     "type": "string",
     "enum": [
      "NEED",
      "THREATS_TODAY",
      "THREATS_THIS_WEEK",
      "THREATS_THIS_MONTH",
      "GAPS"
     ],
     "description": "Order of the clients.\nNEED: By unresolved threats: the number of critical ones, then of high ones, and so on.\nTHREATS_TODAY: By threats detected today in the tenant's time zone.\nTHREATS_THIS_WEEK: By threats detected this week.\nTHREATS_THIS_MONTH: By threats detected this month.\nGAPS: By the machines of all gaps together.",
     "default": "NEED"
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of clients, 1 to 100.",
     "default": 100
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query ClientsPage($filter:BitdefenderClientFilter$orderBy:BitdefenderClientOrder!=NEED$first:Int!=100){bitdefenderClients(first:$first orderBy:$orderBy filter:$filter){id name bitdefender{state lastSyncedAt syncing freshness{stale}threatCounts{today thisWeek thisMonth unresolved timeZone asOf stale unresolvedBySeverity{critical high}}alertCounts{open}coverage{machines agents protectedAgents asOf gaps{gap machines}}}}}"
 },
 {
  "name": "list_company_mappings",
  "title": "Companies and their clients",
  "description": "The companies of GravityZone, each with the client of OpsMerge that it is mapped to or suggestions for one. Set counts to false for further pages.",
  "operation": "MappingsPage",
  "uses": [
   "Query.bitdefenderCompanies",
   "Query.bitdefenderCompanyEvents",
   "Query.bitdefenderIntegrations",
   "Query.bitdefenderMappingSuggestions",
   "Query.clients"
  ],
  "input": {
   "type": "object",
   "properties": {
    "filter": {
     "type": "object",
     "properties": {
      "search": {
       "type": "string",
       "maxLength": 500,
       "description": "Part of the name, or the ID in BD, case-insensitive; at least 3 characters, unless it is blank, which is no search. At most 500 characters."
      },
      "integrationId": {
       "type": "string",
       "maxLength": 255,
       "description": "Companies of this integration. At most 255 characters."
      },
      "mapped": {
       "type": "boolean",
       "description": "Companies that are mapped (true) or unmapped (false)."
      },
      "clientId": {
       "type": "string",
       "maxLength": 255,
       "description": "Companies that are mapped to this client. At most 255 characters."
      },
      "ignored": {
       "type": "boolean",
       "description": "Companies that are ignored (true) or not (false)."
      },
      "kind": {
       "type": "string",
       "enum": [
        "COMPANY",
        "FOLDER"
       ],
       "description": "Only companies, or only folders.\nCOMPANY: A company, which can be mapped to a client.\nFOLDER: A folder of companies."
      },
      "state": {
       "type": "string",
       "enum": [
        "PRESENT",
        "VANISHED"
       ],
       "description": "Companies that BD lists, or that it no longer lists.\nPRESENT: BD lists the company.\nVANISHED: BD no longer lists the company; its data are kept."
      }
     },
     "additionalProperties": false,
     "description": "Filter of the list; all companies if omitted."
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 100
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    },
    "counts": {
     "type": "boolean",
     "description": "Included when true.",
     "default": true
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query MappingsPage($filter:BitdefenderCompanyFilter$first:Int!=100$after:String$counts:Boolean!=true){bitdefenderCompanies(filter:$filter first:$first after:$after){totalCount edges{node{...CompanyRow}}pageInfo{...PageEnd}}unmapped:bitdefenderCompanies(filter:{mapped:false ignored:false kind:COMPANY}first:1)@include(if:$counts){totalCount}mapped:bitdefenderCompanies(filter:{mapped:true}first:1)@include(if:$counts){totalCount}ignored:bitdefenderCompanies(filter:{ignored:true}first:1)@include(if:$counts){totalCount}bitdefenderIntegrations@include(if:$counts){id name state}bitdefenderMappingSuggestions@include(if:$counts){company{id name}client{id name}score reasons{code message}}bitdefenderCompanyEvents(first:20)@include(if:$counts){edges{node{id kind before after at company{id name}}}pageInfo{...PageEnd}}clients(first:500)@include(if:$counts){edges{node{id name}}pageInfo{hasNextPage endCursor}}}fragment CompanyRow on BitdefenderCompany{id integrationId bdId name kind state suspended path depth parentBdId ignored{at by reason}client{id name}mappedAt mappedBy mappedByUser{id name}active activityReasons nextSyncAt restsSince lastSyncedAt deviceCount unresolvedThreatCount worstSeverity lastThreatAt}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_integrations",
  "title": "Integrations and settings",
  "description": "The links to GravityZone with their state, their problems, what they cannot see, and the settings of the MSP. Use it to find out whether data are current and complete as a whole.",
  "operation": "IntegrationsPage",
  "uses": [
   "Query.bitdefenderCompanies",
   "Query.bitdefenderDiagnostics",
   "Query.bitdefenderIntegrations",
   "Query.bitdefenderJobs",
   "Query.bitdefenderSettings",
   "Query.bitdefenderSyncRuns",
   "Query.clients"
  ],
  "input": {
   "type": "object",
   "properties": {},
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query IntegrationsPage{bitdefenderIntegrations{...IntegrationCard visibility{deviceCount withoutSensorCount modulesOff{module deviceCount}kinds{kind visibility message}}}bitdefenderSettings{...SettingsForm}bitdefenderDiagnostics{checkedAt findings{...Finding}}unmapped:bitdefenderCompanies(filter:{mapped:false ignored:false kind:COMPANY}){totalCount edges{node{id name kind state unresolvedThreatCount}}}bitdefenderSyncRuns(first:5){edges{node{id state trigger requestedBy queuedAt endedAt plan}}pageInfo{...PageEnd}}bitdefenderJobs(first:5){edges{node{id kind state done total error}}}clients(first:500){edges{node{id name}}pageInfo{hasNextPage endCursor}}}fragment IntegrationCard on BitdefenderIntegration{id name state endpoint flavour companyName syncing version createdAt disconnectedAt lastSucceededAt keySetAt keySetBy keyCreatedAt keyAgeDays naiveOffsetMinutes naiveZone problem{...ProblemText}warnings{...ProblemText}report{name state lastReadAt problem{...ProblemText}}freshness{lastSyncedAt staleAt stale staleCompanies streams{stream lastSucceededAt stale}}}fragment ProblemText on BitdefenderProblem{code message hint}fragment SettingsForm on BitdefenderSettings{timeZone portalEnabled portalHiddenClientIds matchMode retentionDays licenceEndingDays alertsRoutedBy responsePromise{known alert ticket person}version outbreak{machines minutes}severityBands{medium high critical}stateSeverities{infected detection}}fragment Finding on BitdefenderFinding{code severity message evidence{name value}remedy{kind name message}integrationId companyId deviceId threatId}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_jobs",
  "title": "Background jobs",
  "description": "Background jobs of this service, newest first, of one kind or of all, with state and progress.",
  "operation": "JobsPage",
  "uses": [
   "Query.bitdefenderJobs"
  ],
  "input": {
   "type": "object",
   "properties": {
    "kind": {
     "type": "string",
     "enum": [
      "MAINTENANCE",
      "REMATCH_CLIENTS",
      "RERATE_THREATS",
      "RESEAL_KEYS"
     ],
     "description": "Kind of jobs: only these.\nMAINTENANCE: Daily maintenance, such as deleting data past their retention.\nREMATCH_CLIENTS: Matching of the devices and agents of every client again, after the match mode changed.\nRERATE_THREATS: Re-rating of open threats, after the severity bands changed.\nRESEAL_KEYS: Encryption of API keys and webhook secrets with the newest master key, after master keys changed."
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 50
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query JobsPage($kind:BitdefenderJobKind$first:Int!=50$after:String){bitdefenderJobs(kind:$kind first:$first after:$after){edges{cursor node{id kind state done total error requestedBy requestedByUser{id name}requestedAt startedAt endedAt}}pageInfo{...PageEnd}}}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_machines",
  "title": "Machines",
  "description": "Machines known to OpsMerge, to Bitdefender or to both, each once, with health, policy and threats. Filter by client, health, gap, policy or a part of the name. For \"which machines are not protected\" filter by gaps. Set counts to false for further pages.",
  "operation": "DevicesPage",
  "uses": [
   "Client.bitdefender",
   "Query.bitdefenderDevices",
   "Query.client"
  ],
  "input": {
   "type": "object",
   "properties": {
    "filter": {
     "type": "object",
     "properties": {
      "clientId": {
       "type": "string",
       "maxLength": 255,
       "description": "Machines of this client. At most 255 characters."
      },
      "mapped": {
       "type": "boolean",
       "description": "True for machines of clients, false for devices of unmapped companies."
      },
      "siteId": {
       "type": "string",
       "maxLength": 255,
       "description": "Machines whose agent is at this site; machines that only Bitdefender knows are at none. At most 255 characters."
      },
      "knownTo": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "BOTH",
         "OPSMERGE_ONLY",
         "BITDEFENDER_ONLY"
        ]
       },
       "minItems": 1,
       "maxItems": 3,
       "description": "Machines known to these products. 1 to 3 items.\nBOTH: Has an OpsMerge agent and is protected by Bitdefender.\nOPSMERGE_ONLY: Has an OpsMerge agent and is not protected by Bitdefender, or no longer listed.\nBITDEFENDER_ONLY: Known to Bitdefender, without an OpsMerge agent; it is shown with limited functions."
      },
      "presence": {
       "type": "string",
       "enum": [
        "PRESENT",
        "MISSING"
       ],
       "description": "Machines whose device has this presence.\nPRESENT: Listed in the last complete inventory.\nMISSING: Not listed in the last complete inventory; its data are kept."
      },
      "health": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "HEALTHY",
         "ATTENTION",
         "AT_RISK",
         "UNKNOWN"
        ]
       },
       "minItems": 1,
       "maxItems": 4,
       "description": "Machines with one of these healths. 1 to 4 items.\nHEALTHY: No problem is known.\nATTENTION: Needs attention.\nAT_RISK: Infected, not fully protected, or with unresolved threats of severity HIGH and above.\nUNKNOWN: The state of the device is unknown."
      },
      "healthReasons": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "UNMANAGED",
         "INFECTED",
         "UNRESOLVED_THREATS",
         "ANTIMALWARE_OFF",
         "LICENCE_EXPIRED",
         "MISSING",
         "DETECTED",
         "SIGNATURES_OUTDATED",
         "PRODUCT_OUTDATED",
         "POLICY_NOT_APPLIED",
         "NOT_SEEN",
         "STATE_STALE",
         "ISOLATED",
         "STATE_UNKNOWN"
        ]
       },
       "minItems": 1,
       "maxItems": 14,
       "description": "Machines whose health has one of these reasons. 1 to 14 items.\nUNMANAGED: Bitdefender has discovered the device but does not protect it.\nINFECTED: Still infected.\nUNRESOLVED_THREATS: Unresolved threats of severity HIGH and above.\nANTIMALWARE_OFF: The antimalware module is off.\nLICENCE_EXPIRED: The licence has expired.\nMISSING: Bitdefender no longer lists the device.\nDETECTED: Malware was detected in the 24 hours before the state was read.\nSIGNATURES_OUTDATED: The malware signatures are out of date.\nPRODUCT_OUTDATED: The Bitdefender product is out of date.\nPOLICY_NOT_APPLIED: The assigned policy is not applied yet.\nNOT_SEEN: No contact to Bitdefender for more than the expected number of days (`notSeenDays`).\nSTATE_STALE: The state was last read more than 48 hours ago.\nISOLATED: The device is isolated: cut off from the network.\nSTATE_UNKNOWN: No problem is known, but the state has not been read yet, or Bitdefender did not report whether the device is infected."
      },
      "gaps": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "UNPROTECTED",
         "NO_AGENT",
         "AMBIGUOUS",
         "UNMANAGED",
         "SIGNATURES_OUTDATED",
         "PRODUCT_OUTDATED",
         "LICENCE_EXPIRED",
         "NOT_SEEN",
         "MODULE_OFF",
         "POLICY_NOT_APPLIED",
         "POLICY_NOT_EXPECTED"
        ]
       },
       "minItems": 1,
       "maxItems": 11,
       "description": "Machines with one of these gaps. 1 to 11 items.\nUNPROTECTED: Has an OpsMerge agent and is not protected by Bitdefender, or no longer listed.\nNO_AGENT: Protected by Bitdefender, without an OpsMerge agent.\nAMBIGUOUS: Protected by Bitdefender, but could be any of several agents.\nUNMANAGED: Discovered by Bitdefender on the network, but not protected.\nSIGNATURES_OUTDATED: The malware signatures are out of date.\nPRODUCT_OUTDATED: The Bitdefender product is out of date.\nLICENCE_EXPIRED: The Bitdefender licence has expired.\nNOT_SEEN: No contact to Bitdefender for more than the expected number of days (`notSeenDays`).\nMODULE_OFF: A module that is expected to be on is off.\nPOLICY_NOT_APPLIED: The assigned policy is not applied.\nPOLICY_NOT_EXPECTED: The policy is not one of those expected."
      },
      "matchKinds": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "EXACT",
         "SHORT_NAME",
         "NETBIOS",
         "NAME",
         "MAC",
         "PINNED",
         "NONE",
         "AMBIGUOUS"
        ]
       },
       "minItems": 1,
       "maxItems": 8,
       "description": "Machines whose device was matched in one of these ways. 1 to 8 items.\nEXACT: The full names are equal.\nSHORT_NAME: The names are equal without their domains.\nNETBIOS: One name is the other, truncated to 15 characters by NetBIOS.\nNAME: Same host name as the device has in Bitdefender; no agent has that of its FQDN.\nMAC: Several share the name; a MAC address identified this one.\nPINNED: Pinned by a user.\nNONE: No agent; `matchReason` says why.\nAMBIGUOUS: Several agents or devices share the name, and nothing distinguishes them."
      },
      "policies": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 200
       },
       "minItems": 1,
       "maxItems": 100,
       "description": "Machines with one of these policies, by exact name in Bitdefender. 1 to 100 items. At most 200 characters each."
      },
      "policyApplied": {
       "type": "boolean",
       "description": "Machines that have applied their policy (true) or not (false)."
      },
      "isolated": {
       "type": "boolean",
       "description": "Machines that are isolated (true), or known to Bitdefender and not reported as isolated (false)."
      },
      "notSeenForDays": {
       "type": "integer",
       "minimum": 1,
       "maximum": 3650,
       "description": "Machines without contact to Bitdefender for more than this number of days, 1 to 3650. Machines without a known contact do not match."
      },
      "search": {
       "type": "string",
       "maxLength": 500,
       "description": "Part of the host name, the name in Bitdefender, the FQDN, the label or the IP address, case-insensitive. At most 500 characters. At least 3 characters, unless it is blank, which is no search."
      }
     },
     "additionalProperties": false,
     "description": "Conditions that machines must meet. On a client, only its own machines are listed."
    },
    "orderBy": {
     "type": "string",
     "enum": [
      "NAME",
      "LAST_SEEN",
      "HEALTH",
      "THREATS_THIS_MONTH",
      "RISK_SCORE"
     ],
     "description": "The order of the machines.\nNAME: By name, A to Z, case-insensitive.\nLAST_SEEN: By last contact with Bitdefender, oldest first; machines without a known contact last.\nHEALTH: By health: AT_RISK, ATTENTION, UNKNOWN, HEALTHY, then machines that Bitdefender does not know.\nTHREATS_THIS_MONTH: By threats detected this month in the tenant's time zone, most first.\nRISK_SCORE: By Bitdefender's risk score, highest first; machines without one last.",
     "default": "NAME"
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 50
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    },
    "counts": {
     "type": "boolean",
     "description": "Included when true.",
     "default": true
    },
    "clientId": {
     "type": "string",
     "description": "The client's id.",
     "default": "none"
    },
    "sites": {
     "type": "boolean",
     "description": "Included when true.",
     "default": false
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query DevicesPage($filter:BitdefenderDeviceFilter$orderBy:BitdefenderDeviceOrder!=NAME$first:Int!=50$after:String$counts:Boolean!=true$clientId:ID!=\"none\"$sites:Boolean!=false){client(id:$clientId)@include(if:$sites){id bitdefender{sites{id name agents}}}bitdefenderDevices(filter:$filter orderBy:$orderBy first:$first after:$after){totalCount@include(if:$counts)facets@include(if:$counts){knownTo{value count}healths{value count}gaps{value count}policies(first:100){name count}clients(first:100){client{id name}count}}edges{cursor node{id name knownTo health gaps client{id name}agent{id hostname operatingSystem}abilities{canRunScripts}device{...Badge fqdn ip operatingSystem machineType managed isIsolated state{asOf lastSeenAt infected online signatureOutdated}}}}pageInfo{...PageEnd}}}fragment Badge on BitdefenderDevice{id name health matchKind syncing presence readAt healthReasons{code message asOf}policy{id name applied}lastScan{name at}threatCounts{today thisWeek thisMonth unresolved asOf stale}}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_maintenance_windows",
  "title": "Maintenance windows",
  "description": "Times in which alerts are raised and no rule acts on them, by client, machine or rule: when each is open, and how many alerts it holds now. With ended, past ones too.",
  "operation": "MaintenancePage",
  "uses": [
   "Query.bitdefenderMaintenanceWindows"
  ],
  "input": {
   "type": "object",
   "properties": {
    "ended": {
     "type": "boolean",
     "description": "Whether those that are over are listed too.",
     "default": false
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query MaintenancePage($ended:Boolean!=false){bitdefenderMaintenanceWindows(ended:$ended){...MaintenanceWindowRow}}fragment MaintenanceWindowRow on BitdefenderMaintenanceWindow{id version name client{id name}device{id}hostName ruleId ruleName date days time minutes timeZone ownTimeZone open{from to}occurrences(first:3){from to}over heldCount changedAt changedBy changedByUser{id name}}"
 },
 {
  "name": "list_mutes",
  "title": "Mutes",
  "description": "What keeps alerts from acting at the moment: the mutes of clients, machines and threats, with who set them and until when. With ended, past ones too.",
  "operation": "MutesPage",
  "uses": [
   "Query.bitdefenderAlertMutes"
  ],
  "input": {
   "type": "object",
   "properties": {
    "ended": {
     "type": "boolean",
     "description": "Also those that are over.",
     "default": false
    },
    "clientId": {
     "type": "string",
     "maxLength": 255,
     "description": "Only those that name this client, or a device of it. At most 255 characters."
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 50
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query MutesPage($ended:Boolean!=false$clientId:ID$first:Int!=50$after:String){bitdefenderAlertMutes(filter:{ended:$ended clientId:$clientId}first:$first after:$after){edges{cursor node{...MuteRow}}pageInfo{...PageEnd}}}fragment MuteRow on BitdefenderAlertMute{id client{id name}hostName threatName reason createdAt createdBy createdByUser{id name}until active endedBy endedByUser{id name}}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_people",
  "title": "People of the MSP",
  "description": "The names and ids of the people of the MSP. Use it where a person is named and another tool takes an assigneeId or an actor.",
  "operation": "PeopleChoices",
  "uses": [
   "Query.users"
  ],
  "input": {
   "type": "object",
   "properties": {},
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query PeopleChoices{users{id name}}"
 },
 {
  "name": "list_rule_choices",
  "title": "What a rule can name",
  "description": "Clients, people, teams, channels, on-call schedules and companies that an alert rule can name, with their ids.",
  "operation": "RuleChoices",
  "uses": [
   "Query.bitdefenderCompanies",
   "Query.channels",
   "Query.clients",
   "Query.onCalls",
   "Query.teams",
   "Query.users"
  ],
  "input": {
   "type": "object",
   "properties": {},
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query RuleChoices{clients(first:500){edges{node{id name}}}users{id name}teams{id name}channels{id name}onCalls{id name}bitdefenderCompanies(first:100){edges{node{id name}}}}"
 },
 {
  "name": "list_seat_machines",
  "title": "Machines behind seats",
  "description": "The machines behind the numbers of one company and month, by the id of a row of list_seats. With a category those of it alone.",
  "operation": "SeatMachines",
  "uses": [
   "Query.bitdefenderSeatMachines"
  ],
  "input": {
   "type": "object",
   "properties": {
    "seatsId": {
     "type": "string",
     "maxLength": 255,
     "description": "ID of the seats of a company in a month. At most 255 characters."
    },
    "category": {
     "type": "string",
     "enum": [
      "PROTECTED",
      "STALE",
      "DUPLICATE",
      "REMOVED",
      "UNMANAGED",
      "UNPROTECTED"
     ],
     "description": "Machines of this category; all if null.\nPROTECTED: Counted: protected, and seen within the expected number of days (`notSeenDays`).\nSTALE: Counted: protected, but without contact for more than the expected number of days (`notSeenDays`).\nDUPLICATE: Counted: another entry of a machine that is counted already, such as one from before a reinstallation.\nREMOVED: Counted: protected in the month, but deleted, moved to another company or unmanaged before its end.\nUNMANAGED: Not counted: discovered by Bitdefender on the network, without protection and without an agent.\nUNPROTECTED: Not counted: has an OpsMerge agent, and Bitdefender does not protect it."
    },
    "withoutAgent": {
     "type": "boolean",
     "description": "Whether to list only PROTECTED and STALE machines without an OpsMerge agent.",
     "default": false
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 50
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    }
   },
   "required": [
    "seatsId"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query SeatMachines($seatsId:ID!$category:BitdefenderSeatCategory$withoutAgent:Boolean!=false$first:Int!=50$after:String){bitdefenderSeatMachines(seatsId:$seatsId category:$category withoutAgent:$withoutAgent first:$first after:$after){edges{cursor node{id category name agent{id}device{id}sameAsName removal since}}pageInfo{...PageEnd}}}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_seats",
  "title": "Seats of the licences",
  "description": "What GravityZone counts for each company in a month, and how many machines explain it: protected, stale, duplicate entries, removed, and a rest that is unexplained. Also the end of each licence, and sums of each month. Set counts to false for further pages.",
  "operation": "SeatsPage",
  "uses": [
   "Query.bitdefenderSeatMonths",
   "Query.bitdefenderSeats"
  ],
  "input": {
   "type": "object",
   "properties": {
    "month": {
     "type": "string",
     "maxLength": 50,
     "description": "Month in UTC, formatted YYYY-MM; this month if null. At most 50 characters."
    },
    "clientId": {
     "type": "string",
     "maxLength": 255,
     "description": "Seats of the companies of this client; of all if null. At most 255 characters."
    },
    "differing": {
     "type": "boolean",
     "description": "Whether to list only companies whose counted seats differ from `protected`, or are not known.",
     "default": false
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 50
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    },
    "counts": {
     "type": "boolean",
     "description": "Included when true.",
     "default": true
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query SeatsPage($month:String$clientId:ID$differing:Boolean!=false$first:Int!=50$after:String$counts:Boolean!=true){bitdefenderSeats(month:$month clientId:$clientId differing:$differing first:$first after:$after){edges{cursor node{id month companyName client{id name}counted countedWithBelow protected stale duplicates removed unexplained withoutAgent unmanaged unprotected usedSlots totalSlots subscription expiresAt problem{code message hint}closed asOf}}pageInfo{...PageEnd}}bitdefenderSeatMonths(clientId:$clientId)@include(if:$counts){month companies notRead counted protected stale duplicates removed unexplained withoutAgent unmanaged unprotected}}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_sync_runs",
  "title": "Sync runs",
  "description": "Past and present sync runs, newest first, of one integration or of all. Set counts to false for further pages.",
  "operation": "RunsPage",
  "uses": [
   "Query.bitdefenderIntegrations",
   "Query.bitdefenderSyncRuns"
  ],
  "input": {
   "type": "object",
   "properties": {
    "integrationId": {
     "type": "string",
     "maxLength": 255,
     "description": "ID of an integration: only its runs. At most 255 characters."
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 50
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    },
    "counts": {
     "type": "boolean",
     "description": "Included when true.",
     "default": true
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query RunsPage($integrationId:ID$first:Int!=50$after:String$counts:Boolean!=true){bitdefenderSyncRuns(integrationId:$integrationId first:$first after:$after){edges{cursor node{...RunRow}}pageInfo{...PageEnd}}bitdefenderIntegrations@include(if:$counts){id name}}fragment RunRow on BitdefenderSyncRun{id state trigger requestedBy requestedByUser{id name}integration{id name}client{id name}attempt plan calls shareDone queuedAt startedAt endedAt}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "list_team_digests",
  "title": "Weekly digests of teams",
  "description": "The teams that get the weekly digest or got it, when it comes and why it ended, and all teams of OpsMerge. Administrators only.",
  "operation": "TeamDigestsPage",
  "uses": [
   "Query.bitdefenderTeamDigests",
   "Query.teams"
  ],
  "input": {
   "type": "object",
   "properties": {},
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query TeamDigestsPage{bitdefenderTeamDigests{...TeamDigest}teams{id name}}fragment TeamDigest on BitdefenderTeamDigest{teamId teamName enabled weekday hour timeZone nextAt endedAt endReason last{dueAt state reason settledAt}}"
 },
 {
  "name": "list_threats",
  "title": "Threats",
  "description": "Threats that Bitdefender detected. Without a filter only unresolved ones of severity HIGH and above; for all of them send minimumSeverity UNKNOWN and status ALL. Filter by client, severity, status, time of detection or a part of the name. totalCount counts them without reading every page.",
  "operation": "ThreatsPage",
  "uses": [
   "Client.bitdefender",
   "Query.bitdefenderThreats",
   "Query.client"
  ],
  "input": {
   "type": "object",
   "properties": {
    "filter": {
     "type": "object",
     "properties": {
      "minimumSeverity": {
       "type": "string",
       "enum": [
        "UNKNOWN",
        "LOW",
        "MEDIUM",
        "HIGH",
        "CRITICAL"
       ],
       "description": "Minimum severity (inclusive); HIGH by default, or none if `severity` is given.\nUNKNOWN: Bitdefender reported nothing to rate it by.\nLOW: Incidents with a score of 0 to 39 by default; adware and unwanted applications.\nMEDIUM: Incidents with a score of 40 to 75 by default; quarantined malware of other families; detections known only from the state of a device.\nHIGH: Incidents with a score of 76 to 89 by default; quarantined items while the device is infected; infected devices.\nCRITICAL: Incidents with a score of 90 to 100 by default; ransomware."
      },
      "severity": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "UNKNOWN",
         "LOW",
         "MEDIUM",
         "HIGH",
         "CRITICAL"
        ]
       },
       "minItems": 1,
       "maxItems": 5,
       "description": "Only threats of exactly these severities. 1 to 5 items.\nUNKNOWN: Bitdefender reported nothing to rate it by.\nLOW: Incidents with a score of 0 to 39 by default; adware and unwanted applications.\nMEDIUM: Incidents with a score of 40 to 75 by default; quarantined malware of other families; detections known only from the state of a device.\nHIGH: Incidents with a score of 76 to 89 by default; quarantined items while the device is infected; infected devices.\nCRITICAL: Incidents with a score of 90 to 100 by default; ransomware."
      },
      "status": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "UNRESOLVED",
         "RESOLVED",
         "FALSE_POSITIVE",
         "ALL"
        ]
       },
       "minItems": 1,
       "maxItems": 4,
       "description": "Only threats of these statuses; UNRESOLVED by default. 1 to 4 items.\nUNRESOLVED: Open threats.\nRESOLVED: Closed threats.\nFALSE_POSITIVE: False positives.\nALL: Threats of every status.",
       "default": [
        "UNRESOLVED"
       ]
      },
      "clientId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only threats of this client. At most 255 characters."
      },
      "clientIds": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 255
       },
       "minItems": 1,
       "maxItems": 1000,
       "description": "Only threats of these clients. 1 to 1,000 items. At most 255 characters each."
      },
      "assigneeId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only threats that this user is assigned to. At most 255 characters."
      },
      "assigned": {
       "type": "boolean",
       "description": "Only threats that somebody is assigned to (true), or nobody (false)."
      },
      "deviceId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only threats of this device's machine, including its twins. At most 255 characters."
      },
      "siteId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only threats of machines whose agent is at this site now; machines without an agent are at none. At most 255 characters."
      },
      "companyId": {
       "type": "string",
       "maxLength": 255,
       "description": "Only threats of this company. At most 255 characters."
      },
      "mapped": {
       "type": "boolean",
       "description": "Only threats of mapped companies (true) or of unmapped ones (false)."
      },
      "action": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "REPORTED",
         "BLOCKED",
         "PARTIALLY_BLOCKED",
         "QUARANTINED",
         "KILLED",
         "UNKNOWN"
        ]
       },
       "minItems": 1,
       "maxItems": 6,
       "description": "Only threats on which Bitdefender took one of these actions. 1 to 6 items.\nREPORTED: Reported only.\nBLOCKED: Blocked.\nPARTIALLY_BLOCKED: Blocked in part.\nQUARANTINED: File moved to quarantine.\nKILLED: Process ended.\nUNKNOWN: Action unknown to this service; see `actionRaw`."
      },
      "family": {
       "type": "array",
       "items": {
        "type": "string",
        "enum": [
         "RANSOMWARE",
         "EXPLOIT",
         "TROJAN",
         "BACKDOOR",
         "WORM",
         "VIRUS",
         "ROOTKIT",
         "SPYWARE",
         "HEURISTIC",
         "ADWARE",
         "APPLICATION",
         "UNKNOWN"
        ]
       },
       "minItems": 1,
       "maxItems": 12,
       "description": "Only threats of these families. 1 to 12 items.\nRANSOMWARE: Encrypts files for a ransom.\nEXPLOIT: Uses a vulnerability.\nTROJAN: Disguises itself as something useful.\nBACKDOOR: Opens the machine to others.\nWORM: Spreads over the network.\nVIRUS: Spreads over files.\nROOTKIT: Hides in the operating system.\nSPYWARE: Collects what people type and store.\nHEURISTIC: Found by its behaviour or its likeness to malware.\nADWARE: Shows advertisements.\nAPPLICATION: Potentially unwanted application.\nUNKNOWN: The name indicates no family."
      },
      "detectedFrom": {
       "type": "string",
       "format": "date-time",
       "description": "Start of the range of first detections (inclusive)."
      },
      "detectedBefore": {
       "type": "string",
       "format": "date-time",
       "description": "End of the range of first detections (exclusive)."
      },
      "search": {
       "type": "string",
       "maxLength": 500,
       "description": "Part of the name, file path or host name, case-insensitive; at least 3 characters, unless it is blank, which is no search. At most 500 characters."
      }
     },
     "additionalProperties": false,
     "description": "Filter of the list. In the list of a client or device, its filter for that is ignored."
    },
    "orderBy": {
     "type": "string",
     "enum": [
      "NEWEST",
      "OLDEST",
      "MOST_SEVERE",
      "LAST_DETECTED"
     ],
     "description": "Order of the list.\nNEWEST: By first detection, newest first.\nOLDEST: By first detection, oldest first.\nMOST_SEVERE: Most severe first, then newest.\nLAST_DETECTED: By last detection, newest first, so that recurring threats move to the top.",
     "default": "NEWEST"
    },
    "first": {
     "type": "integer",
     "minimum": 1,
     "maximum": 100,
     "description": "Number of rows from the beginning or after `after`, 1 to 100.",
     "default": 50
    },
    "after": {
     "type": "string",
     "maxLength": 2000,
     "description": "Cursor after which the page starts (exclusive), from a page in the same order. At most 2,000 characters."
    },
    "counts": {
     "type": "boolean",
     "description": "Included when true.",
     "default": true
    },
    "clientId": {
     "type": "string",
     "description": "The client's id.",
     "default": "none"
    },
    "sites": {
     "type": "boolean",
     "description": "Included when true.",
     "default": false
    }
   },
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query ThreatsPage($filter:BitdefenderThreatFilter$orderBy:BitdefenderThreatOrder!=NEWEST$first:Int!=50$after:String$counts:Boolean!=true$clientId:ID!=\"none\"$sites:Boolean!=false){client(id:$clientId)@include(if:$sites){id bitdefender{sites{id name agents}}}bitdefenderThreats(filter:$filter orderBy:$orderBy first:$first after:$after){totalCount@include(if:$counts)facets@include(if:$counts){severities{value count}statuses{value count}actions{value count}families{value count}clients{client{id name}count}assignees{assigneeId assignee{id name}count}}edges{cursor node{...ThreatRow alert{id state ticket{...TicketCard}}}}pageInfo{...PageEnd}}}fragment ThreatRow on BitdefenderThreat{id name severity status action hostName detectedAt lastDetectedAt occurrences history assigneeId assignee{id name}client{id name}agent{id hostname}device{id name}}fragment TicketCard on Ticket{id reference title priority team assigneeId state url dueAt}fragment PageEnd on PageInfo{hasNextPage hasPreviousPage startCursor endCursor}"
 },
 {
  "name": "preview_alert_rule",
  "title": "Preview of an alert rule",
  "description": "What an alert rule would have done in the past days, if it existed. Saves and triggers nothing.",
  "operation": "RulePreview",
  "uses": [
   "Query.previewBitdefenderAlertRule"
  ],
  "input": {
   "type": "object",
   "properties": {
    "input": {
     "type": "object",
     "properties": {
      "ruleId": {
       "type": "string",
       "maxLength": 255,
       "description": "Rule to change. Left out, a new rule is created and evaluated last. At most 255 characters."
      },
      "version": {
       "type": "string",
       "maxLength": 100,
       "description": "The `version` of the rule that was read. Without it: VERSION_REQUIRED; if it has changed since: CHANGED_MEANWHILE. Not for a new rule or a preview. At most 100 characters."
      },
      "name": {
       "type": "string",
       "maxLength": 200,
       "description": "Its name, up to 200 characters."
      },
      "enabled": {
       "type": "boolean",
       "description": "Whether the rule is enabled.",
       "default": true
      },
      "scope": {
       "type": "object",
       "properties": {
        "kind": {
         "type": "string",
         "enum": [
          "ALL",
          "ONLY",
          "ALL_BUT"
         ],
         "description": "Kind of the scope.\nALL: Every client.\nONLY: Only the listed clients.\nALL_BUT: Every client except those listed."
        },
        "clientIds": {
         "type": "array",
         "items": {
          "type": "string",
          "maxLength": 255
         },
         "maxItems": 1000,
         "description": "Clients listed for ONLY and ALL_BUT, known to OpsMerge; empty for ALL. At most 1,000 items. At most 255 characters each."
        },
        "siteIds": {
         "type": "array",
         "items": {
          "type": "string",
          "maxLength": 255
         },
         "maxItems": 100,
         "description": "Sites of the clients listed for ONLY, at least one of each: the rule is for threats on machines whose agent is at one of them. Null for the clients as a whole. It then matches no machine without an agent or at no site, and nothing that is about no single machine, such as outbreaks, notices and degraded protection: these are left to rules for whole clients. At most 100 items. At most 255 characters each."
        }
       },
       "required": [
        "kind",
        "clientIds"
       ],
       "additionalProperties": false,
       "description": "Clients it applies to."
      },
      "conditions": {
       "type": "object",
       "properties": {
        "kinds": {
         "type": "array",
         "items": {
          "type": "string",
          "enum": [
           "THREAT",
           "OUTBREAK",
           "NOTICE",
           "DEGRADATION"
          ]
         },
         "maxItems": 4,
         "description": "Kinds of alerts. Defaults to threats only. At most 4 items.\nTHREAT: One threat. Each threat has exactly one alert of this kind.\nOUTBREAK: Threats on many machines of one client in a short time.\nNOTICE: Problem of this service, such as a failing integration.\nDEGRADATION: Machines of one client that are protected less than they should be or soon will be, by cause."
        },
        "minimumSeverity": {
         "type": "string",
         "enum": [
          "UNKNOWN",
          "LOW",
          "MEDIUM",
          "HIGH",
          "CRITICAL"
         ],
         "description": "Minimum severity (inclusive).\nUNKNOWN: Bitdefender reported nothing to rate it by.\nLOW: Incidents with a score of 0 to 39 by default; adware and unwanted applications.\nMEDIUM: Incidents with a score of 40 to 75 by default; quarantined malware of other families; detections known only from the state of a device.\nHIGH: Incidents with a score of 76 to 89 by default; quarantined items while the device is infected; infected devices.\nCRITICAL: Incidents with a score of 90 to 100 by default; ransomware."
        },
        "maximumSeverity": {
         "type": "string",
         "enum": [
          "UNKNOWN",
          "LOW",
          "MEDIUM",
          "HIGH",
          "CRITICAL"
         ],
         "description": "Maximum severity (inclusive).\nUNKNOWN: Bitdefender reported nothing to rate it by.\nLOW: Incidents with a score of 0 to 39 by default; adware and unwanted applications.\nMEDIUM: Incidents with a score of 40 to 75 by default; quarantined malware of other families; detections known only from the state of a device.\nHIGH: Incidents with a score of 76 to 89 by default; quarantined items while the device is infected; infected devices.\nCRITICAL: Incidents with a score of 90 to 100 by default; ransomware."
        },
        "families": {
         "type": "array",
         "items": {
          "type": "string",
          "maxLength": 50
         },
         "maxItems": 50,
         "description": "Families of threats, such as RANSOMWARE or ADWARE. At most 50 items. At most 50 characters each."
        },
        "actions": {
         "type": "array",
         "items": {
          "type": "string",
          "enum": [
           "REPORTED",
           "BLOCKED",
           "PARTIALLY_BLOCKED",
           "QUARANTINED",
           "KILLED",
           "UNKNOWN"
          ]
         },
         "maxItems": 6,
         "description": "Actions taken by Bitdefender. At most 6 items.\nREPORTED: Reported only.\nBLOCKED: Blocked.\nPARTIALLY_BLOCKED: Blocked in part.\nQUARANTINED: File moved to quarantine.\nKILLED: Process ended.\nUNKNOWN: Action unknown to this service; see `actionRaw`."
        },
        "stillActive": {
         "type": "boolean",
         "description": "Whether the threat may still be active."
        },
        "statuses": {
         "type": "array",
         "items": {
          "type": "string",
          "enum": [
           "UNRESOLVED",
           "RESOLVED",
           "FALSE_POSITIVE"
          ]
         },
         "maxItems": 3,
         "description": "Statuses of threats. Defaults to unresolved only. At most 3 items.\nUNRESOLVED: Open.\nRESOLVED: Closed, in Bitdefender or by a user here.\nFALSE_POSITIVE: Marked as a false positive, in Bitdefender or by a user here."
        },
        "hostnamePattern": {
         "type": "string",
         "maxLength": 255,
         "description": "Pattern of the host name: * for any characters, ? for one; case-insensitive. At most 255 characters."
        },
        "machineKinds": {
         "type": "array",
         "items": {
          "type": "string",
          "enum": [
           "SERVER",
           "WORKSTATION",
           "UNKNOWN"
          ]
         },
         "maxItems": 3,
         "description": "Kinds of machines. At most 3 items.\nSERVER: A server.\nWORKSTATION: A workstation or laptop.\nUNKNOWN: Unknown operating system."
        },
        "companyIds": {
         "type": "array",
         "items": {
          "type": "string",
          "maxLength": 255
         },
         "maxItems": 1000,
         "description": "Ids of companies, which must exist. At most 1,000 items. At most 255 characters each."
        },
        "causes": {
         "type": "array",
         "items": {
          "type": "string",
          "enum": [
           "MODULE_OFF",
           "LICENCE_EXPIRED",
           "ISOLATED",
           "NOT_SEEN",
           "SIGNATURES_OUTDATED",
           "LICENCE_ENDING",
           "POLICY_NOT_EXPECTED",
           "PRODUCT_OUTDATED"
          ]
         },
         "maxItems": 8,
         "description": "Causes of degraded protection, for a rule about that kind of alerts alone. Null for all. At most 8 items.\nMODULE_OFF: A module that is expected to be on is off.\nLICENCE_EXPIRED: The Bitdefender licence has expired.\nISOLATED: Isolated: cut off from the network.\nNOT_SEEN: No contact to Bitdefender for more than the expected number of days (`notSeenDays`).\nSIGNATURES_OUTDATED: The malware signatures are out of date.\nLICENCE_ENDING: The licence of a company has ended, or ends within the days of `licenceEndingDays`. Of companies, not of machines.\nPOLICY_NOT_EXPECTED: The policy is not one of those expected.\nPRODUCT_OUTDATED: The Bitdefender product is out of date."
        },
        "hours": {
         "type": "object",
         "properties": {
          "days": {
           "type": "array",
           "items": {
            "type": "integer"
           },
           "description": "Days, 1 (Monday) to 7 (Sunday)."
          },
          "from": {
           "type": "string",
           "maxLength": 5,
           "description": "Start, HH:mm (inclusive). At most 5 characters."
          },
          "to": {
           "type": "string",
           "maxLength": 5,
           "description": "End, HH:mm (exclusive). Before `from`, it is on the next day; equal to `from`, the range is the whole day. At most 5 characters."
          }
         },
         "required": [
          "days",
          "from",
          "to"
         ],
         "additionalProperties": false,
         "description": "Hours of the week."
        }
       },
       "additionalProperties": false,
       "description": "Conditions that must hold."
      },
      "actions": {
       "type": "array",
       "items": {
        "type": "object",
        "properties": {
         "kind": {
          "type": "string",
          "enum": [
           "CREATE_TICKET",
           "NOTIFY",
           "PAGE",
           "WEBHOOK",
           "SUPPRESS"
          ],
          "description": "Kind of the action.\nCREATE_TICKET: Creates a ticket. Requires `team`; `priority` defaults to HIGH.\nNOTIFY: Sends a notification. Requires `channel`.\nPAGE: Pages the on-call schedule. Requires `onCall`.\nWEBHOOK: Sends a signed request to a webhook of the tenant. Requires `webhookId`.\nSUPPRESS: Suppresses the alert: no action is carried out, not even one of an earlier rule."
         },
         "priority": {
          "type": "string",
          "enum": [
           "LOW",
           "MEDIUM",
           "HIGH",
           "CRITICAL"
          ],
          "description": "Priority of the ticket. Defaults to HIGH.\nLOW: Low.\nMEDIUM: Medium.\nHIGH: High; the default.\nCRITICAL: Critical."
         },
         "team": {
          "type": "string",
          "maxLength": 200,
          "description": "Team that gets the ticket. Required for CREATE_TICKET. At most 200 characters."
         },
         "assigneeId": {
          "type": "string",
          "maxLength": 255,
          "description": "OpsMerge id of the technician who gets the ticket. Checked by OpsMerge when the ticket is created. At most 255 characters."
         },
         "dueInMinutes": {
          "type": "integer",
          "description": "Minutes from the detection until the ticket is due; at least 1."
         },
         "channel": {
          "type": "string",
          "maxLength": 200,
          "description": "Channel to notify. Required for NOTIFY. At most 200 characters."
         },
         "onCall": {
          "type": "string",
          "maxLength": 200,
          "description": "On-call schedule to page. Required for PAGE. At most 200 characters."
         },
         "webhookId": {
          "type": "string",
          "maxLength": 255,
          "description": "Webhook to send to. Required for WEBHOOK. At most 255 characters."
         },
         "reason": {
          "type": "string",
          "maxLength": 500,
          "description": "Why alerts are suppressed. Used by SUPPRESS. At most 500 characters."
         }
        },
        "required": [
         "kind"
        ],
        "additionalProperties": false
       },
       "maxItems": 20,
       "description": "Its actions, at least one. They replace all stored ones. At most 20 items."
      },
      "next": {
       "type": "string",
       "enum": [
        "STOP",
        "CONTINUE"
       ],
       "description": "Whether further rules are evaluated after it matched.\nSTOP: No further rule is evaluated.\nCONTINUE: The next rule is evaluated too.",
       "default": "STOP"
      }
     },
     "required": [
      "name",
      "scope",
      "conditions",
      "actions"
     ],
     "additionalProperties": false,
     "description": "Rule to try: in place of `ruleId`, or evaluated last if that is left out."
    },
    "days": {
     "type": "integer",
     "minimum": 1,
     "maximum": 90,
     "description": "Number of days to go back, 1 to 90.",
     "default": 30
    }
   },
   "required": [
    "input"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query RulePreview($input:SaveBitdefenderAlertRuleInput!$days:Int!=30){previewBitdefenderAlertRule(input:$input days:$days){preview{since considered matched acted prevented heldBack{by ruleName alerts}actions{kind alerts actions}samples{id title severity client{id name}}degradationCount degradations{client{id name}cause severity machines companies}}userErrors{...Refusal}}}fragment Refusal on BitdefenderUserError{code field message}"
 },
 {
  "name": "preview_company_mapping",
  "title": "Preview of a mapping",
  "description": "What would change if a company were mapped to a client, or to none if clientId is left out. Changes nothing.",
  "operation": "MappingPreview",
  "uses": [
   "Query.bitdefenderMappingPreview"
  ],
  "input": {
   "type": "object",
   "properties": {
    "companyId": {
     "type": "string",
     "maxLength": 255,
     "description": "ID of the company. At most 255 characters."
    },
    "clientId": {
     "type": "string",
     "maxLength": 255,
     "description": "ID of the client to map the company to; omit to preview unmapping. At most 255 characters."
    }
   },
   "required": [
    "companyId"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query MappingPreview($companyId:ID!$clientId:ID){bitdefenderMappingPreview(companyId:$companyId clientId:$clientId){company{id name}fromClient{id name}toClient{id name}deviceCount matchedDeviceCount matchingAgentCount threatsStaying openThreatsStaying openAlertsStaying decisionsLeftBehind threatsTakenOver threatsActedOn}}"
 },
 {
  "name": "preview_maintenance_window",
  "title": "Preview of a maintenance window",
  "description": "When a maintenance window with this schedule would be open. Saves nothing.",
  "operation": "MaintenancePreview",
  "uses": [
   "Query.previewBitdefenderMaintenanceWindow"
  ],
  "input": {
   "type": "object",
   "properties": {
    "schedule": {
     "type": "object",
     "properties": {
      "date": {
       "type": "string",
       "maxLength": 10,
       "description": "Date, such as 2026-11-30, within a year from now. Leave it out for a window that repeats. At most 10 characters."
      },
      "days": {
       "type": "array",
       "items": {
        "type": "integer"
       },
       "maxItems": 7,
       "description": "Days of the week on which it opens, where Monday is 1 and Sunday is 7, each once. At most 7 items. Leave them out for a window that opens once."
      },
      "time": {
       "type": "string",
       "maxLength": 5,
       "description": "Time at which it opens, HH:mm. Of an hour that clocks repeat, the first; an hour that they skip is moved on by as much as they skip. At most 5 characters."
      },
      "minutes": {
       "type": "integer",
       "minimum": 5,
       "maximum": 20160,
       "description": "Minutes for which it is open: 5 to 20,160, which is 14 days. One that repeats leaves at least two hours before it opens again."
      },
      "timeZone": {
       "type": "string",
       "maxLength": 100,
       "description": "IANA time zone; the tenant's if left out. At most 100 characters."
      }
     },
     "required": [
      "time",
      "minutes"
     ],
     "additionalProperties": false,
     "description": "Schedule to try."
    }
   },
   "required": [
    "schedule"
   ],
   "additionalProperties": false
  },
  "fixed": {},
  "query": "query MaintenancePreview($schedule:BitdefenderMaintenanceScheduleInput!){previewBitdefenderMaintenanceWindow(schedule:$schedule){timeZone occurrences{from to}userErrors{...Refusal}}}fragment Refusal on BitdefenderUserError{code field message}"
 }
];
