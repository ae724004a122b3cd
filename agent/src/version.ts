import { Version } from '@noderr/protocol';

/** As in package.json; a test compares them. */
export const AGENT_VERSION = Version.parse('0.1.0');
