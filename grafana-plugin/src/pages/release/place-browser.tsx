import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, FilterInput, Pagination, useStyles2 } from '@grafana/ui';
import { NODE_PLACES, type ReleaseDetail } from '@noderr/protocol';
import { type ReactElement, useMemo, useState } from 'react';
import { formatCount } from '../../format/number.ts';
import { releaseStrings } from '../../strings/release.ts';
import { placeWords } from '../../strings/rollout.ts';
import { testIds } from '../../test-ids.ts';
import { cohortName } from '../../parts/cohort-name.ts';
import { FilterChips } from '../../parts/filter-chips.tsx';
import { filterPlaces, isFiltering } from './place-filter.ts';
import { PlaceTable } from './place-table.tsx';
import { type PlaceQuery } from './use-place-filter.ts';

const words = releaseStrings.nodes;
const PAGE = 25;

/** Where every node stands towards this release: search, chips, pages. */
export function PlaceBrowser({ detail, query }: { detail: ReleaseDetail; query: PlaceQuery }): ReactElement {
  const styles = useStyles2(getStyles);
  const { filter, set, clear } = query;
  const [page, setPage] = useState(1);
  const found = useMemo(() => filterPlaces(detail.nodes, filter), [detail.nodes, filter]);
  const chips = useMemo(() => chipsOf(detail, filter), [detail, filter]);
  if (detail.nodes.length === 0) return <p className={styles.quiet}>{words.none}</p>;
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const current = Math.min(page, pages);
  return (
    <div className={styles.browser}>
      <div className={styles.search} data-testid={testIds.releaseNodeSearch}>
        <FilterInput
          placeholder={words.search}
          aria-label={words.search}
          value={filter.search}
          onChange={(value) => {
            set('search', value);
          }}
        />
      </div>
      <FilterChips name="place" label={words.places} value={filter.place} chips={chips.places} onChange={set} />
      <FilterChips
        name="cohort"
        label={words.cohorts}
        value={filter.cohort === null ? null : String(filter.cohort)}
        chips={chips.cohorts}
        onChange={set}
      />
      {filter.code !== null && (
        <FilterChips
          name="code"
          label={words.code}
          value={filter.code}
          chips={[{ value: filter.code, text: filter.code, count: found.length }]}
          onChange={set}
        />
      )}
      <div className={styles.count}>
        <span>{words.count(formatCount(found.length), formatCount(detail.nodes.length))}</span>
        {isFiltering(filter) && (
          <Button size="sm" variant="secondary" fill="text" onClick={clear}>
            {words.clear}
          </Button>
        )}
      </div>
      {found.length === 0 ? (
        <p className={styles.quiet}>{words.nothing}</p>
      ) : (
        <PlaceTable nodes={found.slice((current - 1) * PAGE, current * PAGE)} detail={detail} />
      )}
      <Pagination currentPage={current} numberOfPages={pages} hideWhenSinglePage onNavigate={setPage} />
    </div>
  );
}

function chipsOf(detail: ReleaseDetail, filter: PlaceQuery['filter']) {
  const byPlace = Map.groupBy(filterPlaces(detail.nodes, filter, 'place'), ({ place }) => place);
  const byCohort = Map.groupBy(filterPlaces(detail.nodes, filter, 'cohort'), ({ cohort }) => cohort);
  return {
    places: NODE_PLACES.map((place) => ({
      value: place,
      text: placeWords[place],
      count: byPlace.get(place)?.length ?? 0,
    })),
    cohorts: [...byCohort]
      .sort(([a], [b]) => a - b)
      .map(([cohort, nodes]) => ({ value: String(cohort), text: cohortName(cohort), count: nodes.length })),
  };
}

function getStyles(theme: GrafanaTheme2) {
  return {
    browser: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
    search: css({ maxWidth: 420 }),
    count: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      minHeight: 24,
      color: theme.colors.text.secondary,
      fontVariantNumeric: 'tabular-nums',
    }),
    quiet: css({ color: theme.colors.text.secondary }),
  };
}
