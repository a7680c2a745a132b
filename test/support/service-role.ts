import { serviceRole } from '../../src/database/embedded/embedded-roles.js';

/** Takes the URL of a database of the test server; gives that URL for the role of the service, which is no superuser and owns it. */
export function asService(url: string): string {
  const given = new URL(url);
  given.username = serviceRole;
  return given.href;
}
