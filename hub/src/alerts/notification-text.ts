import { PAUSE, type ReceivedAlert } from './notification.ts';

/** What the audit log takes of a reason; characters. */
const MAX_REASON = 500;

/** What a notification told that is new, in words for the audit log. */
export function notificationText(news: readonly ReceivedAlert[]): string {
  const parts = (['firing', 'resolved'] as const).flatMap((status) => {
    const names = countedNames(news.filter((alert) => alert.status === status));
    return names === '' ? [] : [`${status}: ${names}`];
  });
  const asked = new Set(news.filter(({ status }) => status === 'firing').map(({ action }) => action));
  asked.delete('');
  if (asked.delete(PAUSE)) parts.push('asks for a pause');
  for (const action of asked) parts.push(`asks for “${action}”, which no alert can do`);
  const text = parts.join('; ');
  return text.length <= MAX_REASON ? text : `${text.slice(0, MAX_REASON - 1)}…`;
}

/** Such as `NodeDown ×3, HubDown`. */
function countedNames(alerts: readonly ReceivedAlert[]): string {
  const counts = new Map<string, number>();
  for (const { name } of alerts) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} ×${count}`)).join(', ');
}
