/** The role of the service, which the tests use too: it owns the database, and is no superuser, so that row-level security holds for it. */
export const serviceRole = 'service_of_tests';

/** Takes the URL of a database of the test server; gives that URL for the role of the service. */
export function asService(url: string): string {
  const given = new URL(url);
  given.username = serviceRole;
  return given.href;
}

/** Creates the role, with the password that the URL of the superuser has. */
export function createServiceRole(superuserUrl: string): string {
  return `create role ${serviceRole} login password '${new URL(superuserUrl).password}'`;
}
