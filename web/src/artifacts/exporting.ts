import { problemOf, Problem, unreachable } from '../api/http';
import { t } from '../words/say';
import { exportPath } from './api';
import type { LiveArtifact } from './live';

const nameIn = (header: string | null): string | undefined => {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1];
  return wide ? decodeURIComponent(wide) : /filename="?([^";]+)"?/i.exec(header ?? '')?.[1];
};

/** Downloads the part of an artifact that I may see, including my pending edits. A refusal is shown as a notice, not as a page. */
export async function exportArtifact(live: LiveArtifact, format: 'csv' | 'json' | 'md'): Promise<void> {
  if (!(await live.settled()))
    throw new Problem(0, 'unsaved', t('Your last changes are not saved yet, so the file would lack them. Try again once you are connected.'));
  let response: Response;
  try {
    response = await fetch(exportPath(live.id, format), { credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new Problem(0, 'unreachable', unreachable());
  }
  if (!response.ok) throw await problemOf(response);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = nameIn(response.headers.get('content-disposition')) ?? `artifact.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
