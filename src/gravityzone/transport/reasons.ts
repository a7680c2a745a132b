/** Why a call to GravityZone failed, in the words a person reads. */
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
  | 'CANCELLED';

interface Reason {
  /** The sentence for a person when the failure has nothing more exact to say. */
  sentence: string;
  /** What the person can do about it. */
  hint: string;
}

export const reasons: Record<ReasonCode, Reason> = {
  BAD_KEY: {
    sentence: 'GravityZone does not accept the API key.',
    hint: 'Generate a key in Control Center under My Account > API keys and enter it again. A key works only on the instance that issued it: also compare the access URL.',
  },
  WRONG_REGION: {
    sentence: 'GravityZone does not know the API key on this instance; it may belong to another region.',
    hint: 'Copy the access URL from My Account > Control Center API in the same Control Center that issued the key.',
  },
  API_NOT_ENABLED: {
    sentence: 'The API key may not use an API that is needed.',
    hint: 'Edit the key in Control Center under My Account > API keys and tick the missing API.',
  },
  NO_LICENCE: {
    sentence: 'The company has no licence for this operation.',
    hint: 'Incidents need a licence with EDR. Devices and quarantine work without it.',
  },
  NO_COMPANIES: {
    sentence: 'The API key sees no company.',
    hint: 'Generate the key with an account of the partner company, whose reach covers the companies it manages.',
  },
  COMPANY_SUSPENDED: {
    sentence: 'The company of the API key is suspended in GravityZone.',
    hint: 'Reactivate the company in Control Center or ask your Bitdefender partner to do it.',
  },
  HOST_NOT_FOUND: {
    sentence: 'The host name of the access URL does not exist.',
    hint: 'Check the access URL for a typing error. An on-premises host must have a name that this server can resolve.',
  },
  CONNECTION_REFUSED: {
    sentence: 'The server of the access URL does not accept the connection.',
    hint: 'Check the port and the firewall between this service and GravityZone.',
  },
  TIMEOUT: {
    sentence: 'GravityZone did not answer in time.',
    hint: 'Try again later. If it persists, check the firewall and the route to the host.',
  },
  TLS_SELF_SIGNED: {
    sentence: 'The server shows a certificate that no known authority signed.',
    hint: 'For an on-premises GravityZone, add its CA certificate or the fingerprint of its certificate to the connection.',
  },
  TLS_WRONG_HOST: {
    sentence: 'The certificate of the server is for another host name.',
    hint: 'Use the host name that the certificate carries, or pin the fingerprint of the certificate.',
  },
  TLS_EXPIRED: {
    sentence: 'The certificate of the server has expired or is not valid yet.',
    hint: 'Renew the certificate on the server and check its clock.',
  },
  TLS_FAILED: {
    sentence: 'No trusted TLS connection to the server could be made.',
    hint: 'Check that the access URL leads to an https server, and that a pinned fingerprint is still the current one.',
  },
  PROXY: {
    sentence: 'A proxy between this service and GravityZone refuses the connection.',
    hint: 'Let the proxy pass requests from this service to the GravityZone host without authentication.',
  },
  NOT_GRAVITYZONE: {
    sentence: 'The server answers, but it is not a GravityZone API.',
    hint: 'Copy the access URL from My Account > Control Center API; it ends in /api.',
  },
  THROTTLED: {
    sentence: 'GravityZone asks for fewer requests.',
    hint: 'Nothing to do: the work goes on when the limit allows. Another integration on the same key uses up the same limit.',
  },
  SERVER_ERROR: {
    sentence: 'GravityZone failed to answer because of an error of its own.',
    hint: 'Try again later and look at the Bitdefender status page.',
  },
  MALFORMED_ANSWER: {
    sentence: 'GravityZone sent an answer that cannot be read.',
    hint: 'Try again later. If it persists, report it with the time and the method.',
  },
  METHOD_NOT_FOUND: {
    sentence: 'GravityZone does not offer this method to this key.',
    hint: 'The instance may be an older on-premises release, or the account of the key may lack the right.',
  },
  INVALID_PARAMETERS: {
    sentence: 'GravityZone refuses the parameters of the request.',
    hint: 'The company or device may have been removed meanwhile. If it persists, report it with the method.',
  },
  FORBIDDEN_ADDRESS: {
    sentence: 'The access URL leads to an address that this service may not contact.',
    hint: 'Use the public address of GravityZone. For an on-premises host on a private network the operator must allow that network.',
  },
  INVALID_ENDPOINT: {
    sentence: 'The access URL is not valid.',
    hint: 'Copy it from My Account > Control Center API, for example https://cloud.gravityzone.bitdefender.com/api.',
  },
  CIRCUIT_OPEN: {
    sentence: 'GravityZone failed several times in a row, so calls rest for a moment.',
    hint: 'Nothing to do: calls resume by themselves.',
  },
  CANCELLED: {
    sentence: 'The call was cancelled.',
    hint: 'Nothing to do.',
  },
};
