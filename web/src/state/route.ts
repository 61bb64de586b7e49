import { signal } from '@preact/signals';

export type Route =
  | { page: 'home' }
  | { page: 'thread'; id: string; message?: string; beside?: string }
  | { page: 'rooms' }
  | { page: 'room'; id: string }
  | { page: 'chats' }
  | { page: 'wiki'; view: WikiView; search: URLSearchParams }
  | { page: 'artifacts'; id?: string }
  | { page: 'automations'; id?: string; edit: boolean }
  | { page: 'runs'; id?: string; search: URLSearchParams }
  | { page: 'connections'; search: URLSearchParams }
  | { page: 'memory' }
  | { page: 'access' }
  | { page: 'settings' }
  | { page: 'audit'; search: URLSearchParams }
  | { page: 'inbox' }
  | { page: 'search'; search: URLSearchParams }
  | { page: 'missing' };

export type WikiView =
  | { kind: 'home' }
  | { kind: 'space'; id: string }
  | { kind: 'new'; space: string }
  | { kind: 'page'; id: string }
  | { kind: 'history'; id: string }
  | { kind: 'edit'; id: string };

function wikiView(path: string): WikiView {
  const [, kind, id, more] = /^\/wiki\/([sp])\/([^/]+)(?:\/([^/]+))?\/?$/.exec(path) ?? [];
  if (!id) return { kind: 'home' };
  if (kind === 's') return more === 'new' ? { kind: 'new', space: id } : { kind: 'space', id };
  return more === 'edit' ? { kind: 'edit', id } : more === 'history' ? { kind: 'history', id } : { kind: 'page', id };
}

function read(): Route {
  const { pathname, hash } = location;
  const search = new URLSearchParams(location.search);
  const [, first = '', id, more] = /^\/([^/]*)(?:\/([^/]+))?(?:\/([^/]+))?/.exec(pathname) ?? [];
  switch (first) {
    case 't':
      return id
        ? { page: 'thread', id, ...(hash.length > 1 ? { message: hash.slice(1) } : {}), ...(search.get('beside') ? { beside: search.get('beside')! } : {}) }
        : { page: 'home' };
    case 'rooms': return id ? { page: 'room', id } : { page: 'rooms' };
    case 'chats': return { page: 'chats' };
    case 'wiki': return { page: 'wiki', view: wikiView(pathname), search };
    case 'artifacts': return { page: 'artifacts', ...(id ? { id } : {}) };
    case 'automations': return id === 'new' ? { page: 'automations', edit: true } : { page: 'automations', edit: more === 'edit', ...(id ? { id } : {}) };
    case 'runs': return { page: 'runs', search, ...(id ? { id } : {}) };
    case 'connections': return { page: 'connections', search };
    case 'inbox': return { page: 'inbox' };
    case 'memory': return { page: 'memory' };
    case 'access': return { page: 'access' };
    case 'settings': return { page: 'settings' };
    case 'audit': return { page: 'audit', search };
    case 'search': return { page: 'search', search };
    case '': return { page: 'home' };
    default: return { page: 'missing' };
  }
}

export const route = signal<Route>(read());

export function go(path: string, replace = false): void {
  if (replace) history.replaceState(null, '', path);
  else if (path !== location.pathname + location.search + location.hash) history.pushState(null, '', path);
  route.value = read();
}

export const threadPath = (id: string): string => `/t/${id}`;
export const roomPath = (id: string): string => `/rooms/${id}`;

/** Handles links inside the app without reloading the page. The browser handles all others. */
export function followLinks(): void {
  addEventListener('popstate', () => (route.value = read()));
  addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (/^\/(api|auth|local)\//.test(link.pathname) || (link.hash && link.pathname === location.pathname && link.dataset['skip'] !== undefined)) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}
