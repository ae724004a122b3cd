import { type LoggerOptions, stdTimeFunctions } from 'pino';

/** How each line of each log looks: JSON with the level as a word, the time in ISO 8601 and a static `message`. */
export const LOG_SHAPE = {
  timestamp: stdTimeFunctions.isoTime,
  messageKey: 'message',
  formatters: { level: (label) => ({ level: label }) },
} as const satisfies LoggerOptions;
