import { type Builder } from '@grafana/grafana-foundation-sdk/cog';
import { type AnnotationQuery, AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { PROMETHEUS } from './datasources.ts';
import { marks } from './queries.ts';
import { OF_NODE, OF_TIER } from './selectors.ts';

type Annotation = Builder<AnnotationQuery>;

/** Each change of a tier's directive on the chain: a release, a pause, a resume, an opening, a rollback. */
export function directiveChanges(): Annotation {
  const seq = `noderr_directive_seq{${OF_TIER}}`;
  // The first one is a series that begins, and no change of one.
  const changed = `changes(${seq}[$__rate_interval]) > 0 or (${seq} == 1 unless ${seq} offset $__rate_interval)`;
  const expr = `max by (tier) (${changed})
    * on (tier) group_left (kind, version) topk by (tier) (1, noderr_directive_info)`;
  return events('Directive changes', 'blue', expr, '{{tier}}: {{kind}} to {{version}}');
}

/** The time in which a tier was paused. */
export function pauses(): Annotation {
  const expr = `max by (tier, by) (noderr_rollout_paused{${OF_TIER}}) == 1`;
  return events('Pauses', 'orange', expr, '{{tier}} paused by {{by}}');
}

/** Alerts of the whole network and of its tiers, not those of single nodes. */
export function networkAlerts(): Annotation {
  const expr =
    'max by (alertname, tier, severity) (ALERTS{alertstate="firing",node_id="",severity=~"critical|warning"})';
  return events('Alerts', 'red', expr, '{{alertname}} {{tier}}', '{{severity}}');
}

/** Alerts of the chosen nodes; `names` is a pattern. */
export function nodeAlerts(names = '.+'): Annotation {
  const firing = `ALERTS{alertstate="firing",${OF_NODE},node_id!="",alertname=~"${names}"}`;
  const expr = `max by (alertname, tier, node_id, severity) (${firing})`;
  return events('Alerts', 'red', expr, '{{alertname}} {{tier}}', '{{node_id}} ({{severity}})');
}

/** The builder puts the switch of an annotation into a menu unless it is told otherwise. */
function events(name: string, colour: string, expr: string, title: string, text = ''): Annotation {
  class Shown extends AnnotationQueryBuilder {
    override build(): AnnotationQuery {
      const annotation = super.build();
      delete annotation.placement;
      return annotation;
    }
  }
  return new Shown()
    .name(name)
    .datasource(PROMETHEUS)
    .enable(true)
    .iconColor(colour)
    .target(marks(expr))
    .titleFormat(title)
    .textFormat(text);
}
