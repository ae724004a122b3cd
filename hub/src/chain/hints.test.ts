import { describe, expect, it } from 'vitest';
import { type Sec, type Seq } from '@noderr/protocol';
import { directive } from '@noderr/protocol/testing';
import { tierChain } from '../testing/make-picture.ts';
import { hintOf } from './hints.ts';

describe('the hint for a heartbeat', () => {
  it('names the newest seq and its spread, final or not', () => {
    const latest = directive({ seq: 6 as Seq, spreadS: 30 as Sec });
    expect(hintOf(tierChain(), null)).toEqual({ seq: 5, hold: null, spreadS: 0 });
    expect(hintOf(tierChain({ latest }), null)).toEqual({ seq: 6, hold: null, spreadS: 30 });
  });

  it('holds as soon as the newest block is paused, and before it when somebody asked for it', () => {
    const latest = directive({ seq: 6 as Seq, paused: true });
    expect(hintOf(tierChain({ latest }), null)?.hold?.reason).toBe('paused on the chain');
    expect(hintOf(tierChain(), 'pause asked for by ada')?.hold?.reason).toBe('pause asked for by ada');
  });

  it('does not hold by what an endpoint says that lags behind the final state', () => {
    const latest = directive({ seq: 4 as Seq, paused: true });
    expect(hintOf(tierChain({ latest }), null)).toEqual({ seq: 5, hold: null, spreadS: 0 });
  });

  it('is nothing where nothing was published', () => {
    expect(hintOf(tierChain({ directive: null }), null)).toBeNull();
  });
});
