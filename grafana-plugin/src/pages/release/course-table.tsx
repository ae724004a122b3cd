import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { type ReleaseDetail } from '@noderr/protocol';
import { type ReactElement, useMemo } from 'react';
import { useNow } from '../../app/use-now.ts';
import { useTimezone } from '../../app/use-timezone.ts';
import { SegmentBar } from '../../charts/segment-bar.tsx';
import { formatSpan } from '../../format/duration.ts';
import { formatExact, formatShort } from '../../format/moment.ts';
import { formatBps, formatCount } from '../../format/number.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { linkStyles } from '../../parts/link-styles.ts';
import { Moment } from '../../parts/moment.tsx';
import { tableStyles } from '../../parts/table-styles.ts';
import { releaseStrings } from '../../strings/release.ts';
import { rolloutStrings } from '../../strings/rollout.ts';
import { testIds } from '../../test-ids.ts';
import { cohortName } from '../../parts/cohort-name.ts';
import { placeSegments } from '../../charts/place-segments.ts';
import { type CohortCourse, cohortCourses } from './cohort-course.ts';

const words = releaseStrings.course;

interface CourseTableProps {
  detail: ReleaseDetail;
  onCohort: (cohort: number) => void;
}

/** What was rehearsed beside what happened, a row a cohort. */
export function CourseTable({ detail, onCohort }: CourseTableProps): ReactElement {
  const table = useStyles2(tableStyles);
  const courses = useMemo(() => cohortCourses(detail), [detail]);
  const { columns } = words;
  return (
    <div className={table.scroll}>
      <table className={table.table} data-testid={testIds.releaseCourse}>
        <thead>
          <tr>
            <ColumnHeads names={[columns.cohort]} />
            <ColumnHeads names={[columns.share, columns.nodes]} className={table.number} />
            <th scope="col" title={words.plannedHint}>
              {columns.planned}
            </th>
            <ColumnHeads names={[columns.opened, columns.progress]} />
            <ColumnHeads names={[columns.updated, columns.failed]} className={table.number} />
            <ColumnHeads names={[columns.last]} />
          </tr>
        </thead>
        <tbody>
          {courses.map((course) => (
            <CourseRow key={course.cohort} course={course} current={detail.rollout !== null} onCohort={onCohort} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CourseRowProps {
  course: CohortCourse;
  current: boolean;
  onCohort: (cohort: number) => void;
}

function CourseRow({ course, current, onCohort }: CourseRowProps): ReactElement {
  const styles = useStyles2(getStyles);
  const links = useStyles2(linkStyles);
  const table = useStyles2(tableStyles);
  const theme = useTheme2();
  const now = useNow();
  const timezone = useTimezone();
  const name = cohortName(course.cohort);
  const done = rolloutStrings.cohortNodes(formatCount(course.counts.updated), formatCount(course.nodes));
  return (
    <tr>
      <td>
        <button
          type="button"
          className={links.button}
          title={words.showNodes(name)}
          onClick={() => {
            onCohort(course.cohort);
          }}
        >
          {name}
        </button>
      </td>
      <td className={table.number}>{formatBps(course.bps)}</td>
      <td className={table.number}>{formatCount(course.nodes)}</td>
      <td
        className={styles.time}
        title={course.plannedAt === null ? undefined : formatExact(course.plannedAt, timezone)}
      >
        {course.plannedAt === null ? '—' : formatShort(course.plannedAt, now, timezone)}
      </td>
      <td>
        <Opened course={course} current={current} />
      </td>
      <td className={styles.bar}>
        {course.nodes === 0 ? (
          rolloutStrings.noNodes
        ) : (
          <SegmentBar
            segments={placeSegments(theme, course.counts)}
            total={course.nodes}
            label={words.progressLabel(name, done)}
            height={8}
          />
        )}
      </td>
      <td className={table.number}>{formatCount(course.counts.updated)}</td>
      <td className={table.number}>{formatCount(course.failed)}</td>
      <td>{course.lastAt === null ? '—' : <Moment at={course.lastAt} />}</td>
    </tr>
  );
}

/** Openings that come more than this after their time waited for something; seconds. */
const LATE_S = 60;

function Opened({ course, current }: { course: CohortCourse; current: boolean }): ReactElement {
  const styles = useStyles2(getStyles);
  const now = useNow();
  const timezone = useTimezone();
  if (course.openedAt === null) return <span className={styles.quiet}>{current ? words.notOpen : words.never}</span>;
  const lateS = course.plannedAt === null ? 0 : (course.openedAt - course.plannedAt) / 1000;
  return (
    <span className={styles.time} title={formatExact(course.openedAt, timezone)}>
      {formatShort(course.openedAt, now, timezone)}{' '}
      <span className={styles.quiet}>{lateS > LATE_S ? words.later(formatSpan(lateS)) : words.onTime}</span>
    </span>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    time: css({ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
    quiet: css({ color: theme.colors.text.secondary }),
    bar: css({ '&&': { minWidth: 160, width: '30%' } }),
  };
}
