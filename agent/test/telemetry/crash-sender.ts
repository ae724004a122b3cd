/** What parent and child of the crash test say of the node. */
export const CRASH_SENDER = { audience: 'noderr:31337:0x00', cluster: 'noderr', tier: 'ORACLE' } as const;
