/** What stands in the place of something that is not there, or not known. */
export const absentStrings = {
  none: 'none',
  unknown: 'unknown',
} as const;
