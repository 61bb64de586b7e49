import { signal } from '@preact/signals';

export type Route =
  | { page: 'home' }
  | { page: 'thread'; id: string; message?: string }
  | { page: 'access' }
  | { page: 'audit'; search: URLSearchParams };

function read(): Route {
  const { pathname, search, hash } = location;
  const thread = /^\/t\/([^/]+)\/?$/.exec(pathname);
  if (thread?.[1]) return hash.length > 1 ? { page: 'thread', id: thread[1], message: hash.slice(1) } : { page: 'thread', id: thread[1] };
  if (pathname === '/access') return { page: 'access' };
  if (pathname === '/audit') return { page: 'audit', search: new URLSearchParams(search) };
  return { page: 'home' };
}

export const route = signal<Route>(read());

export function go(path: string, replace = false): void {
  if (replace) history.replaceState(null, '', path);
  else if (path !== location.pathname + location.search + location.hash) history.pushState(null, '', path);
  route.value = read();
}

export const threadPath = (id: string): string => `/t/${id}`;

/** Follows links inside the app without loading the page again; everything else is the browser's. */
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
