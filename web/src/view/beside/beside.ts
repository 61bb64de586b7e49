/** The content of the side panel, as encoded in the page's address. */
export type Beside = { kind: 'artifacts' } | { kind: 'artifact'; id: string } | { kind: 'page'; id: string } | { kind: 'evidence'; id: string };

const isId = /^[a-z0-9-]+$/;

export function besideOf(text: string | undefined): Beside | null {
  const [kind, id = ''] = (text ?? '').split(':');
  if (kind === 'artifacts') return { kind };
  return (kind === 'artifact' || kind === 'page' || kind === 'evidence') && isId.test(id) ? { kind, id } : null;
}

export function besidePath(thread: string, beside: Beside | null): string {
  if (!beside) return `/t/${thread}`;
  return `/t/${thread}?beside=${beside.kind}${'id' in beside ? `:${beside.id}` : ''}`;
}

/** Returns the panel content for a link, or null if it cannot open beside a thread. */
export function besideOfLink(path: string): Beside | null {
  const [, place, id] = /^\/(artifacts|wiki\/p)\/([a-z0-9-]+)$/.exec(path) ?? [];
  return id ? { kind: place === 'artifacts' ? 'artifact' : 'page', id } : null;
}
