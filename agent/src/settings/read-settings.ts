import {
  type OptionValues,
  parseOptions,
  plainUrlFault,
  readPrivateFile,
  readRawSettings,
  SettingsError,
  type SettingsSources,
} from '@noderr/settings';
import { TrustPolicy } from '@noderr/oci';
import { Deployment } from '@noderr/beacon';
import { z } from 'zod';
import { AGENT_SERVICE } from '../telemetry/agent-service.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { templateFaults } from '../template/template-faults.ts';
import { TemplateFile } from '../template/template-file.ts';
import { readJoinToken } from './join-token.ts';
import { type Collect, parseJson, readJsonFile, readText } from './json-file.ts';
import { ENV_PREFIX, options } from './options.ts';

type Values = OptionValues<typeof options>;

const Credentials = z.record(z.string(), z.strictObject({ username: z.string(), password: z.string() }));
export type RegistryCredentials = z.infer<typeof Credentials>;

/** The agent's settings with all that its files hold. */
export interface Settings extends Omit<Values, 'rpcEndpoint' | 'rpcEndpoints'> {
  readonly rpcEndpoints: readonly string[];
  readonly templates: readonly ServiceTemplate[];
  readonly trust: TrustPolicy;
  readonly deployment: Deployment | null;
  readonly registryCredentials: RegistryCredentials;
}

/** Reads file, environment and the files that they name; throws one `SettingsError` with all faults. */
export function readSettings(sources: SettingsSources): Settings {
  const { raw, faults } = readRawSettings(sources);
  const parsed = parseOptions(options, { envPrefix: ENV_PREFIX, otherVariables: [`${ENV_PREFIX}CONFIG`] }, raw);
  const { values } = parsed;
  const all = [...faults, ...parsed.faults, ...crossFaults(values)];
  const collect = (more: readonly string[]): void => {
    all.push(...more);
  };

  const templates = readJsonFile('templateFile', values.templateFile, TemplateFile, collect);
  const deployment = readJsonFile('deploymentFile', values.deploymentFile, Deployment, collect);
  const trust = readTrust(values, collect);
  const credentialsText = readSecret('registryCredentialsFile', values.registryCredentialsFile, collect);
  const registryCredentials =
    credentialsText === null ? {} : parseJson('registryCredentialsFile', credentialsText, Credentials, collect);
  readJoinToken(values.joinTokenFile, collect);
  if (templates) {
    if (values.allowedBinds) {
      collect(templateFaults(templates, values.allowedBinds).map((fault) => `templateFile: ${fault}`));
    }
    collect(healthCheckUrlFaults(values, templates));
    collect(serviceNameFaults(values, templates));
  }

  if (all.length > 0) throw new SettingsError(all);
  const { rpcEndpoint, rpcEndpoints, ...rest } = values as Values;
  return {
    ...rest,
    rpcEndpoints: [...new Set([...(rpcEndpoint === undefined ? [] : [rpcEndpoint]), ...rpcEndpoints])],
    templates: withHealthCheckUrl(templates ?? [], rest.healthCheckUrl),
    trust: trust as TrustPolicy,
    deployment: deployment ?? null,
    registryCredentials: registryCredentials ?? {},
  };
}

function* crossFaultsOf(values: Partial<Values>): Generator<string | undefined> {
  const endpoints = [...(values.rpcEndpoint === undefined ? [] : [values.rpcEndpoint]), ...(values.rpcEndpoints ?? [])];
  if (endpoints.length === 0) yield 'rpcEndpoints (or rpcEndpoint): at least one is required';
  for (const url of endpoints) yield plainUrlFault('rpcEndpoints', url);
  if (values.hubUrl !== undefined) yield plainUrlFault('hubUrl', values.hubUrl);
  if (values.ingestUrl !== undefined) {
    yield plainUrlFault('ingestUrl', values.ingestUrl);
    if (values.hubUrl === undefined) yield 'ingestUrl: needs hubUrl, where the node is enrolled';
  }
  if (values.rpcQuorum !== undefined && values.rpcQuorum > endpoints.length) {
    yield `rpcQuorum: ${values.rpcQuorum} of ${endpoints.length} endpoints can never agree`;
  }
}

function crossFaults(values: Partial<Values>): string[] {
  return [...crossFaultsOf(values)].filter((fault) => fault !== undefined);
}

function healthCheckUrlFaults({ healthCheckUrl }: Partial<Values>, templates: readonly ServiceTemplate[]): string[] {
  if (healthCheckUrl === undefined) return [];
  const host = new URL(healthCheckUrl).hostname;
  const services = templates.map(({ service }) => service);
  if (services.some((service) => service === host)) return [];
  return [`healthCheckUrl: its host must be a service of the template (${services.join(', ')}), not ${host}`];
}

/** Two senders of one name would send the same series. */
function serviceNameFaults({ ingestUrl }: Partial<Values>, templates: readonly ServiceTemplate[]): string[] {
  const taken = ingestUrl !== undefined && templates.some(({ service }) => service === AGENT_SERVICE);
  return taken ? [`templateFile: a service cannot be called ${AGENT_SERVICE}: metrics and logs of the agent are`] : [];
}

/** The seed's single URL as one more check of the service that its host names. */
function withHealthCheckUrl(
  templates: readonly ServiceTemplate[],
  healthCheckUrl: string | undefined,
): readonly ServiceTemplate[] {
  if (healthCheckUrl === undefined) return templates;
  const { hostname, port, pathname, search } = new URL(healthCheckUrl);
  const check = { port: Number(port === '' ? 80 : port), path: pathname + search, expectStatus: 200 };
  return templates.map((template) =>
    template.service === hostname
      ? { ...template, health: { ...template.health, http: [...template.health.http, check] } }
      : template,
  );
}

function readTrust(values: Partial<Values>, collect: Collect): TrustPolicy | undefined {
  const { trustedKeyFiles, signatureThreshold } = values;
  if (!trustedKeyFiles || signatureThreshold === undefined) return undefined;
  const keys = trustedKeyFiles.map((path) => readText('trustedKeyFiles', path, collect));
  if (keys.includes(null)) return undefined;
  const policy = TrustPolicy.safeParse({ threshold: signatureThreshold, keys });
  if (policy.success) return policy.data;
  collect(policy.error.issues.map((issue) => `trustedKeyFiles: ${issue.message}`));
  return undefined;
}

function readSecret(option: string, path: string | undefined, collect: Collect): string | null {
  if (path === undefined) return null;
  const { content, faults } = readPrivateFile(option, path);
  collect(faults);
  return faults.length === 0 ? content : null;
}
