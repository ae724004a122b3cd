import { describe, expect, it } from 'vitest';
import { messagesFor } from './messages.ts';
import { ReceiverError } from './receiver-error.ts';
import { hubWebhook, withReceivers } from './receivers.ts';
import { addressesOf, mailServerOf, routingKeyOf, webUrlOf } from './secret-content.ts';

const CONFIG = 'receivers:\n  - name: critical\n  - name: warning\n  - name: dead-man\n';
const MESSAGES = messagesFor(null);

describe('the address of a receiver', () => {
  it('is the one line of its file', () => {
    expect(webUrlOf('https://hooks.example/a?b=$1\n', 'receiver critical')).toBe('https://hooks.example/a?b=$1');
  });

  it.each(['', '\n', '  \n\n'])('is none where the file holds nothing: %j', (content) => {
    expect(webUrlOf(content, 'receiver critical')).toBeNull();
  });

  it.each(['not an address', 'file:///etc/passwd', 'hooks.example/a', 'https://a.example\nhttps:// b'])(
    'is refused, and not shown, where it is no web address: %j',
    (content) => {
      const attempt = (): unknown => webUrlOf(content, 'receiver warning');
      expect(attempt).toThrow(ReceiverError);
      expect(attempt).toThrow('the secret of receiver warning is not one http or https address');
    },
  );
});

describe('what mail and PagerDuty need', () => {
  it('is a server with its own port, asked for TLS unless it speaks it already or is on this machine', () => {
    expect(mailServerOf('smtp://hub%40a.example:p%3Aw@mail.example\n')).toEqual({
      smarthost: 'mail.example:587',
      username: 'hub@a.example',
      password: 'p:w',
      requireTls: true,
    });
    expect(mailServerOf('smtp://127.0.0.1:2525')).toMatchObject({ smarthost: '127.0.0.1:2525', requireTls: false });
    expect(mailServerOf('smtp://mail.example:465')).toMatchObject({ smarthost: 'mail.example:465', requireTls: false });
    expect(mailServerOf('')).toBeNull();
  });

  it.each(['mail.example:587', 'https://mail.example', 'smtp://mail.example/a', 'smtp://a b'])(
    'is refused where it is no server: %j',
    (content) => {
      expect(() => mailServerOf(content)).toThrow(expect.objectContaining({ code: 'receiver/bad-mail-server' }));
    },
  );

  it('are addresses, apart by commas or lines, without anything that a header could be made of', () => {
    expect(addressesOf('a@x.example, b@y.example\nc@z.example\n', 'to')).toBe('a@x.example, b@y.example, c@z.example');
    expect(addressesOf('\n', 'to')).toBeNull();
    for (const content of ['nobody', 'A <a@x.example>', 'a@x.example\rBcc: b@y.example']) {
      expect(() => addressesOf(content, 'to'), content).toThrow(
        expect.objectContaining({ code: 'receiver/bad-address' }),
      );
    }
  });

  it('is a routing key', () => {
    expect(routingKeyOf(`${'a1'.repeat(16)}\n`, 'x')).toBe('a1'.repeat(16));
    expect(routingKeyOf('', 'x')).toBeNull();
    const attempt = (): unknown => routingKeyOf('https://events.pagerduty.com', 'x');
    expect(attempt).toThrow(expect.objectContaining({ code: 'receiver/bad-key' }));
    expect(attempt).not.toThrow('events.pagerduty.com');
  });
});

describe('the configuration of Alertmanager', () => {
  it('is left as it is without addresses', () => {
    expect(withReceivers(CONFIG, {}, MESSAGES)).toBe(CONFIG);
  });

  it('gets a webhook for each receiver that has an address, to the letter', () => {
    const written = withReceivers(
      CONFIG,
      { warning: { webhooks: [{ url: 'https://hooks.example/$&?q="a"' }] } },
      MESSAGES,
    );
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
    const webhooks = [...hub, { url: 'https://hooks.example/' }];
    expect(withReceivers(CONFIG, { critical: { webhooks } }, MESSAGES)).toContain(
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
    expect(() =>
      withReceivers('receivers: []\n', { critical: { webhooks: [{ url: 'https://hooks.example/' }] } }, MESSAGES),
    ).toThrow(expect.objectContaining({ code: 'receiver/no-line' }));
  });
});
