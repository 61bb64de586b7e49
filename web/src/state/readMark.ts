import { put } from '../api/http';
import type { Message } from '../api/shapes';
import { learned } from './directory';
import { sequence } from './messages';

const readPause = 600;

/** The newest message that I have read in a thread. */
export class ReadMark {
  private upTo = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly thread: string) {}

  /** Marks the thread as read up to this message, after a short delay. */
  move(to: Message): void {
    if (sequence(to.id) <= this.upTo) return;
    this.stop();
    this.timer = setTimeout(() => {
      const before = this.upTo;
      this.upTo = sequence(to.id);
      learned({ id: this.thread, unread: 0 });
      put(`/api/threads/${this.thread}/read`, { upTo: to.id }).catch(() => (this.upTo = before));
    }, readPause);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
