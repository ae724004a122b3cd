import { DashboardLinkBuilder, type DashboardLink, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import { type Builder } from '@grafana/grafana-foundation-sdk/cog';

/** The tag by which the four dashboards find each other. */
export const TAG = 'noderr';

export const UIDS = {
  overview: 'noderr-network-overview',
  nodes: 'noderr-node-details',
  trading: 'noderr-trading-performance',
  updates: 'noderr-updates-deployments',
} as const;

/** Pages of the app plugin, as in its `plugin.json`. */
const PAGES = {
  updates: '/a/noderr-hub-app',
  nodes: '/a/noderr-hub-app/nodes',
  timeline: '/a/noderr-hub-app/timeline',
  versions: '/a/noderr-hub-app/versions',
} as const;
export type Page = keyof typeof PAGES;

/** A link in a cell of a table. */
export interface CellLink {
  title: string;
  url: string;
  targetBlank: boolean;
}

/** The page of the node whose id a cell holds. */
export const NODE_PAGE_OF_VALUE: CellLink = {
  title: 'Page of the node',
  url: `${PAGES.nodes}/\${__value.raw}`,
  targetBlank: false,
};
/** The dashboard of the node whose id a cell holds, with the time range as it is. */
export const NODE_DASHBOARD_OF_VALUE: CellLink = {
  title: 'Node Details',
  url: `/d/${UIDS.nodes}?var-node_id=\${__value.raw}&\${__url_time_range}`,
  targetBlank: false,
};
const RUNBOOKS = '/public/plugins/noderr-hub-app/runbooks';
/** The runbook of the alert whose name a cell holds; the plugin brings the files along. */
export const RUNBOOK_OF_VALUE: CellLink = inNewTab('Runbook', `${RUNBOOKS}/\${__value.raw}.md`);

type Link = Builder<DashboardLink>;

export function toDashboards(): Link {
  return outsideTheMenu('Noderr dashboards')
    .type(DashboardLinkType.Dashboards)
    .icon('apps')
    .tags([TAG])
    .includeVars(true)
    .keepTime(true);
}

export function toPage(title: string, page: Page): Link {
  return outsideTheMenu(title).type(DashboardLinkType.Link).icon('external link').url(PAGES[page]);
}

/** A link in the corner of a panel. */
export function toRunbook(alert: string): Link {
  return outsideTheMenu(`Runbook: ${alert}`).url(`${RUNBOOKS}/${alert}.md`).targetBlank(true);
}

/** Grafana takes a click on an address of its own for one of its pages, and a file is none. */
function inNewTab(title: string, url: string): CellLink {
  return { title, url, targetBlank: true };
}

/** The builder puts a link into a menu unless it is told otherwise. */
function outsideTheMenu(title: string): DashboardLinkBuilder {
  class Shown extends DashboardLinkBuilder {
    override build(): DashboardLink {
      const link = super.build();
      delete link.placement;
      return link;
    }
  }
  return new Shown(title);
}
