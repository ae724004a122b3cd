/** Made-up secrets of each kind, each as it stands in a text; `secret` is what must not survive. */
export const SECRETS: Readonly<Record<string, { text: string; secret: string }>> = {
  'a URL password': { text: 'postgres://hub:hunter2pass@db.example/hub', secret: 'hunter2pass' },
  'a URL password with a slash': { text: 'redis://:hun/ter2@cache.example:6379', secret: 'hun/ter2' },
  'a URL user that is a token': { text: 'https://f00dbeefcafe@git.example/x.git', secret: 'f00dbeefcafe' },
  'a key in an RPC path': {
    text: 'https://rpc.example/v3/0a1b2c3d4e5f60718293a4b5',
    secret: '0a1b2c3d4e5f60718293a4b5',
  },
  'a token in a query': { text: 'https://a.example/x?token=hunter2q&y=1', secret: 'hunter2q' },
  'a private key': { text: `0x${'1f'.repeat(32)}`, secret: '1f'.repeat(32) },
  'a private key without 0x': { text: `key ${'2e'.repeat(32)}`, secret: '2e'.repeat(32) },
  'a private key after a colon': { text: `key:${'3d'.repeat(32)}`, secret: '3d'.repeat(32) },
  'a PEM key': {
    text: '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIHUNTER2\n-----END PRIVATE KEY-----',
    secret: 'MC4CAQAwBQYDK2VwBCIEIHUNTER2',
  },
  'an age key': { text: `AGE-SECRET-KEY-1${'QPZRY9X8'.repeat(7)}QP`, secret: 'QPZRY9X8QPZRY9X8' },
  'an extended key': { text: `xprv9${'s21ZrQH143K'.repeat(9)}`, secret: 's21ZrQH143K' },
  'a seed phrase': {
    text: 'legal winner thank year wave sausage worth useful legal winner thank yellow',
    secret: 'sausage worth useful',
  },
  'a seed phrase as JSON': {
    text: '["legal","winner","thank","year","wave","sausage","worth","useful","legal","winner","thank","yellow"]',
    secret: 'sausage',
  },
  'a numbered seed phrase': {
    text: '1. legal 2. winner 3. thank 4. year 5. wave 6. sausage 7. worth 8. useful 9. legal 10. winner 11. thank 12. yellow',
    secret: 'sausage',
  },
  'a seed phrase in lines': {
    text: 'legal\nwinner\nthank\nyear\nwave\nsausage\nworth\nuseful\nlegal\nwinner\nthank\nyellow',
    secret: 'sausage',
  },
  'a JWT': { text: 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJub2RlIn0.c2lnbmF0dXJl', secret: 'eyJzdWIiOiJub2RlIn0' },
  'a bearer token': { text: 'Bearer abcDEF123456-_', secret: 'abcDEF123456' },
  'a Grafana token': { text: 'glsa_AbCdEf0123456789AbCd_1234', secret: 'AbCdEf0123456789' },
  'a GitHub token': { text: 'ghp_AbCdEf0123456789AbCd', secret: 'AbCdEf0123456789' },
  'a named value': { text: 'password=hunter2named', secret: 'hunter2named' },
  'a named value in JSON in a string': { text: '{\\"apiKey\\": \\"hunter2json\\"}', secret: 'hunter2json' },
};
