import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { type NodeList } from '@noderr/protocol';
import { type ReactElement, useMemo } from 'react';
import { formatCount } from '../../format/number.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { nodesStrings } from '../../strings/nodes.ts';
import { testIds } from '../../test-ids.ts';
import { filterNodes, isFiltered } from './node-filter.ts';
import { NodeFilters } from './node-filters.tsx';
import { sortNodes } from './node-order.ts';
import { NodeTable } from './node-table.tsx';
import { useNodeQuery } from './use-node-query.ts';

export function NodeBrowser({ list }: { list: NodeList }): ReactElement {
  const styles = useStyles2(getStyles);
  const query = useNodeQuery();
  const { filter, order } = query;
  const shown = useMemo(() => sortNodes(filterNodes(list.nodes, filter), order), [list.nodes, filter, order]);
  return (
    <div className={styles.browser}>
      <NodeFilters nodes={list.nodes} filter={filter} onChange={query.setFilter} />
      <div className={styles.count}>
        <span data-testid={testIds.nodeCount} aria-live="polite">
          {nodesStrings.count(formatCount(shown.length), formatCount(list.nodes.length))}
        </span>
        {isFiltered(filter) && (
          <Button size="sm" variant="secondary" fill="text" icon="times" onClick={query.clear}>
            {nodesStrings.clear}
          </Button>
        )}
      </div>
      {shown.length === 0 ? (
        <EmptyState icon="search" title={nodesStrings.noneFound} />
      ) : (
        <NodeTable nodes={shown} order={order} onOrder={query.setOrder} />
      )}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    browser: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) }),
    count: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      minHeight: 24,
      color: theme.colors.text.secondary,
      fontVariantNumeric: 'tabular-nums',
    }),
  };
}
