import { z } from 'zod';

/** Values come from JSON as they are and from the environment as text; each kind takes both. */
export function integer(min: number, max: number): z.ZodType<number> {
  return z.preprocess(
    (value) => (typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value),
    z.int(`expected a whole number from ${min} to ${max}`).min(min).max(max),
  );
}

/** A share, 0…1. */
export function share(): z.ZodType<number> {
  return z.preprocess(
    (value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value),
    z.number('expected a number from 0 to 1').min(0).max(1),
  );
}

/** `true` or `false`. */
export function flag(): z.ZodType<boolean> {
  return z.preprocess((value) => {
    if (value === 'true') return true;
    return value === 'false' ? false : value;
  }, z.boolean('expected true or false'));
}

/** In the environment separated by commas. */
export function list<T extends z.ZodType>(item: T, min: number, max: number): z.ZodType<z.output<T>[]> {
  return z.preprocess((value) => {
    if (typeof value !== 'string') return value;
    return value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }, z.array(item).min(min).max(max));
}
