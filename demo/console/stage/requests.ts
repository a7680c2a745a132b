/** Something a visitor can make happen, as the stage describes it. */
export interface StageAction {
  id: string;
  title: string;
  effect: string;
  /** The first choice of each is the usual one. */
  parameters: { name: string; title: string; choices: { value: string; title: string }[] }[];
}

/** What the stage offers. */
export interface StageList {
  /** Whether the demo is filled: before, there are no actions. */
  ready: boolean;
  actions: StageAction[];
  connectByHand: { endpoint: string; apiKey: string; caCertificate: string; certificateFingerprint: string };
}

/** What an action did. */
export interface StageDone {
  did: string;
  /** A key to rotate to. */
  newKey?: string;
  /** Why no sync could be requested; null where it was. */
  problem: string | null;
}

/** The stage is a server of its own, on the host by which this page was reached. */
export const stageUrl = (port: number): string => `http://${window.location.hostname}:${port}/stage`;

async function answerOf<Answer>(asked: Promise<Response>): Promise<Answer> {
  const response = await asked;
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

export const readStage = (url: string) => answerOf<StageList>(fetch(url));

export const perform = (url: string, id: string, parameters: Readonly<Record<string, string>>) =>
  answerOf<StageDone>(
    fetch(`${url}/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(parameters),
    }),
  );
