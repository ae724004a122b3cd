import { type Sample } from './sample.ts';

/** A value of a series before it is known when, and of which service, it was sampled. */
export type Reading = Omit<Sample, 'timestampMs'>;

export function reading(name: string, value: number, labels: Readonly<Record<string, string>> = {}): Reading {
  return { name, labels, value };
}
