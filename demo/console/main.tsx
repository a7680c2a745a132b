import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Console, ConsoleLook } from './app/console.tsx';
import { SharedOr } from './app/shared-page.tsx';
import { SignIn } from './app/sign-in.tsx';

/** The console alone. The token stays in the memory of the page. */
function Host() {
  const [token, setToken] = useState<string | null>(null);
  return <ConsoleLook>{token === null ? <SignIn onToken={setToken} /> : <Console session={{ token }} />}</ConsoleLook>;
}

const place = document.getElementById('console');
if (place)
  createRoot(place).render(
    <StrictMode>
      <SharedOr>
        <Host />
      </SharedOr>
    </StrictMode>,
  );
