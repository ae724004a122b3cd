const SECRET_NAME =
  /(?:password|passwd|passphrase|secret|secrets|token|tokens|apikey|privatekey|secretkey|signingkey|mnemonic|seedphrase|seed|keystore|authorization|cookie|credential|credentials|grafanaid)$/;

/** Fields whose 32 bytes are public: hashes, digests, ids; `bid` and `valid` are no ids. */
const PUBLIC_NAME =
  /(?:hash(?:es)?|digest|fingerprint|topic)$|(?:Hash(?:es)?|Digest|Fingerprint|Topic|Root|Id|ID)$|(?:^|[^A-Za-z])(?:root|id)$/;

/** True when a field's name says that its value is a secret, in any spelling: `API_KEY`, `joinToken`, `set-cookie`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(plain(name));
}

/** True when a field's name says that 32 bytes in hex are no key. */
export function isPublicName(name: string): boolean {
  return PUBLIC_NAME.test(name);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
