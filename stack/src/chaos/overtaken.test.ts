import { expect, it } from 'vitest';
import { HubApiError } from '../hub-api.ts';
import { CommandFailedError } from '../noderr-command.ts';
import { againWhenOvertaken, OvertakenError } from './overtaken.ts';

function failing(...errors: Error[]): { act: () => Promise<void>; calls: () => number } {
  let calls = 0;
  return {
    act() {
      const error = errors[calls];
      calls += 1;
      return error ? Promise.reject(error) : Promise.resolve();
    },
    calls: () => calls,
  };
}

it.each([
  new HubApiError(422, 'intent/refused', 'The last change is not final yet.'),
  new HubApiError(409, 'intent/stale', 'the rollout was changed'),
  new CommandFailedError('noderr publish ended with 1: the tier has changed [contract/StaleSeq]'),
  new OvertakenError('the resume is superseded'),
])('does anew what was overtaken: $message', async (error) => {
  const { act, calls } = failing(error);
  await againWhenOvertaken(act, 60);
  expect(calls()).toBe(2);
});

it.each([
  new HubApiError(403, 'auth/forbidden', 'no'),
  new CommandFailedError('noderr publish ended with 1: no such image'),
  new Error('a fault of ours'),
])('does not hide another failure: $message', async (error) => {
  const { act, calls } = failing(error);
  await expect(againWhenOvertaken(act, 60)).rejects.toBe(error);
  expect(calls()).toBe(1);
});

it('gives up in the end', async () => {
  const error = new OvertakenError('again');
  await expect(againWhenOvertaken(failing(error, error).act, -1)).rejects.toBe(error);
});
