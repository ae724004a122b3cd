import type { JSX } from 'react';

interface ColumnHeadsProps {
  names: readonly string[];
  className?: string;
}

/** Heads of neighbouring columns, in a row of a table's head. */
export function ColumnHeads({ names, className }: ColumnHeadsProps): JSX.Element {
  return (
    <>
      {names.map((name) => (
        <th key={name} scope="col" className={className}>
          {name}
        </th>
      ))}
    </>
  );
}
