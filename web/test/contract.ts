import type { Schemas } from '#schemas';
import type * as automations from '../src/api/automations';
import type { InboxItem } from '../src/api/inbox';
import type { ConnectionToolList, Connection, Memory } from '../src/api/mine';
import type { FoundEverything } from '../src/api/search';
import type * as shapes from '../src/api/shapes';
import type * as wiki from '../src/api/wiki';
import type * as artifacts from '../src/artifacts/shapes';

/** What a type of the web app expects and a schema does not promise: a member, its type, or its presence. */
type Misfit<Shape, Schema> = unknown extends Schema ? never
  : Shape extends ReadonlyArray<infer Item> ? (Schema extends ReadonlyArray<infer Sent> ? Misfit<Item, Sent> : 'not a list')
  : Shape extends object
    ? { [Name in keyof Shape & string]-?: Name extends keyof Schema ? Member<Shape, Schema, Name> : `${Name} is unknown` }[keyof Shape & string]
  : Shape extends Schema ? never : Schema extends Shape ? never : 'another type';

type Member<Shape, Schema, Name extends keyof Shape & keyof Schema & string> = unknown extends Schema[Name]
  ? never
  : Absent<Shape, Schema, Name> | In<Name, Misfit<Exclude<Shape[Name], undefined>, Exclude<Schema[Name], undefined | null>>>;

/** The server omits a member that is null. */
type Absent<Shape, Schema, Name extends keyof Shape & keyof Schema & string> =
  null extends Schema[Name] ? (undefined extends Shape[Name] ? never : `${Name} can be absent`) : never;

type In<Name extends string, Found> = Found extends string ? `${Name}: ${Found}` : never;

type Fits<Shape, Schema> = [Misfit<Shape, Schema>] extends [never] ? true : Misfit<Shape, Schema>;

/** The schema of a trigger has the members of all kinds, so only the names are compared. */
type Known<Shape, Schema> = [Exclude<Shape extends Shape ? keyof Shape : never, keyof Schema>] extends [never] ? true : 'an unknown member';

type Items<Name extends keyof Schemas> = Schemas[Name] extends { items: Array<infer Item> } ? Item : never;

/** The compiler refuses `true` for a type that does not fit. */
export const contract: {
  access: Fits<shapes.Access, Schemas['MyAccess']>;
  auditRow: Fits<shapes.AuditRow, Schemas['AuditRow']>;
  auditVerdict: Fits<shapes.AuditVerdict, Schemas['AuditVerdict']>;
  me: Fits<shapes.Me, Schemas['Me']>;
  message: Fits<shapes.Message, Schemas['Message']>;
  opened: Fits<shapes.OpenedBlock, Schemas['OpenedBlock']>;
  sharePreview: Fits<shapes.SharePreview, Schemas['SharePreview']>;
  thread: Fits<shapes.Thread, Schemas['Thread']>;
  automation: Fits<Omit<automations.Automation, 'trigger' | 'draft' | 'proposals'>, Schemas['Automation']>;
  trigger: Known<automations.Trigger, Schemas['Automation']['trigger']>;
  run: Fits<automations.Run, Schemas['Run']>;
  schedule: Fits<automations.ScheduleWords, Schemas['Schedule']>;
  inboxItem: Fits<InboxItem, Items<'InboxItemListing'>>;
  connection: Fits<Connection, Items<'ConnectionListing'>>;
  connectionTools: Fits<ConnectionToolList, Schemas['ConnectionTools']>;
  memory: Fits<Memory, Items<'MemoryListing'>>;
  found: Fits<FoundEverything, Schemas['FoundEverything']>;
  space: Fits<wiki.WikiSpace, Schemas['Space']>;
  artifact: Fits<Omit<artifacts.Artifact, 'definition'>, Schemas['Artifact']>;
  block: Fits<Omit<artifacts.ArtifactBlock, keyof Omit<artifacts.Place, 'block'>>, Schemas['Artifact']['definition']['blocks'][number]>;
} = {
  access: true, auditRow: true, auditVerdict: true, me: true, message: true, opened: true, sharePreview: true,
  thread: true, automation: true, trigger: true, run: true, schedule: true, inboxItem: true, connection: true, connectionTools: true,
  memory: true, found: true, space: true, artifact: true, block: true,
};
