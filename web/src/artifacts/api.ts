import { get, patch, Problem, post, put, query, remove } from '../api/http';
import type { Block, Confirmation, Listing, Person } from '../api/shapes';
import type { ParameterValues } from './parameters';
import type { Artifact, ArtifactHead, Batch, Kind, Sending, Spot, Value, Version } from './shapes';

const root = '/api/artifacts';
const at = (id: string, part = ''): string => `${root}/${encodeURIComponent(id)}${part}`;

/** Gives each block its own grid position, in the form of the ops. */
function placed(artifact: Artifact): Artifact {
  const places = new Map(artifact.definition.layout?.map(({ block, ...place }) => [block, place]));
  return {
    ...artifact,
    definition: { ...artifact.definition, blocks: (artifact.definition.blocks ?? []).map((block) => ({ ...block, ...places.get(block.id) })) },
  };
}

export const artifactPath = (id: string): string => `/artifacts/${id}`;

export const listArtifacts = (
  terms: { thread?: string | undefined; room?: string | undefined; continuation?: string | undefined } = {},
): Promise<Listing<ArtifactHead>> => get(`${root}${query({ limit: '50', ...terms })}`);

const mostAtOnce = '200';
const mostPages = 20;

/** Returns all artifacts that I may see, newest changes first, as far as 20 requests reach. */
export async function allArtifacts(): Promise<ArtifactHead[]> {
  const all: ArtifactHead[] = [];
  let next: string | undefined;
  for (let page = 0; page < mostPages && (page === 0 || next); page++) {
    const found: Listing<ArtifactHead> = await get(`${root}${query({ limit: mostAtOnce, continuation: next })}`);
    all.push(...found.items);
    next = found.continuation;
  }
  return all;
}

/** The initial definition of an artifact. `words` replace the English words of its template. */
export interface NewArtifact {
  kind: Kind;
  title: string;
  template?: string | undefined;
  words?: Record<string, string> | undefined;
}

export const createArtifact = (wanted: NewArtifact): Promise<Artifact> => post(root, wanted);
export const readArtifact = async (id: string): Promise<Artifact> => placed(await get(at(id)));
export const renameArtifact = (id: string, title: string): Promise<unknown> => patch(at(id), { title });
export const deleteArtifact = (id: string): Promise<void> => remove(at(id));

export type Sent = { seq: number } | { missing: Batch[] };

/** Sends ops. A conflict with newer ops is a result, not an error. */
export async function sendOps(id: string, sending: Sending): Promise<Sent> {
  try {
    return await post<{ seq: number }>(at(id, '/ops'), sending);
  } catch (failure) {
    const missing = failure instanceof Problem && failure.status === 409 ? (failure.body as { missing?: Batch[] }).missing : undefined;
    if (missing) return { missing };
    throw failure;
  }
}

export const eventsOf = (id: string, after: number): string => at(id, `/events?after=${after}`);
export const tellPresence = (id: string, spot: Spot): Promise<void> => post(at(id, '/presence'), spot);

export const versionsOf = (id: string, continuation?: string): Promise<Listing<Version>> => get(at(id, `/versions${query({ limit: '50', continuation })}`));
export const versionOf = async (id: string, seq: number): Promise<Artifact> => placed(await get(at(id, `/versions/${seq}`)));
export const nameVersion = (id: string, name: string): Promise<unknown> => post(at(id, '/versions'), { name });
export const restoreVersion = (id: string, seq: number): Promise<{ seq: number }> => post(at(id, '/restore'), { seq });

/** A preview of a publication: the exact content, its audience and its authors. */
export interface PublishPreview {
  hash: string;
  threadId: string;
  audience: Person[];
  content: Artifact;
  authors: Person[];
  warnings: string[];
}

export const previewPublish = (id: string, threadId: string): Promise<PublishPreview> => get(at(id, `/publish${query({ threadId })}`));
export const publish = (id: string, threadId: string, previewHash: string): Promise<Artifact> => post(at(id, '/publish'), { threadId, previewHash });

export type RunResult = (Pick<Block, 'columns' | 'rows' | 'truncated'> & { visibility: 'open'; auditId?: string }) | { visibility: 'locked' };

/** A query that I have not yet agreed to run with my access, with all facts for the consent. */
export interface ConsentNeeded {
  definitionHash: string;
  sql: string;
  source: string;
  writtenBy: Person;
}

export const consentNeeded = (failure: unknown): ConsentNeeded | null =>
  failure instanceof Problem && failure.slug === 'consent-needed' ? (failure.body as ConsentNeeded) : null;

export const runBlock = (id: string, block: string, definitionHash: string, values: ParameterValues): Promise<RunResult> =>
  post(at(id, `/blocks/${encodeURIComponent(block)}/run`), { definitionHash, ...(Object.keys(values).length ? { values } : {}) });
export const consentTo = (id: string, block: string, definitionHash: string): Promise<void> =>
  post(at(id, `/blocks/${encodeURIComponent(block)}/consent`), { definitionHash });

export interface Acting {
  definitionHash: string;
  /** The idempotency key of the call. */
  callId: string;
  item?: string | undefined;
  values?: Record<string, Value> | undefined;
  agreedToSend?: string | undefined;
}

/** A preview of the exact change that a button makes in a source. */
export interface ActPreview {
  status: 'waiting';
  argumentHash: string;
  card: Confirmation['card'];
  /** The card shows only the values that would leave their zone. Its confirmation is answered with the preview of the change. */
  sends?: boolean;
  /** Repeated in the confirmation of the change. */
  agreedToSend?: string;
}

export interface ActResult {
  status: 'succeeded' | 'refused' | 'failed' | 'unknown';
  /** Absent in the outcome of a call that an earlier request began. */
  text?: string;
  auditId?: string;
}

const actPath = (id: string, block: string): string => at(id, `/blocks/${encodeURIComponent(block)}/act`);
export const previewAct = (id: string, block: string, acting: Acting): Promise<ActPreview | ActResult> => post(actPath(id, block), acting);
export const confirmAct = (id: string, block: string, acting: Acting, argumentHash: string): Promise<ActPreview | ActResult> =>
  post(actPath(id, block), { ...acting, argumentHash });

/** Applies a proposal. `seq` is the sequence number of the displayed artifact, so that no newer change is overwritten. */
export const applyProposal = (id: string, proposal: string, seq: number): Promise<{ seq: number }> =>
  post(at(id, `/proposals/${encodeURIComponent(proposal)}/apply`), { seq });
export const dropProposal = (id: string, proposal: string): Promise<void> => remove(at(id, `/proposals/${encodeURIComponent(proposal)}`));

export const exportPath = (id: string, format: 'csv' | 'json' | 'md'): string => at(id, `/export?format=${format}`);

const pin = (room: string, artifact: string): string => `/api/rooms/${encodeURIComponent(room)}/pins/${encodeURIComponent(artifact)}`;
export const pinTo = (room: string, artifact: string): Promise<void> => put(pin(room, artifact));
export const unpinFrom = (room: string, artifact: string): Promise<void> => remove(pin(room, artifact));
