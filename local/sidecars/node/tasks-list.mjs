// The tasks of all people, stored in a file of the home.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readJson, writeJson } from './files.mjs';

const MOST = 500;

export class TaskList {
  #path;
  #tasks;

  constructor(data, cast) {
    this.#path = join(data, 'tasks.json');
    this.#tasks = readJson(this.#path) ?? cast.map((person) => task(person.name, `Plan the week of ${person.displayName}`));
    writeJson(this.#path, this.#tasks);
  }

  of(owner) {
    return this.#tasks.filter((one) => one.owner === owner).map(({ owner: _, ...shown }) => shown);
  }

  create(owner, title, team) {
    if (this.of(owner).length >= MOST) return undefined;
    const created = task(owner, title, team);
    this.#tasks.push(created);
    writeJson(this.#path, this.#tasks);
    return created;
  }
}

function task(owner, title, team) {
  return { id: randomUUID().slice(0, 8), owner, title, team, open: true };
}
