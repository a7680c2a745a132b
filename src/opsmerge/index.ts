export type { CoreActivity, CoreAgent, CoreClient, CoreTicket } from './answers.js';
export { OpsMergeError, type OpsMergeErrorCode } from './error.js';
export type { AddTicketNoteInput, CreateTicketInput, NotifyInput, PageInput, TicketPriority } from './inputs.js';
export { createOpsMerge, type OpsMerge } from './opsmerge.js';
