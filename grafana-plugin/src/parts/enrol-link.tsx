import { PERMISSIONS } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../app/paths.ts';
import { useCan } from '../app/services-context.ts';
import { controlStrings } from '../strings/controls.ts';

/** The way to the first node, for whoever may make a join token. */
export function EnrolLink(): ReactElement | null {
  if (!useCan(PERMISSIONS.writeTokens)) return null;
  return (
    <Link to={paths.enrolment()} style={{ textDecoration: 'underline' }}>
      {controlStrings.createToken}
    </Link>
  );
}
