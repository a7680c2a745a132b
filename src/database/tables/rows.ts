import { type Selectable } from 'kysely';
import { type Tables } from '../database.js';

export type ConnectionRow = Selectable<Tables['connection']>;
