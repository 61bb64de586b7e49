import type { ComponentChildren, RefObject } from 'preact';
import { Icon } from '../Icon';
import { t, type Text } from '../../words/say';

interface Mark {
  name: Text;
  shown: ComponentChildren;
  /** The Markdown placed around the selection, or before each of its lines. */
  around?: [string, string];
  before?: string;
}

const marks: Mark[] = [
  { name: 'Heading', shown: 'H', before: '## ' },
  { name: 'Bold', shown: 'B', around: ['**', '**'] },
  { name: 'Italic', shown: 'I', around: ['*', '*'] },
  { name: 'Code', shown: '</>', around: ['`', '`'] },
  { name: 'List', shown: <Icon name="list" />, before: '- ' },
  { name: 'Numbered list', shown: '1.', before: '1. ' },
  { name: 'Quote', shown: '”', before: '> ' },
  { name: 'Link', shown: <Icon name="link" />, around: ['[', '](https://)'] },
];

function apply(field: HTMLTextAreaElement, mark: Mark): string {
  const { value, selectionStart: start, selectionEnd: end } = field;
  if (mark.around) {
    const [open, close] = mark.around;
    field.setRangeText(open + value.slice(start, end) + close, start, end);
    field.setSelectionRange(start + open.length, end + open.length);
  } else {
    const from = value.lastIndexOf('\n', start - 1) + 1;
    const lines = value.slice(from, end).split('\n').map((line) => (mark.before ?? '') + line).join('\n');
    field.setRangeText(lines, from, end, 'end');
  }
  field.focus();
  return field.value;
}

/** A toolbar that adds Markdown around the selection. */
export function Toolbar({ field, onChange }: { field: RefObject<HTMLTextAreaElement | null>; onChange: (text: string) => void }) {
  return (
    <div class="marks" role="toolbar" aria-label={t('Formatting')}>
      {marks.map((mark) => (
        <button
          key={mark.name}
          type="button"
          class="quiet icon-only"
          title={t(mark.name)}
          onClick={() => field.current && onChange(apply(field.current, mark))}
        >
          <span aria-hidden="true">{mark.shown}</span>
          <span class="unseen">{t(mark.name)}</span>
        </button>
      ))}
    </div>
  );
}
