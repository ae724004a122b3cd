import { parser } from '@prometheus-io/lezer-promql';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** A series that an expression asks for, and the labels that it is matched by. */
export interface Selector {
  name: string;
  matchers: { label: string; operator: string; value: string }[];
}

/** The series that a PromQL expression asks for. @throws where it is no PromQL, with the place */
export function selectorsOf(expr: string): Selector[] {
  const selectors: Selector[] = [];
  parser.parse(expr).iterate({
    enter: ({ node }) => {
      if (node.type.isError) throw new Error(`no PromQL at ${node.from}: ${expr.slice(node.from - 10, node.to + 10)}`);
      if (node.name === 'VectorSelector') selectors.push(selectorOf(node, expr));
    },
  });
  return selectors;
}

/** Labels by which an expression groups or joins. */
export function groupingLabelsOf(expr: string): string[] {
  const labels: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ node }) => {
      if (node.name === 'GroupingLabels') {
        labels.push(...node.getChildren('LabelName').map((label) => expr.slice(label.from, label.to)));
      }
    },
  });
  return labels;
}

function selectorOf(node: SyntaxNode, expr: string): Selector {
  const text = (child: SyntaxNode | null): string => (child ? expr.slice(child.from, child.to) : '');
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return {
    name: text(node.getChild('Identifier')),
    matchers: matchers.map((matcher) => ({
      label: text(matcher.getChild('LabelName')),
      operator: text(matcher.getChild('MatchOp')),
      value: text(matcher.getChild('StringLiteral')).slice(1, -1),
    })),
  };
}
