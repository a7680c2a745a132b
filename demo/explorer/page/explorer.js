// The page of the demo: GraphiQL with a chooser of roles and the operations of the screens. Runs in the browser as it is.
const { React, ReactDOM, GraphiQL, graphqlSse } = globalThis;
const element = React.createElement;

/** The token of the chosen role. Requests wait for it. */
let token = Promise.resolve('');

async function ask(path, options) {
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

const requestToken = async (role, clientId) => {
  const body = JSON.stringify({ role, clientId });
  const answer = await ask('/explorer/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return answer.token;
};

const authorization = async () => ({ authorization: `Bearer ${await token}` });
const subscriptions = graphqlSse.createClient({ url: '/graphql', headers: authorization, retryAttempts: 0 });

const isSubscription = ({ operationName }, { documentAST } = {}) =>
  (documentAST?.definitions ?? []).some(
    ({ kind, operation, name }) =>
      kind === 'OperationDefinition' &&
      operation === 'subscription' &&
      (!operationName || name?.value === operationName),
  );

async function send(request) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { ...(await authorization()), 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  return response.json();
}

const fetcher = (request, options) =>
  isSubscription(request, options) ? subscriptions.iterate(request) : send(request);

function Bar({ roles, clients, role, clientId, problem, onChoose }) {
  const options = (values) => values.map(({ id, name }) => element('option', { key: id, value: id }, name));
  const choice = (label, value, values, choose) =>
    element(
      'label',
      null,
      label,
      element('select', { value, onChange: ({ target }) => choose(target.value) }, options(values)),
    );
  return element(
    'header',
    { className: 'bar' },
    element('h1', null, 'The graph of the demo'),
    choice(
      'Role',
      role,
      roles.map((name) => ({ id: name, name })),
      (chosen) => onChoose(chosen, clientId),
    ),
    role === 'portal' && choice('Client', clientId, clients, (chosen) => onChoose(role, chosen)),
    problem && element('span', { className: 'problem', role: 'alert' }, problem),
  );
}

function Collection({ screens, role, opened, onOpen }) {
  const item = (operation) => {
    const isRefused = !operation.roles.includes(role);
    return element(
      'li',
      { key: operation.name },
      element(
        'button',
        {
          type: 'button',
          className: isRefused ? 'refused' : '',
          title: isRefused ? `${operation.about} Not permitted to ${role}.` : operation.about,
          'aria-current': opened === operation.name,
          onClick: () => onOpen(operation),
        },
        element('span', { className: 'kind' }, operation.kind),
        operation.name,
      ),
    );
  };
  return element(
    'nav',
    { className: 'collection', 'aria-label': 'Operations of the screens' },
    screens.map(({ name, about, operations }) =>
      element(
        React.Fragment,
        { key: name },
        element('h2', { title: about }, name),
        element('ul', null, operations.map(item)),
      ),
    ),
  );
}

function Page({ roles, clients, screens }) {
  const [chosen, setChosen] = React.useState({ role: 'technician', clientId: clients[0]?.id ?? null });
  const [opened, setOpened] = React.useState({ name: '', query: '', variables: '' });
  const [problem, setProblem] = React.useState(null);
  const attempt = (work) => work.then(() => setProblem(null)).catch(({ message }) => setProblem(message));

  React.useEffect(() => {
    token = requestToken(chosen.role, chosen.clientId);
    attempt(token);
  }, [chosen]);

  const open = async ({ name, text }) => {
    const variables = await ask(`/explorer/variables?of=${name}`);
    setOpened({ name, query: text, variables: JSON.stringify(variables, null, 2) });
  };
  return element(
    React.Fragment,
    null,
    element(Bar, {
      roles,
      clients,
      ...chosen,
      problem,
      onChoose: (role, clientId) => setChosen({ role, clientId }),
    }),
    element(Collection, {
      screens,
      role: chosen.role,
      opened: opened.name,
      onOpen: (operation) => attempt(open(operation)),
    }),
    element(
      'main',
      { className: 'graphiql' },
      element(GraphiQL, {
        fetcher,
        // What an earlier demo left in the browser has ids that are gone.
        storage: sessionStorage,
        defaultEditorToolsVisibility: 'variables',
        isHeadersEditorEnabled: false,
        ...(opened.name && { query: opened.query, variables: opened.variables }),
      }),
    ),
  );
}

const setting = await ask('/explorer/setting');
ReactDOM.createRoot(document.getElementById('page')).render(element(Page, setting));
