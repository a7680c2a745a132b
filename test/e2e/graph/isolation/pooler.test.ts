import { startTransactionPooler } from '../../../support/transaction-pooler.js';
import { walkTenants } from './walk-tenants.js';

// Each transaction gets another connection of the server.
walkTenants('a pooler in transaction mode', startTransactionPooler, 'none');
