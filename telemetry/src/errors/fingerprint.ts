import { createHash } from 'node:crypto';

/** Frames that tell one fault from another; deeper ones differ by caller. */
const TOP_FRAMES = 5;

/** Characters of a frame that are read. */
const MAX_FRAME = 512;

const FRAME = /^\s*at (?:async )?(?:(.+?) \()?(.+?)(?::\d+){0,2}\)?$/;

/**
 * Sixteen hex digits that are the same for the same fault: from the class and the top frames, without the message,
 * line numbers, or the folder the service is installed in, so that a new build or machine does not change them.
 */
export function fingerprint(errorClass: string, stack: string): string {
  const frames = stack
    .split('\n')
    .filter((line) => /^\s*at /.test(line))
    .slice(0, TOP_FRAMES)
    .map(normalFrame);
  return createHash('sha256')
    .update([errorClass, ...frames].join('\n'))
    .digest('hex')
    .slice(0, 16);
}

function normalFrame(line: string): string {
  const [, name = '', location = ''] = FRAME.exec(line.slice(0, MAX_FRAME)) ?? [];
  const path = location.replace(/^file:\/\//, '').replaceAll('\\', '/');
  const inPackage = path.lastIndexOf('/node_modules/');
  const shortened = inPackage >= 0 ? path.slice(inPackage + 1) : path.split('/').slice(-2).join('/');
  return `${name} ${shortened}`;
}
