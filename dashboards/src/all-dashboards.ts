import { type ClassicDashboard } from './classic-dashboard.ts';
import { networkOverview } from './dashboards/network-overview.ts';
import { nodeDetails } from './dashboards/node-details.ts';
import { tradingPerformance } from './dashboards/trading-performance.ts';
import { updatesDeployments } from './dashboards/updates-deployments.ts';

/** The four dashboards, in the order of the customer's list. */
export function allDashboards(): ClassicDashboard[] {
  return [networkOverview(), nodeDetails(), tradingPerformance(), updatesDeployments()].map((dashboard) => {
    const built = dashboard.build();
    return { ...built, panels: (built.panels ?? []).map((panel, index) => ({ ...panel, id: index + 1 })) };
  });
}
