import { type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { sendJson } from './answer.ts';
import { type ProxySettings } from './route-match.ts';
import { type WorkbenchUser } from './workbench-user.ts';

const SettingsBody = z.object({
  jsonData: z.object({ hubUrl: z.url().optional() }).default({}),
  secureJsonData: z
    .record(z.enum(['readSecret', 'adminSecret']), z.string())
    .or(z.object({}))
    .default({}),
});

/** The app's settings as Grafana keeps them; secrets go in and never come out. */
export interface PluginSettings {
  hubUrl: () => string;
  forProxy: () => ProxySettings;
  serve: (user: WorkbenchUser, request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

export function createPluginSettings(initial: {
  hubUrl: string;
  readSecret: string;
  adminSecret: string;
}): PluginSettings {
  let hubUrl = initial.hubUrl;
  let secrets: Readonly<Record<string, string>> = { readSecret: initial.readSecret, adminSecret: initial.adminSecret };

  return {
    hubUrl: () => hubUrl,
    forProxy: () => ({ jsonData: { hubUrl: hubUrl.replace(/\/+$/, '') }, secureJsonData: secrets }),
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
        hubUrl = body.data.jsonData.hubUrl ?? hubUrl;
        secrets = { ...secrets, ...body.data.secureJsonData };
        sendJson(response, 200, { message: 'Plugin settings updated' });
        return;
      }
      sendJson(response, 200, {
        enabled: true,
        pinned: true,
        jsonData: { hubUrl },
        secureJsonFields: Object.fromEntries(Object.entries(secrets).map(([key, value]) => [key, value !== ''])),
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
