/** Why a call to GravityZone failed. */
export type ReasonCode =
  | 'BAD_KEY'
  | 'WRONG_REGION'
  | 'API_NOT_ENABLED'
  | 'NO_LICENCE'
  | 'NO_COMPANIES'
  | 'COMPANY_SUSPENDED'
  | 'HOST_NOT_FOUND'
  | 'CONNECTION_REFUSED'
  | 'TIMEOUT'
  | 'TLS_SELF_SIGNED'
  | 'TLS_WRONG_HOST'
  | 'TLS_EXPIRED'
  | 'TLS_FAILED'
  | 'PROXY'
  | 'NOT_GRAVITYZONE'
  | 'THROTTLED'
  | 'SERVER_ERROR'
  | 'MALFORMED_ANSWER'
  | 'METHOD_NOT_FOUND'
  | 'INVALID_PARAMETERS'
  | 'FORBIDDEN_ADDRESS'
  | 'INVALID_ENDPOINT'
  | 'CIRCUIT_OPEN'
  | 'CANCELLED'
  | 'FOREIGN_LINK'
  | 'REPORT_TOO_LARGE';

interface Reason {
  /** Shown to users unless the failure carries a more exact message. */
  sentence: string;
  /** What the user can do about it. */
  hint: string;
}

/** The default sentence and hint of each reason. `docs/gravityzone.md` lists the same sentences. */
export const reasons: Record<ReasonCode, Reason> = {
  BAD_KEY: {
    sentence: 'GravityZone rejected the API key.',
    hint: 'Generate a key in Control Center under My Account > API keys and enter it here. A key works only on the instance that issued it, so also check the access URL.',
  },
  WRONG_REGION: {
    sentence: 'GravityZone does not recognise the API key on this instance. The key may belong to another region.',
    hint: 'Copy the access URL from My Account > Control Center API in the Control Center that issued the key.',
  },
  API_NOT_ENABLED: {
    sentence: 'A required API is not enabled for the API key.',
    hint: 'In Control Center, under My Account > API keys, edit the key and select the missing API.',
  },
  NO_LICENCE: {
    sentence: 'The licence of the company does not cover this operation.',
    hint: 'Incidents require a licence with EDR. Devices and quarantine work without it.',
  },
  NO_COMPANIES: {
    sentence: 'The API key has no access to customer companies.',
    hint: 'Generate the key with an account of the partner company that manages the customer companies.',
  },
  COMPANY_SUSPENDED: {
    sentence: 'The company of the API key is suspended in GravityZone.',
    hint: 'Reactivate the company in Control Center, or ask your Bitdefender partner to do so.',
  },
  HOST_NOT_FOUND: {
    sentence: 'The host name in the access URL could not be resolved.',
    hint: 'Check the access URL for typing errors. The name of an on-premises host must be resolvable from this server.',
  },
  CONNECTION_REFUSED: {
    sentence: 'The server at the access URL refused the connection or is unreachable.',
    hint: 'Check the port in the access URL and the firewall between this service and GravityZone.',
  },
  TIMEOUT: {
    sentence: 'GravityZone did not respond in time.',
    hint: 'Try again later. If the problem persists, check the firewall and the network route to the host.',
  },
  TLS_SELF_SIGNED: {
    sentence: 'The certificate of the server is not signed by a trusted authority.',
    hint: 'For an on-premises GravityZone, add its CA certificate or the fingerprint of its certificate to the integration.',
  },
  TLS_WRONG_HOST: {
    sentence: 'The certificate of the server was issued for a different host name.',
    hint: 'Use a host name that the certificate covers, or pin the fingerprint of the certificate.',
  },
  TLS_EXPIRED: {
    sentence: 'The certificate of the server has expired or is not valid yet.',
    hint: 'Renew the certificate on the server, and check the clock of the server.',
  },
  TLS_FAILED: {
    sentence: 'A trusted TLS connection to the server could not be established.',
    hint: 'Check that the access URL points to an HTTPS server and that a pinned fingerprint is up to date.',
  },
  PROXY: {
    sentence: 'A proxy between this service and GravityZone rejected the connection.',
    hint: 'Configure the proxy to let this service reach the GravityZone host without authentication.',
  },
  NOT_GRAVITYZONE: {
    sentence: 'The server responds, but it is not a GravityZone API.',
    hint: 'Copy the access URL from My Account > Control Center API. It ends in /api.',
  },
  THROTTLED: {
    sentence: 'GravityZone is limiting the rate of requests.',
    hint: 'No action needed: requests resume when the limit allows. Other integrations that use the same key share its limit.',
  },
  SERVER_ERROR: {
    sentence: 'GravityZone failed to respond because of an internal error.',
    hint: 'Try again later, and check the Bitdefender status page.',
  },
  MALFORMED_ANSWER: {
    sentence: 'GravityZone sent a response that cannot be read.',
    hint: 'Try again later. If the problem persists, report it with the time and the method.',
  },
  METHOD_NOT_FOUND: {
    sentence: 'GravityZone does not offer this method to this API key.',
    hint: 'The instance may be an older on-premises release, or the account of the key may lack the right to use the method.',
  },
  INVALID_PARAMETERS: {
    sentence: 'GravityZone rejected the parameters of the request.',
    hint: 'The company or device may have been removed in the meantime. If the problem persists, report it with the method.',
  },
  FORBIDDEN_ADDRESS: {
    sentence: 'The access URL points to an address that this service is not allowed to contact.',
    hint: 'Use the public address of GravityZone. For an on-premises host on a private network, the operator must allow that network.',
  },
  INVALID_ENDPOINT: {
    sentence: 'The access URL is not valid.',
    hint: 'Copy it from My Account > Control Center API, for example https://cloud.gravityzone.bitdefender.com/api.',
  },
  CIRCUIT_OPEN: {
    sentence: 'GravityZone failed several times in a row, so requests are paused for a moment.',
    hint: 'No action needed: requests resume automatically.',
  },
  CANCELLED: {
    sentence: 'The call was cancelled.',
    hint: 'No action needed.',
  },
  FOREIGN_LINK: {
    sentence:
      'The download link of the report does not lead to the access URL of the integration, so it was not followed.',
    hint: 'Set the access URL of the integration to the host that GravityZone uses in its links. The API key is sent to no other host.',
  },
  REPORT_TOO_LARGE: {
    sentence: 'The report is too large to read, so none of its rows were taken in.',
    hint: 'In Control Center, schedule the report for a shorter interval or for fewer companies.',
  },
};
