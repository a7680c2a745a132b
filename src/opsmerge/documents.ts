/** Everything we ever ask of OpsMerge core. A test holds each document against `schema/opsmerge.graphql`. */

export const AGENTS = /* GraphQL */ `
  query BitdefenderAgents($clientId: ID!, $first: Int!, $after: String) {
    agents(clientId: $clientId, first: $first, after: $after) {
      edges { node { id hostname client { id } macAddresses } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

// An older core refuses it.
export const AGENTS_WITH_SITES = /* GraphQL */ `
  query BitdefenderAgentsWithSites($clientId: ID!, $first: Int!, $after: String) {
    agents(clientId: $clientId, first: $first, after: $after) {
      edges { node { id hostname client { id } macAddresses site { id name } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

export const ALL_AGENTS = /* GraphQL */ `
  query BitdefenderAllAgents($first: Int!, $after: String) {
    agents(first: $first, after: $after) {
      edges { node { id hostname client { id } macAddresses } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

export const CLIENTS = /* GraphQL */ `
  query BitdefenderClients($first: Int!, $after: String) {
    clients(first: $first, after: $after) {
      edges { node { id name } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

export const CLIENT = /* GraphQL */ `
  query BitdefenderClient($id: ID!) {
    client(id: $id) { id name }
  }
`;

// Core leaves unknown clients out of the activities, so the ids alone show which clients exist.
export const CLIENTS_EXIST = /* GraphQL */ `
  query BitdefenderClientsExist($ids: [ID!]!) {
    clientActivities(clientIds: $ids) { clientId }
  }
`;

export const ACTIVITIES = /* GraphQL */ `
  query BitdefenderActivities($ids: [ID!]!) {
    clientActivities(clientIds: $ids) { clientId openTicketCount lastAgentInstalledAt }
  }
`;

// An older core refuses it.
export const CLIENT_STATES = /* GraphQL */ `
  query BitdefenderClientStates($ids: [ID!]!) {
    clientStates(clientIds: $ids) { clientId state mergedInto }
  }
`;

export const TICKETS = /* GraphQL */ `
  query BitdefenderTickets($ids: [ID!]!) {
    tickets(ids: $ids) { id state url }
  }
`;

export const CREATE_TICKET = /* GraphQL */ `
  mutation BitdefenderCreateTicket($input: CreateTicketInput!) {
    createTicket(input: $input) {
      ticket { id state url }
      userErrors { code field message }
    }
  }
`;

export const ADD_TICKET_NOTE = /* GraphQL */ `
  mutation BitdefenderAddTicketNote($input: AddTicketNoteInput!) {
    addTicketNote(input: $input) { userErrors { code field message } }
  }
`;

export const NOTIFY = /* GraphQL */ `
  mutation BitdefenderNotify($input: SendNotificationInput!) {
    sendNotification(input: $input) { userErrors { code field message } }
  }
`;

export const PAGE = /* GraphQL */ `
  mutation BitdefenderPage($input: SendPageInput!) {
    sendPage(input: $input) { userErrors { code field message } }
  }
`;

export const NOTIFY_PERSON = /* GraphQL */ `
  mutation BitdefenderNotifyPerson($input: NotifyPersonInput!) {
    notifyPerson(input: $input) { notificationId userErrors { code field message } }
  }
`;

// Carries out nothing, as below.
export const NOTIFIES_PEOPLE = /* GraphQL */ `
  mutation BitdefenderNotifiesPeople($input: NotifyPersonInput!, $carryOut: Boolean!) {
    __typename
    notifyPerson(input: $input) @include(if: $carryOut) { notificationId userErrors { code field message } }
  }
`;

// An older core refuses it.
export const TEAMS = /* GraphQL */ `
  query BitdefenderTeams { teams { id name } }
`;

export const NOTIFY_TEAM = /* GraphQL */ `
  mutation BitdefenderNotifyTeam($input: NotifyTeamInput!) {
    notifyTeam(input: $input) { notificationId userErrors { code field message } }
  }
`;

// Carries out nothing, as below.
export const NOTIFIES_TEAMS = /* GraphQL */ `
  mutation BitdefenderNotifiesTeams($input: NotifyTeamInput!, $carryOut: Boolean!) {
    __typename
    notifyTeam(input: $input) @include(if: $carryOut) { notificationId userErrors { code field message } }
  }
`;

const ALERT = /* GraphQL */ `alert { id revision ticket { id state url } } userErrors { code field message }`;

export const PUBLISH_ALERT = /* GraphQL */ `
  mutation BitdefenderPublishAlert($input: PublishAlertInput!) { publishAlert(input: $input) { ${ALERT} } }
`;

export const UPDATE_ALERT = /* GraphQL */ `
  mutation BitdefenderUpdateAlert($input: UpdateAlertInput!) { updateAlert(input: $input) { ${ALERT} } }
`;

export const RESOLVE_ALERT = /* GraphQL */ `
  mutation BitdefenderResolveAlert($input: ResolveAlertInput!) { resolveAlert(input: $input) { ${ALERT} } }
`;

export const ALERTS = /* GraphQL */ `
  query BitdefenderAlerts($ids: [ID!]!) {
    alerts(ids: $ids) { id revision ticket { id state url } }
  }
`;

// Carries out nothing: core either takes the document or does not know its fields.
export const TAKES_ALERTS = /* GraphQL */ `
  mutation BitdefenderTakesAlerts(
    $publish: PublishAlertInput! $update: UpdateAlertInput! $resolve: ResolveAlertInput! $carryOut: Boolean!
  ) {
    __typename
    publishAlert(input: $publish) @include(if: $carryOut) { ${ALERT} }
    updateAlert(input: $update) @include(if: $carryOut) { ${ALERT} }
    resolveAlert(input: $resolve) @include(if: $carryOut) { ${ALERT} }
  }
`;
