import { signal } from '@preact/signals';
import { get, isNotFound, Problem, post, put, query, sentence } from '../api/http';
import type { Listing } from '../api/shapes';
import { t } from '../words/say';
import type { EditConflict, WikiHead, WikiPageBody, WikiSpace } from '../api/wiki';

const many = '200';

export const nothingHere = (): string => t('There is nothing here that you can see.');

export const spaces = signal<WikiSpace[] | null>(null);
export const spacesProblem = signal<string | null>(null);

/** The loaded page lists of the opened spaces. */
export const pagesOf = signal<Record<string, { heads: WikiHead[]; next?: string | undefined }>>({});

export const spaceOf = (id: string): WikiSpace | undefined => spaces.value?.find((space) => space.id === id);

/** Returns the space id, the first part of a page id. */
export const spaceIdOf = (page: string): string => page.slice(0, page.lastIndexOf('-p'));

export const isPageId = (relation: string): boolean => /^s[a-z2-7]+-p[a-z2-7]+$/.test(relation);

export const pagePath = (id: string): string => `/wiki/p/${id}`;
export const spacePath = (id: string): string => `/wiki/s/${id}`;

export async function loadSpaces(): Promise<void> {
  try {
    spaces.value = (await get<Listing<WikiSpace>>(`/api/wiki/spaces${query({ limit: many })}`)).items;
    spacesProblem.value = null;
  } catch (failure) {
    spacesProblem.value = sentence(failure);
  }
}

export async function loadPages(space: string, further = false): Promise<void> {
  const known = pagesOf.value[space];
  const page = await get<Listing<WikiHead>>(`/api/wiki/spaces/${space}/pages${query({ limit: many, continuation: further ? known?.next : undefined })}`);
  pagesOf.value = { ...pagesOf.value, [space]: { heads: further ? [...(known?.heads ?? []), ...page.items] : page.items, next: page.continuation } };
}

export async function keepSpace(id: string | undefined, wanted: { name: string; readers: string[]; writers: string[]; roomId?: string }): Promise<WikiSpace> {
  const space = id ? await put<WikiSpace>(`/api/wiki/spaces/${id}`, wanted) : await post<WikiSpace>('/api/wiki/spaces', wanted);
  spaces.value = [...(spaces.value ?? []).filter((one) => one.id !== space.id), space].sort((a, b) => a.name.localeCompare(b.name));
  return space;
}

export type Written = { kind: 'written'; page: WikiPageBody } | { kind: 'conflict'; conflict: EditConflict };

export async function createPage(space: string, title: string, text: string): Promise<WikiPageBody> {
  const page = await post<WikiPageBody>(`/api/wiki/spaces/${space}/pages`, { title, text });
  remember(page);
  return page;
}

export async function writePage(id: string, baseVersion: number, title: string, text: string): Promise<Written> {
  try {
    const page = await put<WikiPageBody>(`/api/wiki/pages/${id}`, { title, text, baseVersion });
    remember(page);
    return { kind: 'written', page };
  } catch (failure) {
    if (failure instanceof Problem && failure.slug === 'edit-conflict') return { kind: 'conflict', conflict: failure.body as EditConflict };
    throw failure;
  }
}

function remember(page: WikiPageBody): void {
  const listed = pagesOf.value[page.spaceId];
  if (!listed) return;
  const { text: _, ...head } = page;
  pagesOf.value = { ...pagesOf.value, [page.spaceId]: { ...listed, heads: [...listed.heads.filter((one) => one.id !== page.id), head] } };
}

const heads = new Map<string, Promise<WikiHead | null>>();

/** Returns the current title of a page that an answer used. Null if it is no longer visible. */
export function headOf(page: string): Promise<WikiHead | null> {
  const known = heads.get(page);
  if (known) return known;
  const asked = get<Listing<WikiHead>>(`/api/wiki/pages/${page}/versions?limit=1`).then((found) => found.items[0] ?? null, () => {
    heads.delete(page);
    return null;
  });
  heads.set(page, asked);
  return asked;
}

/** Returns the text of a failure. Unknown and forbidden have the same sentence. */
export const wikiProblem = (failure: unknown): string => (isNotFound(failure) ? nothingHere() : sentence(failure));
