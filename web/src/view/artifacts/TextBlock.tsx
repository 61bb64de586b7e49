import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { lookAtText } from '../../artifacts/carets';
import { applyChanges } from '../../artifacts/fold';
import { withoutHidden } from '../../artifacts/hidden';
import type { LiveArtifact } from '../../artifacts/live';
import type { ArtifactBlock, Changes } from '../../artifacts/shapes';
import { placeOf } from '../../artifacts/undo';
import { notice } from '../../state/notices';
import { count } from '../../text/cells';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { Markdown } from '../Markdown';
import { Carets } from './Carets';
import { Refused } from './Refused';

interface Props {
  live: LiveArtifact;
  block: ArtifactBlock;
  text: string;
  /** True if the block was just added. It then gets the focus. */
  fresh: boolean;
}

const longestPaste = 15_000;

/** A Markdown block: rendered for reading, and edited as text by several people at once. */
export function TextBlock({ live, block, text, fresh }: Props) {
  const [writing, setWriting] = useState(fresh);
  const begin = (): void => setWriting(true);
  const clicked = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('a, button') === null && getSelection()?.isCollapsed !== false) begin();
  };
  const refused = <Refused live={live} place={placeOf({ op: 'text', block: block.id, version: 0, changes: [] })} />;
  if (writing) return <>{refused}<Writing live={live} block={block.id} text={text} onDone={() => setWriting(false)} /></>;
  return (
    <div class="text-shown" onClick={clicked}>
      {refused}
      {text.trim() ? <Markdown text={text} document /> : <p class="faint">{t('Empty. Press to write.')}</p>}
      <button type="button" class="quiet icon-only edit-text" aria-label={t('Edit this text')} title={t('Edit')} onClick={begin}><Icon name="pencil" /></button>
    </div>
  );
}

function Writing({ live, block, text, onDone }: { live: LiveArtifact; block: string; text: string; onDone: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const composing = useRef<{ before: string; others: Changes | null } | null>(null);
  useLayoutEffect(() => {
    const area = field.current!;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }, []);
  // Changes of others move my cursor with the surrounding text.
  useEffect(() => live.onText((where, changes) => {
    const area = field.current;
    if (where !== block || !area || !live.rules) return;
    // During an IME composition, changes of others are applied afterwards.
    if (composing.current) {
      const held = composing.current.others;
      composing.current.others = held ? live.rules.compose(held, changes) : changes;
      return;
    }
    const moved = [area.selectionStart, area.selectionEnd].map((at) => live.rules!.map(at, changes)) as [number, number];
    area.value = applyChanges(area.value, changes);
    area.setSelectionRange(...moved);
  }), [live, block]);
  useLayoutEffect(() => {
    const area = field.current!;
    if (area.value === text || composing.current) return;
    const [start, end] = [area.selectionStart, area.selectionEnd];
    area.value = text;
    area.setSelectionRange(start, end);
  }, [text]);
  useEffect(() => {
    const moved = (): void => void (document.activeElement === field.current && selected());
    document.addEventListener('selectionchange', moved);
    return () => document.removeEventListener('selectionchange', moved);
  }, [live, block]);
  const typed = (): void => {
    if (composing.current) return;
    const area = field.current!;
    const before = live.shown.value?.texts?.[block]?.text ?? '';
    const after = withoutHidden(area.value);
    if (Math.abs(after.length - before.length) > longestPaste) {
      area.value = before;
      return notice(t('At most {n} characters at once. Paste it in pieces, or in several texts.', { n: count(longestPaste) }));
    }
    if (after !== area.value) {
      const at = Math.max(0, area.selectionStart - (area.value.length - after.length));
      area.value = after;
      area.setSelectionRange(at, at);
    }
    if (after !== before) live.edit(block, live.rules!.between(before, after));
  };
  const composed = (): void => {
    const area = field.current!;
    const { before, others } = composing.current!;
    composing.current = null;
    const after = withoutHidden(area.value);
    const mine = live.rules!.between(before, after);
    const moved = others ? live.rules!.rebase(mine, others) : { mine, accepted: null };
    const caret = moved.accepted ? live.rules!.map(area.selectionEnd, moved.accepted) : area.selectionEnd;
    if (before !== after) live.edit(block, moved.mine);
    area.value = live.shown.value?.texts?.[block]?.text ?? after;
    area.setSelectionRange(caret, caret);
  };
  const step = (back: boolean): void => {
    if (live.trail.stepText(block, back)) field.current!.value = live.shown.value?.texts?.[block]?.text ?? '';
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onDone();
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-block="${block}"] .edit-text`)?.focus());
    }
    if ((event.metaKey || event.ctrlKey) && !event.altKey && /^[zy]$/i.test(event.key)) {
      event.preventDefault();
      step(event.key.toLowerCase() === 'z' && !event.shiftKey);
    }
  };
  const left = (): void => {
    live.flush();
    if (document.hasFocus()) onDone();
  };
  const selection = (): { anchor: number; head: number } | null => {
    const area = field.current;
    if (!area) return null;
    const [start, end] = [area.selectionStart, area.selectionEnd];
    return area.selectionDirection === 'backward' ? { anchor: end, head: start } : { anchor: start, head: end };
  };
  const selected = (): void => lookAtText(live, block, selection);
  return (
    <div class="text-writing">
      <textarea
        ref={field}
        class="text-field"
        aria-label={t('Text, in Markdown')}
        placeholder={t('Write in Markdown')}
        spellcheck
        rows={3}
        defaultValue={text}
        onInput={typed}
        onCompositionStart={() => (composing.current = { before: field.current!.value, others: null })}
        onCompositionEnd={composed}
        onKeyDown={pressed}
        onFocus={selected}
        onBlur={left}
      />
      <Carets live={live} block={block} text={text} />
    </div>
  );
}
