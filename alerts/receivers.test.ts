import { describe, expect, it } from 'vitest';
import { hubWebhook, ReceiverError, webhookUrlOf, withWebhooks } from './receivers.ts';

const CONFIG = 'receivers:\n  - name: critical\n  - name: warning\n  - name: dead-man\n';

describe('the address of a receiver', () => {
  it('is the one line of its file', () => {
    expect(webhookUrlOf('https://hooks.example/a?b=$1\n', 'critical')).toBe('https://hooks.example/a?b=$1');
  });

  it.each(['', '\n', '  \n\n'])('is none where the file holds nothing: %j', (content) => {
    expect(webhookUrlOf(content, 'critical')).toBeNull();
  });

  it.each(['not an address', 'file:///etc/passwd', 'hooks.example/a', 'https://a.example\nhttps:// b'])(
    'is refused, and not shown, where it is no web address: %j',
    (content) => {
      const attempt = (): unknown => webhookUrlOf(content, 'warning');
      expect(attempt).toThrow(ReceiverError);
      expect(attempt).toThrow('the secret of receiver warning is not one http or https address');
    },
  );
});

describe('the configuration of Alertmanager', () => {
  it('is left as it is without addresses', () => {
    expect(withWebhooks(CONFIG, {})).toBe(CONFIG);
  });

  it('gets a webhook for each receiver that has an address, to the letter', () => {
    const written = withWebhooks(CONFIG, { warning: [{ url: 'https://hooks.example/$&?q="a"' }] });
    expect(written).toContain(
      [
        '  - name: critical',
        '  - name: warning',
        '    webhook_configs:',
        '      - url: "https://hooks.example/$&?q=\\"a\\""',
        '        send_resolved: true',
        '  - name: dead-man',
      ].join('\n'),
    );
  });

  it('gets the hub beside another webhook, with the file of its secret', () => {
    const hub = hubWebhook('http://127.0.0.1:8480', '/run/secrets/hub-webhook-secret', 'critical');
    expect(withWebhooks(CONFIG, { critical: [...hub, { url: 'https://hooks.example/' }] })).toContain(
      [
        '  - name: critical',
        '    webhook_configs:',
        '      - url: "http://127.0.0.1:8480/alerts/critical"',
        '        send_resolved: true',
        '        http_config:',
        '          authorization:',
        '            credentials_file: "/run/secrets/hub-webhook-secret"',
        '      - url: "https://hooks.example/"',
        '        send_resolved: true',
        '  - name: warning',
      ].join('\n'),
    );
  });

  it('never tells the hub of the dead man', () => {
    expect(hubWebhook('http://127.0.0.1:8480/', '/x', 'dead-man')).toEqual([]);
    expect(hubWebhook('http://hub.example/a/', '/x', 'warning')).toMatchObject([
      { url: 'http://hub.example/a/alerts/warning' },
    ]);
  });

  it('is refused where a receiver has no line', () => {
    expect(() => withWebhooks('receivers: []\n', { critical: [{ url: 'https://hooks.example/' }] })).toThrow(
      expect.objectContaining({ code: 'receiver/no-line' }),
    );
  });
});
