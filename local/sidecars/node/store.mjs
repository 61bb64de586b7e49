// The provider's persistent store (sessions, grants, refresh tokens, codes): one file per record, cached in memory.
import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { folder, readJson, writeJson } from './files.mjs';

const GRANTABLE = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);

export class Store {
  #records = new Map();
  #folder;

  constructor(path) {
    this.#folder = folder(path);
    for (const file of readdirSync(path)) {
      const record = file.endsWith('.json') ? readJson(join(path, file)) : undefined;
      if (record && !isOver(record)) this.#records.set(record.key, record);
      else rmSync(join(path, file), { force: true });
    }
    setInterval(() => this.#sweep(), 60_000).unref();
  }

  adapter() {
    return (model) => new Adapter(model, this);
  }

  get(key) {
    const record = this.#records.get(key);
    return record && !isOver(record) ? record.payload : undefined;
  }

  find(matches) {
    for (const { key, payload } of this.#records.values()) {
      if (matches(key, payload)) return this.get(key);
    }
    return undefined;
  }

  put(key, payload, expiresAt) {
    const record = { key, payload, expiresAt };
    this.#records.set(key, record);
    writeJson(this.#file(key), record);
  }

  change(key, change) {
    const record = this.#records.get(key);
    if (!record) return;
    change(record.payload);
    writeJson(this.#file(key), record);
  }

  delete(key) {
    this.#records.delete(key);
    rmSync(this.#file(key), { force: true });
  }

  deleteAll(matches) {
    for (const { key, payload } of [...this.#records.values()]) {
      if (matches(key, payload)) this.delete(key);
    }
  }

  #sweep() {
    for (const [key, record] of [...this.#records]) {
      if (isOver(record)) this.delete(key);
    }
  }

  // Keys contain bearer values, so the file name is their hash.
  #file(key) {
    return join(this.#folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}

class Adapter {
  constructor(model, store) {
    this.model = model;
    this.store = store;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload, expiresIn) {
    this.store.put(this.key(id), payload, expiresIn ? Date.now() + expiresIn * 1000 : undefined);
  }

  async find(id) {
    return this.store.get(this.key(id));
  }

  async findByUid(uid) {
    return this.store.find((key, payload) => key.startsWith(`${this.model}:`) && payload.uid === uid);
  }

  async findByUserCode() {
    return undefined;
  }

  async consume(id) {
    this.store.change(this.key(id), (payload) => { payload.consumed = Math.floor(Date.now() / 1000); });
  }

  async destroy(id) {
    this.store.delete(this.key(id));
  }

  async revokeByGrantId(grantId) {
    this.store.deleteAll((key, payload) => payload.grantId === grantId && GRANTABLE.has(key.split(':')[0]));
  }
}

function isOver(record) {
  return record.expiresAt !== undefined && record.expiresAt <= Date.now();
}
