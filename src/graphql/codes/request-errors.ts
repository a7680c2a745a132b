/**
 * The codes of problems with a request that its user can correct, each with its cause and its cure. Those of GravityZone come beside them: see
 * src/graphql/errors.ts.
 */
export const requestErrors = {
  AGENT_NOT_FOUND: [
    'The client has no agent of this id.',
    'Read the agents of the client again and choose one of them.',
  ],
  ALREADY_CONNECTED: [
    'Another integration of the tenant already uses this GravityZone.',
    'Use that integration: rotate its key, change its address, or disconnect it first.',
  ],
  ALREADY_RESOLVED: ['The alert is resolved.', 'Reopen it first.'],
  BAD_BANDS: [
    'The scores from which severities begin are not in order, or out of range.',
    'Give 1 to 100 each, rising from medium to critical.',
  ],
  BAD_CERTIFICATE: [
    'The certificate is not one in PEM form, or its fingerprint is not SHA-256 in hexadecimal.',
    'Send one of either.',
  ],
  BAD_CURSOR: [
    'The cursor is not one of this list and order.',
    'Begin without a cursor, or use one of a page of the same list.',
  ],
  BAD_DAY: ['The day is not a date.', 'Write it like 2026-03-18.'],
  BAD_DAYS: [
    'The number of days is out of range.',
    'Ask for a number of days within the range that the message names.',
  ],
  BAD_HOUR: ['The hour is not one of a day.', 'Give a whole hour from 0 to 23.'],
  BAD_ID: ['The id has characters that no id has, or none at all.', 'Send the id as it was read.'],
  BAD_MONTH: ['This is not a month.', 'Write it like 2026-03.'],
  BAD_NAME: ['The name is empty or too long.', 'Give a name of the length that the message states.'],
  BAD_NAMES: ['Names of policies or modules are empty, too long, or there twice.', 'Send each name once.'],
  BAD_LICENCE_DAYS: [
    'The number of days before the end of a licence is out of range.',
    'Give a number within the range that the message names.',
  ],
  BAD_OUTBREAK: [
    'The number of machines or minutes of an outbreak is out of range.',
    'Give a number within the range that the message names.',
  ],
  BAD_PROMISE: [
    'The promised minutes of a step are out of range.',
    'Give minutes within the range that the message names, or null for no promise.',
  ],
  BAD_RANGE: [
    'The range of time is empty, or given in two ways.',
    'Give a start before the end, or a window without them.',
  ],
  BAD_REASON: ['The reason is empty or too long.', 'Give a reason of the length that the message states.'],
  BAD_REFERENCE: ['A reference to an object names a type that has none here.', 'Correct `__typename`.'],
  BAD_REPORT_NAME: [
    'The name of the report is empty or too long.',
    'Give its name in Control Center, or null to read none.',
  ],
  BAD_RETENTION: [
    'The number of days that threats are kept is out of range.',
    'Give a number within the range that the message names.',
  ],
  BAD_RULE: [
    'A part of the rule is missing or does not fit the others.',
    'Correct the field that `field` names, as the message says.',
  ],
  BAD_SECRET: [
    'The secret of the webhook is too short or too long.',
    'Give 24 to 200 characters, or leave it out to have one made.',
  ],
  BAD_SEVERITY: ['The severity does not fit where it is set.', 'Choose one of those that the message names.'],
  BAD_TEXT: ['The text has half of a Unicode character.', 'Remove the lone surrogate.'],
  BAD_TIME: [
    'The time has passed, or is too far away.',
    'Give a time to come within the limit that the message names.',
  ],
  BAD_TIME_ZONE: ['This is not a time zone.', 'Give a name of the IANA database, such as Europe/Berlin.'],
  BAD_URL: [
    'The address is no URL that may be used.',
    'Give one that begins with https:// and holds no user name or password.',
  ],
  BAD_WINDOW: [
    'The schedule of the maintenance window is incomplete, or too long.',
    'Correct the field that `field` names, as the message says.',
  ],
  CHANGED_MEANWHILE: [
    'Another user has changed it since it was read.',
    'Read it again, then repeat the change if it is still needed.',
  ],
  CLIENT_ARCHIVED: [
    'The client is archived in OpsMerge: its companies rest, and none can be mapped to it.',
    'Make it active again in OpsMerge, or choose another client.',
  ],
  CLIENT_NOT_FOUND: ['OpsMerge has no client of this id.', 'Choose one of the clients of the tenant.'],
  CLIENT_NOT_MAPPED: ['The company of the device is not mapped, so it raises no alerts.', 'Map it to a client first.'],
  COMPANY_VANISHED: [
    'Bitdefender no longer lists the companies of the client.',
    'Give the API key access to them again, or map other ones.',
  ],
  CORE_UNAVAILABLE: [
    'OpsMerge core cannot be reached, so that the request cannot be checked.',
    'Try again later; nothing was changed.',
  ],
  DEVICE_NOT_FOUND: ['The tenant has no device of this id.', 'Read the devices again and choose one of them.'],
  DEVICE_NOT_MANAGED: ['Bitdefender does not protect the device.', 'Choose a device that it protects.'],
  DEVICE_NOT_MAPPED: ["The device's company is not mapped.", 'Map it to a client first.'],
  DIGEST_UNAVAILABLE: [
    'OpsMerge cannot send notifications to single people yet.',
    'Have OpsMerge updated; nothing was changed.',
  ],
  DISCONNECTED: ['The integration is disconnected.', 'Connect it again.'],
  DUPLICATE: ['A list names one thing twice.', 'Name it once; nothing was done.'],
  EMPTY_LIST: ['A list is empty where it would find or do nothing.', 'Name at least one item, or leave the list out.'],
  EMPTY_TEXT: ['A text is blank where it would narrow nothing.', 'Leave it out, or use null.'],
  INCOMPLETE_ORDER: ['The order does not list every rule once.', 'Read the rules again and list all of them.'],
  IN_USE: ['Rules use it.', 'Change these rules first.'],
  KEY_REQUIRED: ['A stored API key is never sent to another host.', 'Add the key to the change.'],
  KEY_UNREADABLE: ['The stored API key cannot be decrypted.', 'Add the key to the change.'],
  MAPPED: ['The company is mapped.', 'Unmap it first.'],
  MAPPED_MEANWHILE: ['Another user has changed the mapping since it was read.', 'Read the company again, then decide.'],
  NOTE_MISSING: ['The decision needs a note.', 'Write the note.'],
  NOTHING_NAMED: [
    'The mute or the maintenance window names nothing to cover.',
    'Name a client, a device, or a threat (of a mute) or a rule (of a maintenance window).',
  ],
  NOTHING_TO_SYNC: [
    'No company of a connected GravityZone is mapped to the client.',
    'Map one, or connect its GravityZone again.',
  ],
  NOT_ABOUT_THREATS: ['Only rules about threats can be tried on the past.', 'Try a rule whose kinds include THREAT.'],
  NOT_ASSIGNING: ['An assignee was given with a decision that assigns nobody.', 'Leave it out, or decide ASSIGN.'],
  NOT_CONNECTED: ['The integration is disconnected.', 'Connect it again, with the new key or address.'],
  NOT_FOUND: ['The tenant has nothing of this id, or no longer.', 'Read the list again.'],
  NOT_GIVEN_UP: ['The delivery was not given up: it is pending or done.', 'Retry only those that are DEAD.'],
  NOT_MAPPED: ['The company of the device is not mapped, so it raises no alerts.', 'Map it to a client first.'],
  OTHER_CLIENT: [
    'The device and the client or agent do not belong together.',
    'Choose an agent of the same client, or leave the client out.',
  ],
  OTHER_GRAVITYZONE: [
    'The key or address leads to another GravityZone than the integration has data of.',
    'Connect it as a new integration; of an appliance that was reinstalled, say so with `reinstalled`.',
  ],
  PAGE_DIRECTION: [
    'The arguments of a page ask for both directions at once.',
    'Give `first` with `after`, or `last` with `before`.',
  ],
  PAGE_SIZE: ['The page size is out of range.', 'Ask for 1 to 100 rows, or as many as the message states.'],
  PLATFORM_RULES_UNAVAILABLE: [
    'OpsMerge does not take alerts of other services yet.',
    "Keep this service's rules, or have OpsMerge updated.",
  ],
  PORTAL_NOT_SHARED: [
    'The portal is off or hidden from the client, or the client is archived or was merged into another one.',
    'Turn it on in the settings, do not hide it from the client, and have the client active in OpsMerge; then share the report.',
  ],
  RANGE_TOO_LONG: ['The range has too many steps.', 'Shorten it, or use steps of a day.'],
  REASON_REQUIRED: ['The decision needs a reason.', 'Give one of 1 to 500 characters.'],
  SEARCH_TOO_SHORT: ['The search has fewer than three characters.', 'Search for at least three.'],
  SYNCED_TOO_OFTEN: [
    'The client has reached the limit of syncs per hour.',
    'Wait until the time that the message names; the schedule still syncs it.',
  ],
  TOO_LONG: ['A text is longer than its field takes.', 'Shorten it to the length that the message states.'],
  TEAM_DIGEST_UNAVAILABLE: [
    'OpsMerge has no teams, or cannot send notifications to one yet.',
    'Have OpsMerge updated, or switch the digest on for single people; nothing was changed.',
  ],
  TOO_MANY: [
    'There are more items than are taken at once, or more than a tenant may have.',
    'Send fewer, or remove some first.',
  ],
  TOO_MANY_TESTS: ['The tenant has tested as often as it may within an hour.', 'Try again later.'],
  UNKNOWN_MODULE: ['Bitdefender has no module of this name.', 'Choose from those that the message lists.'],
  UNKNOWN_TEAM: ['OpsMerge has no team with this id.', 'Choose one of the teams that OpsMerge lists.'],
  USE_ROTATE: ['The secret of an existing webhook is not changed by saving it.', 'Rotate the secret.'],
  VERSION_REQUIRED: ['The change does not say which version it is of.', 'Send the `version` that was read.'],
} as const satisfies Readonly<Record<string, readonly [cause: string, cure: string]>>;

export type RequestErrorCode = keyof typeof requestErrors;
