import type { Changes } from './shapes';
import type { TextRules } from './text';

const together = 1_000;
const most = 200;

/** The undo and redo history of one text: my own changes only, rebased over the changes of others. */
export class TextHistory {
  private back: Changes[] = [];
  private forth: Changes[] = [];
  private last = 0;

  /** Adds a change of mine. Returns false if it continues the step before. */
  mine(changes: Changes, before: string, rules: TextRules, now = Date.now()): boolean {
    const inverse = rules.invert(changes, before);
    const top = this.back.at(-1);
    const continues = top !== undefined && now - this.last < together;
    if (continues) this.back[this.back.length - 1] = rules.compose(inverse, top);
    else this.back.push(inverse);
    if (this.back.length > most) this.back.shift();
    this.forth = [];
    this.last = now;
    return !continues;
  }

  others(changes: Changes, rules: TextRules): void {
    this.back = moved(this.back, changes, rules);
    this.forth = moved(this.forth, changes, rules);
  }

  /** Returns the change that undoes or redoes, or null if there is none. */
  step(back: boolean, text: string, rules: TextRules): Changes | null {
    const changes = (back ? this.back : this.forth).pop();
    if (!changes) return null;
    (back ? this.forth : this.back).push(rules.invert(changes, text));
    this.last = 0;
    return changes;
  }
}

/** Rebases a stack of undo steps over a change from others. Each step starts from the result of the one above it. */
function moved(stack: Changes[], changes: Changes, rules: TextRules): Changes[] {
  let other = changes;
  const result: Changes[] = [];
  for (const one of [...stack].reverse()) {
    const both = rules.rebase(one, other);
    result.unshift(both.mine);
    other = both.accepted;
  }
  return result;
}
