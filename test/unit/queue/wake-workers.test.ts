import { expect, it } from 'vitest';
import { wakeWorkers } from '../../../src/queue/wake-workers.js';

it('wakes the workers of the queues that have something to do, also after a question that failed', async () => {
  const answers = [['run'], new Error('The database is away.'), [], ['job', 'deliver']];
  const woken: string[] = [];
  const problems: string[] = [];
  let asked = 0;
  const waking = wakeWorkers({
    async readyQueues() {
      const answer = answers[asked] ?? [];
      asked += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    wake: (queue) => woken.push(queue),
    onProblem: ({ message }) => problems.push(message),
    pauseMilliseconds: 1,
  });
  await expect.poll(() => asked).toBeGreaterThan(answers.length);
  await waking.stop();
  expect(woken).toEqual(['run', 'job', 'deliver']);
  expect(problems).toEqual(['The database is away.']);
  const before = asked;
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(asked).toBe(before);
});
