import { type Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  QueryVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PROMETHEUS } from './datasources.ts';

/** Tiers of the network. */
export function tierVariable(): Builder<VariableModel> {
  return choice('tier', 'Tier', 'label_values(noderr_node_expected, tier)');
}

/** Versions that run on the chosen tiers. */
export function versionVariable(): Builder<VariableModel> {
  return choice('version', 'Version', 'label_values(noderr_node_info{tier=~"$tier"}, version)');
}

/** Nodes of the chosen tiers that run the chosen versions. The app plugin's links set it. */
export function nodeVariable(): Builder<VariableModel> {
  const nodes = 'label_values(noderr_node_info{tier=~"$tier",version=~"$version"}, node_id)';
  return choice('node_id', 'Node', nodes);
}

/** Everything is chosen at first, as one short pattern and not as a list of a thousand ids. */
function choice(name: string, label: string, query: string): Builder<VariableModel> {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(PROMETHEUS)
    .query({ qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' })
    .definition(query)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.NaturalAsc);
}
