import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { FilterInput, useStyles2 } from '@grafana/ui';
import { compareVersions, NODE_PLACES, NODE_TIERS, NodeStatus, type NodeSummary, Version } from '@noderr/protocol';
import { type ReactElement, useMemo } from 'react';
import { nodeHealthWords, nodesStrings, nodeStatusWords } from '../../strings/nodes.ts';
import { placeWords } from '../../strings/rollout.ts';
import { testIds } from '../../test-ids.ts';
import { FilterChips } from '../../parts/filter-chips.tsx';
import { countBy, filterNodes, type FilterKey, type NodeFilter, versionKey } from './node-filter.ts';
import { healthOf, NODE_HEALTHS } from '../../parts/node-health.ts';

interface NodeFiltersProps {
  nodes: readonly NodeSummary[];
  filter: NodeFilter;
  onChange: (key: FilterKey, value: string | null) => void;
}

function newestFirst(a: string, b: string): number {
  const [first, second] = [Version.safeParse(a).data, Version.safeParse(b).data];
  if (!first || !second) return Number(!first) - Number(!second);
  return compareVersions(second, first);
}

/** Search and one row of chips per property, each with how many nodes it would find. */
export function NodeFilters({ nodes, filter, onChange }: NodeFiltersProps): ReactElement {
  const styles = useStyles2(getStyles);
  const counts = useMemo(
    () => ({
      tier: countBy(filterNodes(nodes, filter, 'tier'), (node) => node.tier),
      place: countBy(filterNodes(nodes, filter, 'place'), (node) => node.place),
      status: countBy(filterNodes(nodes, filter, 'status'), (node) => node.status),
      health: countBy(filterNodes(nodes, filter, 'health'), healthOf),
      version: countBy(filterNodes(nodes, filter, 'version'), versionKey),
    }),
    [nodes, filter],
  );
  const versions = useMemo(() => [...new Set(nodes.map(versionKey))].sort(newestFirst), [nodes]);
  return (
    <div className={styles.filters}>
      <div className={styles.search}>
        <FilterInput
          placeholder={nodesStrings.search}
          value={filter.search}
          escapeRegex={false}
          data-testid={testIds.nodeSearch}
          aria-label={nodesStrings.search}
          onChange={(value) => {
            onChange('search', value);
          }}
        />
      </div>
      <FilterChips
        name="tier"
        label={nodesStrings.tier}
        value={filter.tier}
        chips={NODE_TIERS.map((tier) => ({ value: tier, text: tier, count: counts.tier.get(tier) ?? 0 }))}
        onChange={onChange}
      />
      <FilterChips
        name="place"
        label={nodesStrings.place}
        value={filter.place}
        chips={NODE_PLACES.map((place) => ({
          value: place,
          text: placeWords[place],
          count: counts.place.get(place) ?? 0,
        }))}
        onChange={onChange}
      />
      <FilterChips
        name="version"
        label={nodesStrings.version}
        value={filter.version}
        chips={versions.map((version) => ({
          value: version,
          text: version === 'none' ? nodesStrings.noVersion : version,
          count: counts.version.get(version) ?? 0,
        }))}
        onChange={onChange}
      />
      <FilterChips
        name="health"
        label={nodesStrings.columns.health}
        value={filter.health}
        chips={NODE_HEALTHS.map((health) => ({
          value: health,
          text: nodeHealthWords[health],
          count: counts.health.get(health) ?? 0,
        }))}
        onChange={onChange}
      />
      <FilterChips
        name="status"
        label={nodesStrings.status}
        value={filter.status}
        chips={NodeStatus.options.map((status) => ({
          value: status,
          text: nodeStatusWords[status],
          count: counts.status.get(status) ?? 0,
        }))}
        onChange={onChange}
      />
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    filters: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
    search: css({ maxWidth: 420 }),
  };
}
