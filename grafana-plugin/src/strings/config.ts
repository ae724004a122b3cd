/** Words of the configuration page. */
export const configStrings = {
  intro:
    'Grafana’s server asks the hub; the browser never does. The two secrets stay with Grafana and are never shown again.',
  provisioned: 'These settings come from a provisioning file',
  provisionedText:
    'Grafana reads that file at every start and overwrites all of this page with it: both addresses and both secrets. Change the file; what you save here lasts until the next start.',
  notAdmin: 'Only a Grafana admin can change these settings.',
  fields: {
    hubUrl: 'Hub URL',
    hubUrlHint: 'As Grafana’s server reaches it, for example http://hub:8080.',
    hubUrlWrong: 'Expected an address such as http://hub:8080, without user, password or question mark.',
    nodeHubUrl: 'Hub URL for nodes (optional)',
    nodeHubUrlHint: 'As nodes reach it, if that is another address; used in the command of the enrolment page.',
    readSecret: 'Read secret',
    readSecretHint: 'The content of the hub’s read secret file: lets every viewer look.',
    adminSecret: 'Admin secret',
    adminSecretHint:
      'The content of the hub’s admin secret file: lets admins act. It must differ from the read secret.',
    secretPlaceholder: 'Paste the content of the file',
    same: 'The two secrets must differ.',
    secretKept: 'Left empty, the saved one stays',
    missing: 'Paste the content of the hub’s file.',
    short: 'A secret has at least 16 characters.',
  },
  save: 'Save and test',
  saving: 'Saving…',
  saved: 'Saved.',
  saveFailed: 'The settings were not saved',
  saveFirst: 'Save first: the test asks the hub as it is saved.',
  test: 'Test connection',
  testing: 'Testing…',
  testTitle: 'Connection',
  notTested: 'Not tested since this page was opened.',
  allGood: 'Everything works.',
  someBad: (count: number) => (count === 1 ? 'One check failed.' : `${count} checks failed.`),
  asUser: (login: string, role: string) => `Tested as ${login} (${role}).`,
  hubVersion: (version: string) => `Hub ${version}.`,
  fix: 'What to do:',
  states: { ok: 'ok', failed: 'failed', unknown: 'not known' },
  unknown: 'Could not be tested: something before it failed.',

  checks: {
    'hub-url': 'Hub URL',
    reachable: 'Hub reachable',
    'read-right': 'Permission to look',
    'read-secret': 'Read secret',
    'id-token': 'Grafana’s signature',
    issuer: 'Issuer',
    audience: 'Organisation',
    'user-type': 'Kind of user',
    'admin-right': 'Permission to act',
    'admin-secret': 'Admin secret',
    role: 'Role',
    chain: 'Chain',
  },
  passed: {
    reachable: 'Grafana’s server reaches it and it answers as a hub does.',
    right: 'You have it.',
  },
  fixes: {
    'hub-url': 'Enter the address at which Grafana’s server reaches the hub, and save.',
    busy: 'Wait a minute, then test again.',
    reachable:
      'Is the hub running? Try the address from the machine or container of Grafana, not from your own: curl HUB_URL/healthz. Inside Docker, localhost is Grafana’s own container.',
    'not-a-hub':
      'Something answers at this address, but not a hub of this version. Look at the port, and at proxies between.',
    'route-unknown': 'Restart Grafana: it reads the routes of the plugin at its start.',
    'read-right': 'An admin grants you the role “Noderr rollout reader”, or Viewer in this organisation.',
    'read-secret':
      'Paste the content of the file that the hub’s setting readSecretFiles names, and save. During a change of secrets the hub takes both.',
    'id-token':
      'The hub must reach Grafana’s signing keys at its setting grafanaKeysUrl, by default the root URL of Grafana followed by /api/signing-keys/keys. Clocks of both machines must agree.',
    issuer: 'Set the hub’s setting grafanaUrl to the root_url of this Grafana, exactly as its configuration has it.',
    audience: 'The hub trusts one organisation of Grafana: switch to it, or change the hub’s setting grafanaAudience.',
    'user-type': 'Sign in as a person: the hub answers no service accounts.',
    'admin-right': 'An admin grants you the role “Noderr rollout operator”, or Admin in this organisation.',
    'admin-secret': 'Paste the content of the file that the hub’s setting adminSecretFiles names, and save.',
    role: 'Actions need the role Admin in this organisation of Grafana. Looking does not.',
    chain:
      'Look at the hub’s log and its setting rpcEndpoints. Pages show the last known state meanwhile; actions are off.',
  },
} as const;
