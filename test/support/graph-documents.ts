export const connect = `mutation ($input: ConnectBitdefenderInput!) {
  connectBitdefender(input: $input) { integration { id state } userErrors { code message field } } }`;
export const mapCompanies = `mutation ($input: MapBitdefenderCompaniesInput!) {
  mapBitdefenderCompanies(input: $input) {
    outcomes { companyId company { name client { id } } userErrors { code message } } userErrors { code message } } }`;
export const syncClient = `mutation ($input: SyncBitdefenderClientInput!) {
  syncBitdefenderClient(input: $input) { runs { id state } userErrors { code message } } }`;
export const retryActions = `mutation ($input: RetryBitdefenderAlertDeliveriesInput!) {
  retryBitdefenderAlertDeliveries(input: $input) { userErrors { code message } } }`;
