import { userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { cliActor } from './cli-actor.ts';

describe('who runs a command', () => {
  it('is the user of the system', () => {
    expect(cliActor()).toEqual({ kind: 'cli', name: userInfo().username });
  });

  it('is told by number where the system has no name for it, as in the image', () => {
    const nameless = () => {
      throw new Error('uv_os_get_passwd returned ENOENT (no such file or directory)');
    };
    expect(cliActor(nameless)).toEqual({ kind: 'cli', name: `uid ${userInfo().uid}` });
  });
});
