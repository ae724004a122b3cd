import { type FastifySchemaCompiler, type FastifySerializerCompiler } from 'fastify';
import { type z } from 'zod';
import { HubError, type HubErrorCode } from './hub-error.ts';

/** A path that a person can follow into the input, such as `body.events[3].event.n`. */
function issuePath(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    root,
  );
}

function issuesOf(error: z.ZodError, root: string): { path: string; message: string }[] {
  return error.issues.slice(0, 20).map((issue) => ({ path: issuePath(root, issue.path), message: issue.message }));
}

/** Parses a route's input; a bad one is `request/invalid` with every path. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const root = httpPart === 'querystring' ? 'query' : (httpPart ?? 'request');
  return (data: unknown) => {
    const result = schema.safeParse(data);
    if (result.success) return { value: result.data };
    const code: HubErrorCode = 'request/invalid';
    return { error: new HubError(code, 'the request is not as documented', { issues: issuesOf(result.error, root) }) };
  };
};

/**
 * Parses what a route answers, so that nothing undocumented leaves the hub. It parses and does not encode, because the
 * protocol's one-way transforms (addresses to lower case) have no encoder.
 */
export const serializerCompiler: FastifySerializerCompiler<z.ZodType> = ({ schema, method, url }) => {
  return (data: unknown) => {
    const result = schema.safeParse(data);
    if (!result.success)
      throw new Error(`the answer of ${method} ${url} is not as documented`, { cause: result.error });
    return JSON.stringify(result.data);
  };
};
