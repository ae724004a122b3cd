/** Whose the series of the machine and of the agent are, and the agent's own log. */
export const AGENT_SERVICE = 'agent';
