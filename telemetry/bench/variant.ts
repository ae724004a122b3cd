/** The three servers that are compared, the same but for their instrumentation. */
export const VARIANTS = ['plain', 'bare', 'telemetry'] as const;
export type Variant = (typeof VARIANTS)[number];

/** The body of every answer: one character that no header holds, so that the sender can count answers. */
export const BODY = '~';
