import { z } from 'zod';
import { expect, it } from 'vitest';
import { machineId } from './machine-id.ts';

it('is a UUID that follows from the text', () => {
  expect(z.uuid().safeParse(machineId('guard/ALL/5')).success).toBe(true);
  expect(machineId('guard/ALL/5')).toBe(machineId('guard/ALL/5'));
  expect(machineId('guard/ALL/5')).not.toBe(machineId('guard/ALL/6'));
});
