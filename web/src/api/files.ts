import { Problem, problemOf, proofs, remove, unreachable } from './http';
import type { MessageFile } from './shapes';

export const largestFile = 10 * 1024 * 1024;
export const mostFiles = 5;

/** The server's text for a message that has files but no words. */
export const filesAlone = 'Files attached.';

/** The file types that the server accepts by content. The browser's file picker lists these first. */
export const acceptedFiles = '.csv,.tsv,.txt,.md,.log,.json,.jsonl,.xml,.yaml,.yml,.sql,.ini,.toml,.diff,.pdf,image/png,image/jpeg,image/gif,image/webp';

export const fileAddress = (id: string): string => `/api/files/${id}`;

export const removeFile = (id: string): Promise<void> => remove(fileAddress(id));

/** XMLHttpRequest, because fetch reports no upload progress. */
export function uploadFile(thread: string, file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<MessageFile> {
  const request = new XMLHttpRequest();
  request.open('POST', `/api/threads/${thread}/files`);
  for (const [name, value] of Object.entries(proofs())) request.setRequestHeader(name, value);
  request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
  signal.addEventListener('abort', () => request.abort());
  return new Promise((resolve, reject) => {
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as MessageFile);
      else void problemOf(new Response(request.responseText, { status: request.status || 500 })).then(reject);
    };
    request.onerror = () => reject(new Problem(0, 'unreachable', unreachable()));
    request.send(file);
  });
}
