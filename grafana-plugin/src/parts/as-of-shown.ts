import { createContext } from 'react';

/** True below a section that already says that the hub is away: its neighbours grey out without saying it again. */
export const AsOfShown = createContext(false);
