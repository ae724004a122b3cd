import { parseHubUrl } from '../../app/hub-url.ts';
import type { AppSettingsBody } from '../../runtime.ts';
import { configStrings } from '../../strings/config.ts';
import type { SavedSettings } from './saved-settings.ts';

/** What stands in the form; an empty secret leaves the saved one as it is. */
export interface SettingsDraft {
  hubUrl: string;
  nodeHubUrl: string;
  readSecret: string;
  adminSecret: string;
}

export type DraftProblems = Readonly<Partial<Record<keyof SettingsDraft, string>>>;

/** The hub refuses shorter ones; characters. */
const SECRET_MIN = 16;

const words = configStrings.fields;

export function draftOf({ settings }: SavedSettings): SettingsDraft {
  return { hubUrl: settings.hubUrl, nodeHubUrl: settings.nodeHubUrl, readSecret: '', adminSecret: '' };
}

export function isChanged(draft: SettingsDraft, saved: SavedSettings): boolean {
  const before = draftOf(saved);
  return (
    draft.hubUrl !== before.hubUrl ||
    draft.nodeHubUrl !== before.nodeHubUrl ||
    draft.readSecret !== '' ||
    draft.adminSecret !== ''
  );
}

/** What must be put right before the draft can be saved; empty when nothing must. */
export function draftProblems(draft: SettingsDraft, saved: SavedSettings): DraftProblems {
  const problems: Partial<Record<keyof SettingsDraft, string>> = {};
  if (parseHubUrl(draft.hubUrl) === null) problems.hubUrl = words.hubUrlWrong;
  if (draft.nodeHubUrl.trim() !== '' && parseHubUrl(draft.nodeHubUrl) === null) {
    problems.nodeHubUrl = words.hubUrlWrong;
  }
  const read = draft.readSecret.trim();
  const admin = draft.adminSecret.trim();
  const readProblem = secretProblem(read, saved.hasSecret.read);
  if (readProblem !== null) problems.readSecret = readProblem;
  const adminProblem = read !== '' && read === admin ? words.same : secretProblem(admin, saved.hasSecret.admin);
  if (adminProblem !== null) problems.adminSecret = adminProblem;
  return problems;
}

function secretProblem(secret: string, saved: boolean): string | null {
  if (secret === '') return saved ? null : words.missing;
  return secret.length < SECRET_MIN ? words.short : null;
}

/** What Grafana is to save: addresses without a trailing slash, secrets without the file's line end. */
export function settingsBody(draft: SettingsDraft, saved: SavedSettings): AppSettingsBody {
  const secrets = { readSecret: draft.readSecret.trim(), adminSecret: draft.adminSecret.trim() };
  return {
    enabled: saved.enabled,
    pinned: saved.pinned,
    jsonData: {
      ...saved.jsonData,
      hubUrl: parseHubUrl(draft.hubUrl) ?? '',
      nodeHubUrl: parseHubUrl(draft.nodeHubUrl) ?? '',
    },
    secureJsonData: Object.fromEntries(Object.entries(secrets).filter(([, secret]) => secret !== '')),
  };
}
