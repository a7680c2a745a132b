import { type Selectable } from 'kysely';
import { type Tables } from '../database.js';

/** An integration. Its table and the columns that lead to it keep the name of the first release, so that both releases can run on one database. */
export type IntegrationRow = Selectable<Tables['connection']>;
