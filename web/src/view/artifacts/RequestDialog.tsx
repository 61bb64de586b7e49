import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/http';
import type { Access } from '../../api/shapes';
import { definitionOf } from '../../artifacts/fold';
import { usualWidth } from '../../artifacts/grid';
import type { LiveArtifact } from '../../artifacts/live';
import type { ArtifactBlock, Channel, ChartSpec } from '../../artifacts/shapes';
import { columnsOfSql } from '../../artifacts/sqlColumns';
import { noticeFailure } from '../../state/notices';
import { closeOverlay } from '../../state/overlay';
import { rich, t, type Text } from '../../words/say';
import { Dialog } from '../Dialog';
import { addBlock } from './blockActs';

const marks = [
  ['', 'Table'],
  ['bar', 'Bars'],
  ['grouped', 'Bars, grouped'],
  ['line', 'Line'],
  ['area', 'Area'],
  ['point', 'Points'],
  ['arc', 'Parts of a whole'],
] as const satisfies ReadonlyArray<readonly [string, Text]>;

interface Drawn {
  mark: string;
  along: string;
  /** The type of the axis. Empty if it follows from the column's name. */
  type: string;
  measure: string;
  color: string;
}

const types: Array<[string, Text]> = [['nominal', 'Names'], ['ordinal', 'Names in order'], ['temporal', 'Dates'], ['quantitative', 'Numbers']];
const isDiscrete = (type: string): boolean => type === 'nominal' || type === 'ordinal';
const isDated = /(^|_)(day|date|time|at|on|month|week)$/i;

/** Guesses the type of a column from the kind of chart and the column's name. */
const guessed = (mark: string, along: string): string =>
  mark === 'bar' || mark === 'grouped' || mark === 'arc' ? 'nominal' : isDated.test(along) ? 'temporal' : mark === 'point' ? 'quantitative' : 'ordinal';

const typeIn = (spec: ChartSpec | undefined, name: string): string => {
  const channel = spec?.encoding?.[name];
  return (Array.isArray(channel) ? channel[0] : channel)?.type ?? '';
};

const fieldIn = (spec: ChartSpec | undefined, name: string): string => {
  const channel = spec?.encoding?.[name];
  return (Array.isArray(channel) ? channel[0] : channel)?.field ?? '';
};

function drawnOf(spec: ChartSpec | undefined): Drawn {
  const mark = (typeof spec?.mark === 'string' ? spec.mark : spec?.mark?.type) ?? '';
  if (mark === 'arc') return { mark, along: fieldIn(spec, 'color'), measure: fieldIn(spec, 'theta'), color: '', type: '' };
  return {
    mark: spec?.encoding?.['xOffset'] ? 'grouped' : mark,
    along: fieldIn(spec, 'x'),
    measure: fieldIn(spec, 'y'),
    color: fieldIn(spec, 'color'),
    type: typeIn(spec, 'x'),
  };
}

/** Returns the definition of the chosen settings. Other settings of the author are preserved. */
function specOf({ mark, along, measure, color, type }: Drawn, before: ChartSpec | undefined): ChartSpec {
  const known = (name: string, field: string, usual: Channel): Channel => {
    const channel = before?.encoding?.[name];
    const one = Array.isArray(channel) ? channel[0] : channel;
    return one?.field === field && one.type === usual.type ? one : { field, ...usual };
  };
  const title = before?.title ? { title: before.title } : {};
  const arc = typeof before?.mark === 'object' && before.mark.type === 'arc' ? before.mark : mark;
  if (mark === 'arc')
    return { ...title, mark: arc, encoding: { theta: known('theta', measure, { type: 'quantitative' }), color: known('color', along, { type: 'nominal' }) } };
  const hue = color ? { color: known('color', color, { type: 'nominal' }) } : {};
  const offset = mark === 'grouped' && color ? { xOffset: known('xOffset', color, { type: 'nominal' }) } : {};
  return {
    ...title,
    mark: mark === 'grouped' ? 'bar' : mark,
    encoding: { x: known('x', along, { type }), y: known('y', measure, { type: 'quantitative' }), ...hue, ...offset },
  };
}

/** A dialog for a query in its source's language. Each viewer runs it with their own access. */
export function RequestDialog({ live, block }: { live: LiveArtifact; block?: ArtifactBlock | undefined }) {
  const [sources, setSources] = useState<string[]>([]);
  const [isLooking, setLooking] = useState(true);
  const [title, setTitle] = useState(block?.title ?? '');
  const [source, setSource] = useState(block?.source ?? '');
  const [sql, setSql] = useState(block?.sql ?? '');
  const [drawn, setDrawn] = useState(drawnOf(block?.chart));
  useEffect(() => {
    get<Access>('/api/me/access').then((access) => {
      const names = access.sources.filter((one) => one.available).map((one) => one.name);
      setSources(names);
      setSource((before) => before || (names[0] ?? ''));
    }, noticeFailure).finally(() => setLooking(false));
  }, []);
  const columns = columnsOfSql(sql);
  const filled = { ...drawn, along: drawn.along || (columns[0] ?? ''), measure: drawn.measure || (columns.at(-1) ?? '') };
  const whole = { ...filled, type: drawn.mark === 'grouped' && !isDiscrete(drawn.type) ? 'nominal' : drawn.type || guessed(drawn.mark, filled.along) };
  const submit = (event: Event): void => {
    event.preventDefault();
    const request = { type: 'request' as const, title: title.trim(), source, sql: sql.trim() };
    const chart = drawn.mark ? { chart: specOf(whole, block?.chart) } : {};
    if (block) {
      const { chart: _, ...rest } = definitionOf(block);
      live.do({ op: 'block', block: { ...rest, ...request, ...chart }, order: block.order ?? 'a0' });
    } else addBlock(live, { ...request, ...chart, w: usualWidth });
    closeOverlay();
  };
  return (
    <Dialog title={block ? t('Edit the query') : t('New query')}>
      <form onSubmit={submit}>
        <label class="field-label" for="request-title">{t('Title')}</label>
        <input
          id="request-title"
          class="input"
          data-first
          required
          maxLength={100}
          autoComplete="off"
          value={title}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <label class="field-label" for="request-source">{t('Source')}</label>
        <select id="request-source" class="input" required aria-busy={isLooking} value={source} onChange={(event) => setSource(event.currentTarget.value)}>
          {[...new Set([source, ...sources])].filter(Boolean).map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
        <label class="field-label" for="request-sql">SQL <span class="optional">{t('one SELECT')}</span></label>
        <textarea
          id="request-sql"
          class="input code-field"
          required
          rows={6}
          maxLength={8_000}
          spellcheck={false}
          value={sql}
          onInput={(event) => setSql(event.currentTarget.value)}
        />
        <Uses live={live} />
        <label class="field-label" for="request-mark">{t('Shown as')}</label>
        <select id="request-mark" class="input" value={drawn.mark} onChange={(event) => setDrawn({ ...drawn, mark: event.currentTarget.value })}>
          {marks.map(([id, words]) => (
            <option key={id} value={id}>
              {t(words)}
            </option>
          ))}
        </select>
        {drawn.mark && (
          <DrawnFields drawn={whole} columns={columns} onChange={(next) => setDrawn({ ...next, type: next.type === whole.type ? drawn.type : next.type })} />
        )}
        <p class="hint">{t('It runs as whoever looks at it. Others are asked once before it runs as them.')}</p>
        <div class="dialog-foot">
          <button type="button" class="button" onClick={closeOverlay}>
            {t('Cancel')}
          </button>
          <button type="submit" class="button primary" disabled={isLooking && !source}>
            {t('Save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The names of the parameters available to a query. */
function Uses({ live }: { live: LiveArtifact }) {
  const all = live.shown.value?.definition.parameters ?? [];
  if (!all.length) return null;
  return (
    <p class="hint">
      {rich('It can use {names}. A value that a viewer has not chosen is null.', {
        names: all
          .flatMap((one) => (one.type === 'choice' ? [`:${one.id}`] : [`:${one.id}_from`, `:${one.id}_to`]))
          .map((name, at) => (
            <>
              {at > 0 && ', '}
              <code key={name}>{name}</code>
            </>
          )),
      })}
    </p>
  );
}

function DrawnFields({ drawn, columns, onChange }: { drawn: Drawn; columns: string[]; onChange: (drawn: Drawn) => void }) {
  const fields: Array<['along' | 'measure' | 'color', Text]> =
    drawn.mark === 'arc'
      ? [
          ['along', 'Parts'],
          ['measure', 'Size'],
        ]
      : [
          ['along', 'Along'],
          ['measure', 'Measured'],
          ['color', 'One colour for each'],
        ];
  return (
    <div class="drawn-fields">
      <datalist id="request-columns">{columns.map((one) => <option key={one} value={one} />)}</datalist>
      {fields.map(([name, words]) => (
        <span key={name}>
          <label class="field-label" for={`request-${name}`}>
            {t(words)} {name === 'color' && drawn.mark !== 'grouped' && <span class="optional">{t('optional')}</span>}
          </label>
          {name === 'along' && drawn.mark !== 'arc' && (
            <select
              class="input along-type"
              aria-label={t('What is along it')}
              value={drawn.type}
              onChange={(event) => onChange({ ...drawn, type: event.currentTarget.value })}
            >
              {types
                .filter(([id]) => drawn.mark !== 'grouped' || isDiscrete(id))
                .map(([id, words]) => (
                  <option key={id} value={id}>
                    {t(words)}
                  </option>
                ))}
            </select>
          )}
          <input
            id={`request-${name}`}
            class="input"
            list="request-columns"
            maxLength={100}
            autoComplete="off"
            placeholder={t('a column of the query')}
            required={name !== 'color' || drawn.mark === 'grouped'}
            value={drawn[name]}
            onInput={(event) => onChange({ ...drawn, [name]: event.currentTarget.value })}
          />
        </span>
      ))}
    </div>
  );
}
