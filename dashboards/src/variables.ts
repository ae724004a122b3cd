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
  const nodes = 'query_result(max by (name, node_id) (node:noderr_version:info{tier=~"$tier",version=~"$version"}))';
  return choice('node_id', 'Node', nodes, VAR_QUERY_RESULT).regex(NAME_AND_ID);
}

/** Kinds of Grafana's editor for variables of Prometheus. */
const LABEL_VALUES = 1;
const VAR_QUERY_RESULT = 3;
/** In \`{name="node-1",node_id="0x…"} 1 …\`; a node without a name is shown by its id. */
const NAME_AND_ID = '/name="(?<text>[^"]+)|node_id="(?<value>[^"]+)/g';

/** Everything is chosen at first, as one short pattern and not as a list of a thousand ids. */
function choice(name: string, label: string, query: string, qryType = LABEL_VALUES): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(PROMETHEUS)
    .query({ qryType, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' })
    .definition(query)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.NaturalAsc);
}
