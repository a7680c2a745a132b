import { walkTenants } from './walk-tenants.js';

walkTenants('a direct connection', async (url) => url, 'all');
