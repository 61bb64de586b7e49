import { signal } from '@preact/signals';
import { largestFile, mostFiles, removeFile, uploadFile } from '../api/files';
import { sentence } from '../api/http';
import type { MessageFile } from '../api/shapes';
import { sizeWords } from '../text/size';
import { t } from '../words/say';
import { notice } from './notices';

export interface Attachment {
  key: number;
  name: string;
  size: number;
  /** The uploaded share, 0 to 1. */
  share: number;
  /** Set once the server has stored the file. */
  file?: MessageFile;
  /** The reason why the server rejected the file. */
  problem?: string;
  stop: AbortController;
}

let last = 0;

const known = new Map<string, Attachments>();

/** Returns the attachments of a thread's next message. They survive closing and reopening the thread. */
export function attachmentsOf(thread: string): Attachments {
  const found = known.get(thread) ?? new Attachments(thread);
  known.set(thread, found);
  return found;
}

export class Attachments {
  readonly all = signal<Attachment[]>([]);

  private readonly under = new Set<Promise<void>>();

  constructor(private readonly thread: string) {}

  /** True if no upload is running or rejected. */
  get ready(): boolean {
    return this.all.value.every((one) => one.file);
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (this.all.value.length >= mostFiles) return notice(t('A message has at most {n} files.', { n: mostFiles }));
      const keeping = this.keep(file);
      this.under.add(keeping);
      void keeping.then(() => this.under.delete(keeping));
    }
  }

  /** Waits until no upload is running. Returns whether all files can be sent. */
  async settled(): Promise<boolean> {
    await Promise.all(this.under);
    return this.ready;
  }

  remove(key: number): void {
    const one = this.all.value.find((each) => each.key === key);
    this.all.value = this.all.value.filter((each) => each.key !== key);
    one?.stop.abort();
    // Failed deletions do not matter: the server deletes unused files within a day.
    if (one?.file) removeFile(one.file.id).catch(() => {});
  }

  /** Returns the files for a message and empties the list. */
  take(): MessageFile[] {
    const files = this.all.value.flatMap((one) => one.file ?? []);
    this.all.value = [];
    return files;
  }

  private async keep(file: File): Promise<void> {
    const key = ++last;
    const one: Attachment = { key, name: file.name, size: file.size, share: 0, stop: new AbortController() };
    if (file.size > largestFile) one.problem = t('It has {size}. A file has at most {most}.', { size: sizeWords(file.size), most: sizeWords(largestFile) });
    this.all.value = [...this.all.value, one];
    if (one.problem) return;
    try {
      const kept = await uploadFile(this.thread, file, (share) => this.change(key, { share }), one.stop.signal);
      this.change(key, { file: kept, name: kept.name, share: 1 });
    } catch (failure) {
      this.change(key, { problem: sentence(failure) });
    }
  }

  private change(key: number, to: Partial<Attachment>): void {
    this.all.value = this.all.value.map((one) => (one.key === key ? { ...one, ...to } : one));
  }
}
