import { saidByServer } from '../words/language';
import { t } from '../words/say';
import { heardDate } from './clock';

/** An error response of the server. Its message is a sentence that a person can act on. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    detail: string,
    /** The response body, if a problem carries more than its sentence. */
    readonly body: unknown = undefined,
  ) {
    super(detail);
  }
}

export const unreachable = (): string => t('Onbehalf cannot be reached right now. Check your connection and try again.');

let onSignedOut: () => void = () => {};

/** Registers the callback for the end of the session: the server no longer recognizes this browser. */
export function whenSignedOut(told: () => void): void {
  onSignedOut = told;
}

let sender: string | undefined;

/** The person of this page. It stays who it was: another tab can sign in as somebody else, and what waits here is not theirs to send. */
export function sendAs(subject: string): void {
  sender ??= subject;
}

/** Proves to the server that a request with a cookie comes from a page of this app, and whose page it is. */
export const proofs = (): Record<string, string> => (sender ? { 'x-onbehalf': '1', 'x-onbehalf-as': sender } : { 'x-onbehalf': '1' });

/** What a refused request is answered with. */
export async function problemOf(response: Response): Promise<Problem> {
  if (response.status === 401) onSignedOut();
  try {
    // The response headers contain the ids with which an operator finds the failure.
    if (response.status === 500) return new Problem(500, 'failed', t('Something failed on our side. Try again in a moment.'));
    const body = (await response.json()) as { type?: string; detail?: string; title?: string };
    const detail = await saidByServer(body.detail ?? body.title ?? t('The request failed. Try again.'));
    return new Problem(response.status, body.type?.split('/').pop() ?? '', detail, body);
  } catch {
    return new Problem(response.status, '', t('The request failed. Try again.'));
  }
}

async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') Object.assign(headers, proofs());
  if (body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Problem(0, 'unreachable', unreachable());
  }
  heardDate(response.headers.get('date'));
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204 || response.headers.get('content-length') === '0') return undefined as T;
  return (await response.json()) as T;
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => send<T>('GET', path, undefined, signal);
export const post = <T>(path: string, body?: unknown): Promise<T> => send<T>('POST', path, body);
export const remove = <T = void>(path: string): Promise<T> => send<T>('DELETE', path);
export const removeWith = <T = void>(path: string, body: unknown): Promise<T> => send<T>('DELETE', path, body);
export const patch = <T>(path: string, body?: unknown): Promise<T> => send<T>('PATCH', path, body);
export const put = <T>(path: string, body?: unknown): Promise<T> => send<T>('PUT', path, body);

/** Returns the sentence to show for any thrown value. */
export function sentence(failure: unknown): string {
  return failure instanceof Problem ? failure.message : t('Something went wrong in this page. Reload it and try again.');
}

export const isNotFound = (failure: unknown): boolean => failure instanceof Problem && failure.status === 404;

/** Returns a query string without the empty terms. */
export function query(terms: Record<string, string | undefined>): string {
  const given = Object.entries(terms).filter((term): term is [string, string] => !!term[1]);
  return given.length ? `?${new URLSearchParams(given).toString()}` : '';
}
