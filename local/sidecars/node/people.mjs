// The demo people, stored in a file of the home and changed only through the administration API.
import { join } from 'node:path';
import { readJson, writeJson } from './files.mjs';

export class People {
  #path;
  #people;

  constructor(home, cast) {
    this.#path = join(home, 'people.json');
    this.#people = readJson(this.#path) ?? cast.map((person) => ({ ...person, active: true, deleted: false, version: 1 }));
    writeJson(this.#path, this.#people);
  }

  list() {
    return this.#people.filter((person) => !person.deleted);
  }

  find(name) {
    return this.list().find((person) => person.name === name);
  }

  active(name) {
    const person = this.find(name);
    return person?.active ? person : undefined;
  }

  // Returns undefined for a name that was never in the cast. A deleted person can be restored.
  change(name, { active, groups, deleted }) {
    const person = this.#people.find((candidate) => candidate.name === name);
    if (!person) return undefined;
    if (typeof active === 'boolean') person.active = active;
    if (typeof deleted === 'boolean') person.deleted = deleted;
    if (Array.isArray(groups)) person.groups = groups.map(String);
    person.version += 1;
    writeJson(this.#path, this.#people);
    return person;
  }
}
