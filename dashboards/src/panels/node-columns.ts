import { NODE_DASHBOARD_OF_VALUE, NODE_PAGE_OF_VALUE } from '../links.ts';
import { type Column } from './listing.ts';

/** Enough of an id to tell nodes apart; in pixels. */
const ID_WIDTH = 150;

/** Who a row is about: the name that its operator gave, its id with the way to its page and its dashboard, its tier. */
export const NODE_COLUMNS: readonly Column[] = [
  { from: 'name', title: 'Name' },
  { from: 'node_id', title: 'Node', width: ID_WIDTH, links: [NODE_PAGE_OF_VALUE, NODE_DASHBOARD_OF_VALUE] },
  { from: 'tier', title: 'Tier' },
];
