// The page of the demo: GraphiQL with a chooser of roles and the operations of the screens.
import { GraphiQL } from 'graphiql';
import { Fragment, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Choices, VisitorRole } from '../../pages/choices.js';
import type { CollectedOperation, CollectedScreen, ExplorerSetting } from '../setting.js';
import { ask, sendRequest, signIn } from './requests.js';
import 'graphiql/style.css';
import './explorer.css';

interface Chosen {
  role: VisitorRole;
  clientId: string | null;
}

interface SelectProps<Value extends string> {
  label: string;
  value: Value | null;
  choices: readonly { id: Value; name: string }[];
  onChoose: (value: Value) => void;
}

function Select<Value extends string>({ label, value, choices, onChoose }: SelectProps<Value>) {
  return (
    <label>
      {label}
      <select value={value ?? ''} onChange={({ target }) => onChoose(target.value as Value)}>
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface BarProps extends Choices {
  chosen: Chosen;
  problem: string | null;
  onChoose: (chosen: Chosen) => void;
}

function Bar({ roles, clients, chosen, problem, onChoose }: BarProps) {
  return (
    <header className="bar">
      <h1>The graph of the demo</h1>
      <Select
        label="Role"
        value={chosen.role}
        choices={roles.map((role) => ({ id: role, name: role }))}
        onChoose={(role) => onChoose({ ...chosen, role })}
      />
      {chosen.role === 'portal' && (
        <Select
          label="Client"
          value={chosen.clientId}
          choices={clients}
          onChoose={(clientId) => onChoose({ ...chosen, clientId })}
        />
      )}
      {problem !== null && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </header>
  );
}

interface CollectionProps {
  screens: CollectedScreen[];
  role: VisitorRole;
  opened: string;
  onOpen: (operation: CollectedOperation) => void;
}

function Collection({ screens, role, opened, onOpen }: CollectionProps) {
  const item = (operation: CollectedOperation) => {
    const isRefused = !operation.roles.includes(role);
    return (
      <li key={operation.name}>
        <button
          type="button"
          className={isRefused ? 'refused' : ''}
          title={isRefused ? `${operation.about} Not permitted to ${role}.` : operation.about}
          aria-current={opened === operation.name}
          onClick={() => onOpen(operation)}
        >
          <span className="kind">{operation.kind}</span>
          {operation.name}
        </button>
      </li>
    );
  };
  return (
    <nav className="collection" aria-label="Operations of the screens">
      {screens.map(({ name, about, operations }) => (
        <Fragment key={name}>
          <h2 title={about}>{name}</h2>
          <ul>{operations.map(item)}</ul>
        </Fragment>
      ))}
    </nav>
  );
}

function Page({ roles, clients, screens }: Choices & ExplorerSetting) {
  const [chosen, setChosen] = useState<Chosen>({ role: 'technician', clientId: clients[0]?.id ?? null });
  const [opened, setOpened] = useState({ name: '', query: '', variables: '' });
  const [problem, setProblem] = useState<string | null>(null);
  const report = ({ message }: Error) => setProblem(message);

  useEffect(() => {
    signIn(chosen.role, chosen.clientId).then(() => setProblem(null), report);
  }, [chosen]);

  const open = async ({ name, text }: CollectedOperation) => {
    const variables = await ask<unknown>(`/explorer/variables?of=${name}`);
    setOpened({ name, query: text, variables: JSON.stringify(variables, null, 2) });
    setProblem(null);
  };
  return (
    <>
      <Bar {...{ roles, clients, chosen, problem }} onChoose={setChosen} />
      <Collection
        {...{ screens }}
        role={chosen.role}
        opened={opened.name}
        onOpen={(operation) => void open(operation).catch(report)}
      />
      <main className="graphiql">
        <GraphiQL
          fetcher={sendRequest}
          // What an earlier demo left in the browser has ids that are gone.
          storage={sessionStorage}
          defaultEditorToolsVisibility="variables"
          isHeadersEditorEnabled={false}
          {...(opened.name && { query: opened.query, variables: opened.variables })}
        />
      </main>
    </>
  );
}

const [choices, setting] = await Promise.all([
  ask<Choices>('/session/choices'),
  ask<ExplorerSetting>('/explorer/setting'),
]);
const root = document.getElementById('page');
if (root !== null) createRoot(root).render(<Page {...choices} {...setting} />);
