import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { type NodeSummary } from '@noderr/protocol';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactElement, useRef } from 'react';
import { tableStyles } from '../../parts/table-styles.ts';
import { nodesStrings } from '../../strings/nodes.ts';
import { testIds } from '../../test-ids.ts';
import { nextOrder, type NodeOrder, type SortKey } from './node-order.ts';
import { NodeRow } from './node-row.tsx';

interface NodeTableProps {
  nodes: readonly NodeSummary[];
  order: NodeOrder;
  onOrder: (order: NodeOrder) => void;
}

/** Pixels; rows have one line each. */
const ROW_HEIGHT = 36;

const COLUMNS: readonly { name: string; sort: SortKey | null; width: number }[] = [
  { name: nodesStrings.columns.name, sort: 'name', width: 210 },
  { name: nodesStrings.columns.tier, sort: 'tier', width: 100 },
  { name: nodesStrings.columns.place, sort: 'place', width: 130 },
  { name: nodesStrings.columns.state, sort: null, width: 210 },
  { name: nodesStrings.columns.version, sort: 'version', width: 110 },
  { name: nodesStrings.columns.cohort, sort: 'cohort', width: 90 },
  { name: nodesStrings.columns.health, sort: null, width: 110 },
  { name: nodesStrings.columns.heard, sort: 'heard', width: 100 },
  { name: nodesStrings.columns.notes, sort: null, width: 220 },
];

/** A real table whose rows exist only where they are seen: a thousand nodes scroll like thirty. */
export function NodeTable({ nodes, order, onOrder }: NodeTableProps): ReactElement {
  const styles = useStyles2(getStyles);
  const table = useStyles2(tableStyles);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const rows = virtual.getVirtualItems();
  const before = rows[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (rows.at(-1)?.end ?? 0);

  return (
    // A scrolling region must be reachable by keyboard.
    <div ref={scroller} className={styles.scroller} tabIndex={0} role="region" aria-label={nodesStrings.tableLabel}>
      <table className={table.table} aria-rowcount={nodes.length + 1} data-testid={testIds.nodeTable}>
        <colgroup>
          {COLUMNS.map((column) => (
            <col key={column.name} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead className={styles.head}>
          <tr aria-rowindex={1}>
            {COLUMNS.map((column) => (
              <HeadCell key={column.name} name={column.name} sort={column.sort} order={order} onOrder={onOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden className={styles.space} style={{ height: before }} />}
          {rows.map((row) => {
            const node = nodes[row.index];
            return node && <NodeRow key={node.nodeId} node={node} index={row.index} height={ROW_HEIGHT} />;
          })}
          {after > 0 && <tr aria-hidden className={styles.space} style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  );
}

interface HeadCellProps {
  name: string;
  sort: SortKey | null;
  order: NodeOrder;
  onOrder: (order: NodeOrder) => void;
}

function HeadCell({ name, sort, order, onOrder }: HeadCellProps): ReactElement {
  const styles = useStyles2(getStyles);
  if (sort === null) return <th scope="col">{name}</th>;
  const active = order.key === sort;
  return (
    <th scope="col" aria-sort={active ? (order.descending ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        className={styles.sort}
        onClick={() => {
          onOrder(nextOrder(order, sort));
        }}
      >
        {name}
        {active && <Icon name={order.descending ? 'arrow-down' : 'arrow-up'} size="sm" aria-hidden />}
      </button>
    </th>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    scroller: css({
      maxHeight: 'max(360px, calc(100vh - 360px))',
      overflow: 'auto',
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      table: { tableLayout: 'fixed', minWidth: 1280 },
      td: { overflow: 'hidden', textOverflow: 'ellipsis' },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}` },
    }),
    head: css({ position: 'sticky', top: 0, zIndex: 1, background: theme.colors.background.primary }),
    space: css({ '&&': { border: 'none', background: 'none' } }),
    sort: css({
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      padding: 0,
      border: 'none',
      background: 'none',
      color: 'inherit',
      font: 'inherit',
      '&:hover': { color: theme.colors.text.primary },
    }),
  };
}
