import { Alert } from '@mantine/core';
import { StrictMode, useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Console, ConsoleLook } from './app/console.tsx';
import { SharedOr } from './app/shared-page.tsx';
import { StagePanel } from './stage/panel.tsx';
import { stageUrl } from './stage/requests.ts';
import { RoleSwitch } from './stage/roles.tsx';
import { type Choices, type Identity, keepIdentity, keptIdentity, readChoices, requestToken } from './stage/session.ts';

/** The console as the demo shows it: with a switch of roles, whose tokens the demo issues. */
function DemoHost() {
  const [choices, setChoices] = useState<Choices | null>(null);
  const [identity, setIdentity] = useState<Identity>(keptIdentity);
  const [token, setToken] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    readChoices().then(setChoices, (error: Error) => setProblem(error.message));
  }, []);
  useEffect(() => {
    keepIdentity(identity);
    requestToken(identity).then(setToken, (error: Error) => setProblem(error.message));
  }, [identity]);

  const beside = useMemo(
    () =>
      choices && (
        <>
          {choices.stagePort !== undefined && <StagePanel url={stageUrl(choices.stagePort)} />}
          <RoleSwitch choices={choices} identity={identity} onChange={setIdentity} />
        </>
      ),
    [choices, identity],
  );
  return (
    <ConsoleLook>
      {problem !== null && <Alert color="red">{problem}</Alert>}
      {token !== null && beside !== null && <Console key={token} session={{ token }} beside={beside} />}
    </ConsoleLook>
  );
}

const place = document.getElementById('console');
if (place)
  createRoot(place).render(
    <StrictMode>
      <SharedOr>
        <DemoHost />
      </SharedOr>
    </StrictMode>,
  );
