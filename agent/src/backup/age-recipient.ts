import { Encrypter } from 'age-encryption';

/** Whether a text is an age public key, by age's own reading of it: a mistyped letter fails its checksum. */
export function isAgeRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}
