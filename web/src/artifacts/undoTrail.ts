import { signal } from '@preact/signals';
import { announce } from '../state/announcer';
import { notice } from '../state/notices';
import { t } from '../words/say';
import type { Replica } from './replica';
import type { Artifact, Changes } from './shapes';
import type { TextRules } from './text';
import { TextHistory } from './textHistory';

/** What the trail needs of an open artifact. */
export interface Undoable {
  readonly rules: TextRules | null;
  readonly replica: Pick<Replica, 'undo' | 'redo' | 'canUndo' | 'canRedo'> | null;
  readonly shown: { peek(): Artifact | null };
  write(block: string, changes: Changes): void;
  update(): void;
  flush(): void;
}

/** An edit in the order of undo: the block of a text, or null for ops. */
type Edit = string | null;

/** The undo and redo order of one artifact: my ops, which the replica undoes, and the histories of its texts. */
export class UndoTrail {
  readonly canUndo = signal(false);
  readonly canRedo = signal(false);
  private readonly texts = new Map<string, TextHistory>();
  private back: Edit[] = [];
  private forth: Edit[] = [];

  constructor(private readonly live: Undoable) {}

  /** Notes that I made ops. */
  did(): void {
    this.back.push(null);
    this.forth = [];
  }

  wrote(block: string, changes: Changes, now = Date.now()): void {
    if (!this.live.rules) return;
    if (!this.texts.has(block)) this.texts.set(block, new TextHistory());
    if (this.texts.get(block)!.mine(changes, this.textOf(block), this.live.rules, now)) this.back.push(block);
    this.forth = [];
  }

  others(block: string, changes: Changes): void {
    if (this.live.rules) this.texts.get(block)?.others(changes, this.live.rules);
  }

  /** Drops the history of a text whose last change was rejected. */
  forget(block: string): void {
    this.texts.delete(block);
    this.back = this.back.filter((one) => one !== block);
    this.forth = this.forth.filter((one) => one !== block);
  }

  undo(): void {
    this.tell(this.walk(true), t('Undone.'), t('There is nothing of yours to undo, or somebody changed it since.'));
  }

  redo(): void {
    this.tell(this.walk(false), t('Done again.'), t('There is nothing to do again.'));
  }

  /** Undoes or redoes my last edit of one text. Returns false if there is none. */
  stepText(block: string, isBack: boolean): boolean {
    const [from, to] = this.ways(isBack);
    const at = from.lastIndexOf(block);
    if (at >= 0) from.splice(at, 1);
    const changes = this.live.rules && this.texts.get(block)?.step(isBack, this.textOf(block), this.live.rules);
    if (!changes) return false;
    to.push(block);
    this.live.write(block, changes);
    return true;
  }

  update(): void {
    this.canUndo.value = !!this.live.replica?.canUndo || this.back.some((one) => one !== null);
    this.canRedo.value = !!this.live.replica?.canRedo || this.forth.some((one) => one !== null);
  }

  private tell(done: boolean, yes: string, no: string): void {
    if (done) announce(yes);
    else notice(no);
    this.live.update();
    this.live.flush();
  }

  private ways(isBack: boolean): [Edit[], Edit[]] {
    return isBack ? [this.back, this.forth] : [this.forth, this.back];
  }

  private textOf(block: string): string {
    return this.live.shown.peek()?.texts?.[block]?.text ?? '';
  }

  /** Undoes or redoes my last edit that still can be. */
  private walk(isBack: boolean): boolean {
    const [from, to] = this.ways(isBack);
    const step = (): boolean => !!(isBack ? this.live.replica?.undo() : this.live.replica?.redo());
    for (let last = from.at(-1); last !== undefined; last = from.at(-1)) {
      if (last !== null) {
        if (this.stepText(last, isBack)) return true;
        continue;
      }
      from.pop();
      if (!step()) continue;
      to.push(null);
      return true;
    }
    return step();
  }
}
