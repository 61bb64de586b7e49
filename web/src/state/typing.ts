import { signal } from '@preact/signals';
import type { Person } from '../api/shapes';

const lasts = 6_000;
const tellEvery = 4_000;

/** The people who are typing in one thread. */
export class Typing {
  readonly people = signal<Person[]>([]);
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private toldAt = 0;

  heard(person: Person): void {
    clearTimeout(this.timers.get(person.subject));
    this.timers.set(person.subject, setTimeout(() => this.over(person), lasts));
    if (!this.people.value.some((one) => one.subject === person.subject)) this.people.value = [...this.people.value, person];
  }

  over(person: Person): void {
    clearTimeout(this.timers.get(person.subject));
    if (this.people.value.some((one) => one.subject === person.subject)) this.people.value = this.people.value.filter((one) => one.subject !== person.subject);
  }

  /** Returns whether the next typing notification is due (throttle). */
  mayTell(): boolean {
    const now = Date.now();
    if (now - this.toldAt < tellEvery) return false;
    this.toldAt = now;
    return true;
  }
}
