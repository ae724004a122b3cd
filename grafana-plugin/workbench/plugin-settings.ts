import { type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { sendJson } from './answer.ts';
import { type ProxySettings } from './route-match.ts';
import { type WorkbenchUser } from './workbench-user.ts';

const JsonData = z.record(z.string(), z.unknown());
const SettingsBody = z.object({
  enabled: z.boolean(),
  pinned: z.boolean(),
  jsonData: JsonData.default({}),
  secureJsonData: z.record(z.string(), z.string()).default({}),
});

/** The app's settings as Grafana keeps them; secrets go in and never come out. */
export interface PluginSettings {
  hubUrl: () => string;
  forProxy: () => ProxySettings;
  serve: (user: WorkbenchUser, request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

export function createPluginSettings(initial: {
  jsonData: Readonly<Record<string, unknown>>;
  secureJsonData: Readonly<Record<string, string>>;
}): PluginSettings {
  let { jsonData, secureJsonData } = initial;

  /** Grafana's templates see text. */
  function texts(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(jsonData).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }

  return {
    hubUrl: () => texts()['hubUrl'] ?? '',
    forProxy: () => ({ jsonData: texts(), secureJsonData }),
    serve: async (user, request, response) => {
      if (request.method === 'POST') {
        if (user.role !== 'Admin') {
          sendJson(response, 403, { message: 'Access denied' });
          return;
        }
        let text = '';
        for await (const part of request as AsyncIterable<Buffer>) text += part.toString('utf8');
        const body = SettingsBody.safeParse(parseJson(text));
        if (!body.success) {
          sendJson(response, 400, { message: z.prettifyError(body.error) });
          return;
        }
        // As Grafana does it: the plain settings are replaced, of the secrets only those that were sent.
        jsonData = body.data.jsonData;
        secureJsonData = { ...secureJsonData, ...body.data.secureJsonData };
        sendJson(response, 200, { message: 'Plugin settings updated' });
        return;
      }
      sendJson(response, 200, {
        enabled: true,
        pinned: true,
        jsonData,
        secureJsonFields: Object.fromEntries(Object.keys(secureJsonData).map((key) => [key, true])),
      });
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
